"""The front door: one command, `backfile`, that joins the rooms' subcommands.

In: a command line. Out: the room that answers it. Each room's code is imported only when its command is called, so that
`backfile --help` is quick.
"""

from __future__ import annotations

from importlib import import_module

import click

# command → (module, click command in it, the line that `backfile --help` shows)
COMMANDS: dict[str, tuple[str, str, str]] = {
    "index": ("indexer.cli", "index", "Read archives, extract articles, load them into an index."),
    "extract": ("indexer.cli", "extract", "Read archives and print each article as a line of JSON."),
    "serve": ("webapp.cli", "serve", "Serve the search page and the API."),
    "search": ("webapp.cli", "search", "Search in the terminal."),
    "status": ("webapp.cli", "status", "Tell what an index holds."),
    "demo": ("backfile", "demo", "Make the sample archive, index it and serve it."),
}
