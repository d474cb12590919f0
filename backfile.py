"""The front door: one command, `backfile`, that joins the rooms' subcommands.

In: a command line. Out: the room that answers it. Each room's code is imported only when its command is called, so that
`backfile --help` is quick.
"""

from __future__ import annotations

import io
import os
import shutil
import socket
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

# command → (module, click command in it, the line that `backfile --help` shows)
COMMANDS: dict[str, tuple[str, str, str]] = {
    "index": ("indexer.cli", "index", "Read archives, extract articles, load them into an index."),
    "extract": ("indexer.cli", "extract", "Read archives and print each article as a line of JSON."),
    "explain": ("indexer.explain_cli", "explain", "Show how a page is read, field by field, and why."),
    "serve": ("webapp.cli", "serve", "Serve the search page and the API."),
    "search": ("webapp.cli", "search", "Search in the terminal."),
    "status": ("webapp.cli", "status", "Tell what an index holds."),
    "remove": ("indexer.upkeep_cli", "remove", "Take articles out for good, or list those taken out."),
    "rebuild": ("indexer.upkeep_cli", "rebuild", "Make an index anew while the old one answers."),
    "verify": ("indexer.safety_cli", "verify", "Check an index against its captures and archives."),
    "backup": ("indexer.safety_cli", "backup", "Write an index into files that are safe to keep."),
    "restore": ("indexer.safety_cli", "restore", "Fill a new index from a backup."),
    "retry": ("indexer.retry_cli", "retry", "Load articles that an index refused before."),
    "analyze": ("indexer.analyze", "analyze", "Show the terms of a text, as an index reads it."),
    "elasticsearch": ("indexer.elasticsearch_cli", "elasticsearch", "Prepare an Elasticsearch cluster."),
    "demo": ("backfile", "demo", "Make the sample archive, index it and serve it."),
}

HELP = """Search archives of news pages.

\b
Three commands do the main job:
  backfile index ARCHIVE…           read saved pages, WARC files, text captures
  backfile serve                    then search in the browser
  backfile search "бібліотека"      or here, in the terminal

\b
No archive at hand? `backfile demo` makes a small one and shows it.
The index is a folder (./backfile-index) unless --index or the environment variable BACKFILE_INDEX names another folder
or an Elasticsearch address such as http://localhost:9200/news.
"""


class Rooms(click.Group):
    """A click group that imports a room only when its command is called."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):  # a console that cannot show ʼ or “ shows ?, and the rest
                stream.reconfigure(errors="replace")
        return super().main(*args, **kwargs)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return load(cmd_name) if cmd_name in COMMANDS else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, _, line) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:  # where a command has no other answer to it
            click.echo("\nStopped.", err=True)
            ctx.exit(130)
        except Exception as error:
            if isinstance(error, import_module("engines.contract").BackfileError):
                raise click.ClickException(str(error)) from error
            raise


def load(name: str) -> click.Command:
    """Return the click command of that name, importing its room."""
    module, attribute, _ = COMMANDS[name]
    command: click.Command = demo if module == "backfile" else getattr(import_module(module), attribute)
    return command


@click.command(cls=Rooms, help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="backfile", message="%(package)s %(version)s")
def main() -> None:
    pass


@click.command()
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="A taken one: the next free."
)
@click.option("--index", "address", metavar="ADDRESS", help="Folder or http(s) address.  [default: FOLDER/index]")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("backfile-demo"),
    show_default=True,
    help="Where the sample archive is written.",
)
@click.pass_context
def demo(ctx: click.Context, port: int, address: str | None, folder: Path) -> None:
    """Make the sample archive, index it and serve it.

    The sample is invented: four papers, three languages, pages in the styles of 2001, 2012 and today. Ctrl-C ends
    all of it; what was made stays in FOLDER and is used again the next time.

    \b
    backfile demo
    backfile demo --port 9000
    backfile demo --index http://localhost:9200/demo
    """
    archive = folder / "archive"
    click.echo(f"Writing the sample archive into {archive} …")
    import_module("sample").write_archive(archive)
    index = address or str(folder / "index")
    contract = import_module("engines.contract")
    try:
        ctx.invoke(load("index"), paths=(archive,), address=index)
    except contract.FormatMismatch:
        if address:
            raise
        click.echo("The index there was made by another version; making it anew.")
        shutil.rmtree(index)  # the demo's own, and the sample archive makes it again
        ctx.invoke(load("index"), paths=(archive,), address=index)
    show_analysis(index)
    ctx.invoke(load("serve"), host="127.0.0.1", port=free_port(port), address=index)


def show_analysis(address: str) -> None:
    """Print how many articles each language has, and the terms that one sentence in uk, ru and en becomes."""
    sentences = {
        "uk": "Об’єднані громади Києва відкрили бібліотеки",
        "ru": "Жители Киева вернули книги в библиотеки",
        "en": "Readers returned the libraries’ books",
    }
    access = import_module("engines.access").Access.from_environ(os.environ)
    engine = import_module("engines").open_index(address, access)
    try:
        status = engine.status()
        click.echo("\nArticles by language:")
        for language, count in status.by_language:
            click.echo(f"  {language}  {count:>5,}  {status.indices.get(language, '')}".rstrip())
        click.echo("Sentences as the index reads them:")
        for language, text in sentences.items():
            terms = " · ".join("|".join(position) for position in engine.analyze(language, text))
            click.echo(f"  {language}  {text}  →  {terms}")
    finally:
        engine.close()


def free_port(first: int) -> int:
    """Return the first port from `first` on that nobody listens on, on loopback."""
    for port in range(first, min(first + 100, 65536)):
        with socket.socket() as probe:
            if sys.platform != "win32":  # there it would let two servers share one port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise click.ClickException(f"No free port from {first} to {first + 99}. Name another one with --port.")


if __name__ == "__main__":
    main()
