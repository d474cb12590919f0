"""`backfile analyze`: how an engine reads words.

In: a language and a text. Out: the terms at each of its positions: why one form finds another, or does not.
"""

from __future__ import annotations

import os

import click

from engines import open_index
from engines.access import Access
from indexer.options import index_option


@click.command()
@click.option("--lang", "language", required=True, metavar="LANGUAGE", help="ISO 639-1: uk, ru, en …")
@index_option
@click.argument("text", nargs=-1, required=True)
def analyze(language: str, address: str, text: tuple[str, ...]) -> None:
    """Show the terms of a text, as the index reads it.

    \b
    backfile analyze --lang uk "до Києва об’єднаних сил"
    backfile analyze --lang ru Лаврова --index http://localhost:9200/news
    """
    engine = open_index(address, Access.from_environ(os.environ))
    try:
        for terms in engine.analyze(language, " ".join(text)):
            click.echo(" ".join(terms))
    finally:
        engine.close()
