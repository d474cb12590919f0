"""The commands that ask an index: serve, search, status.

In: a command line. Out: a running web app, hits in the terminal, or JSON. The options of `search` are the parameters of
the search page.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from typing import Any

import click
import orjson

from engines import open_index
from engines.access import Access
from engines.contract import MAX_SIZE
from webapp import envelope, search_url, terminal
from webapp.parameters import FACETS, nearest
from webapp.settings import FORMATS, LEVELS, LOOPBACK, BadSettingError, Settings

index_option = click.option(
    "--index",
    "address",
    envvar="BACKFILE_INDEX",
    default=Settings().index,
    show_default=True,
    metavar="ADDRESS",
    help="Folder or http(s) address; also from BACKFILE_INDEX.",
)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@index_option
@click.option("--log-level", type=click.Choice(LEVELS), help="info logs each request.  [default: warning]")
@click.option("--log-format", type=click.Choice(FORMATS), help="json is for programs.  [default: text]")
@click.option("--log-queries", is_flag=True, help="Log what people search for, too.")
@click.option("--behind-proxy", is_flag=True, help="Believe the X-Forwarded headers of one reverse proxy.")
@click.option("--prefix", metavar="PATH", help="What the proxy serves this under, as /archive.")
def serve(host: str, port: int, address: str, **options: Any) -> None:
    """Serve the search page and the API until Ctrl-C.

    \b
    backfile serve
    backfile serve --port 9000 --index ./news
    BACKFILE_HOSTS=news.example backfile serve --host 0.0.0.0
    BACKFILE_HOSTS=news.example backfile serve --behind-proxy --prefix /archive --log-level info --log-format json
    """
    given = {f"BACKFILE_{name.upper()}": "1" if value is True else value for name, value in options.items() if value}
    given |= {"BACKFILE_INDEX": address, "BACKFILE_HOSTS": _hosts(host)}
    try:
        settings = Settings.from_environ({**os.environ, **given})
    except BadSettingError as error:
        raise click.ClickException(str(error)) from error
    server = import_module("webapp.server")  # the web server is not needed for any other command
    place = server.Place(host=host, port=port)
    if host not in LOOPBACK:
        click.echo(
            f"Anyone who can reach {host}:{port} can read everything in this index: there is no login.\n"
            f"Answered are requests to {', '.join(sorted(settings.allowed_hosts))}; "
            "BACKFILE_HOSTS=name,name adds names.",
            err=True,
        )
    shown = f"{place.url}{settings.prefix}"
    server.run(settings, place, lambda: click.echo(f"Backfile serves {address} at {shown} (Ctrl-C ends)"))


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("query", nargs=-1, type=click.UNPROCESSED)
@click.option("--lang", multiple=True, metavar="CODE", help="uk, ru, en …; given twice: either.")
@click.option("--author", multiple=True, metavar="NAME", help="Given twice: either. So with the next four.")
@click.option("--tag", multiple=True, metavar="TAG")
@click.option("--source", multiple=True, metavar="NAME", help="The publisher.")
@click.option("--cited", multiple=True, metavar="NAME", help="What the article names as its source.")
@click.option("--section", multiple=True, metavar="NAME")
@click.option("--not", "excluded", multiple=True, metavar="FIELD=VALUE", help="Leave out, as in --not tag=sport.")
@click.option("--missing", multiple=True, metavar="FIELD", help="Only where it is not known, as in --missing author.")
@click.option("--from", "since", metavar="DATE", help="YYYY, YYYY-MM or YYYY-MM-DD, inclusive.")
@click.option("--to", "until", metavar="DATE", help="The same, inclusive.")
@click.option("--sort", metavar="ORDER", help="relevance, newest or oldest.")
@click.option("--size", metavar="N", help=f"Hits at once, at most {MAX_SIZE}.  [default: 10; with --json 20]")
@click.option("--page", metavar="N")
@click.option("--cursor", metavar="CURSOR", help="With --json: go on from `links.next`.")
@click.option("--facet", multiple=True, metavar="FIELD", help="With --json: count these only, in full.")
@click.option("--fields", metavar="FIELD,…", help="With --json: give these only.")
@click.option("--json", "as_json", is_flag=True, help="Print what the API answers.")
@index_option
def search(query: tuple[str, ...], address: str, *, as_json: bool, **options: Any) -> None:
    """Search in the terminal.

    QUERY is what the search box takes: words, "exact phrases", OR, -word, author:name, before:2024 … Without one,
    everything is found, newest first.

    \b
    backfile search бібліотека
    backfile search '"міська рада" -театр' --lang uk --from 2023-05
    backfile search library --author "Anna Birchfield" --not tag=sport
    backfile search --missing author --sort oldest --json
    """
    _refuse_stray_options(query)
    size = options.pop("size") or (None if as_json else "10")
    asked = search_url.read([("q", " ".join(query)), *_arguments(options), *([("size", size)] if size else [])])
    if asked.problems:
        raise click.UsageError(" ".join(map(str, asked.problems)))
    with closing(open_index(address, Access.from_environ(os.environ))) as engine:
        result = engine.search(asked.request)
        spellings = engine.suggest(asked.text) if asked.text and not result.total else ()
    if as_json:
        _print_json(envelope.articles(asked, result, spellings))
        return
    for hint in asked.hints:
        click.echo(str(hint), err=True)
    for line in terminal.hits(asked, result):
        click.echo(line)
    for spelling in spellings:
        click.echo(f"Another spelling: {terminal.plain(spelling)}")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@index_option
def status(address: str, *, as_json: bool) -> None:
    """Tell what an index holds: by source, language and year, its generation, size and analysis.

    \b
    backfile status
    backfile status --index http://localhost:9200/news --json
    """
    with closing(open_index(address, Access.from_environ(os.environ))) as engine:
        found = engine.status()
    if as_json:
        _print_json({**envelope.status(found), "address": found.address})
        return
    for line in terminal.holdings(found):
        click.echo(line)


def _hosts(host: str) -> str:
    """The names of BACKFILE_HOSTS, and the one to listen on unless it means all there are."""
    named = os.environ.get("BACKFILE_HOSTS", "")
    return named if host in ("0.0.0.0", "::", *LOOPBACK) else f"{named},{host}"


def _refuse_stray_options(query: tuple[str, ...]) -> None:
    """A minus before a word is the query's, two are an option's: one that there isn't."""
    stray = next((word for word in query if word.startswith("--") and len(word) > 2), None)
    if stray:
        known = [name for option in click.get_current_context().command.params for name in option.opts]
        raise click.NoSuchOption(stray, possibilities=list(filter(None, [nearest(stray, known)])))


def _arguments(options: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The options of the command as arguments of an address."""
    for name in (*FACETS, "facet"):
        yield from ((name, value) for value in options[name])
    for pair in options["excluded"]:
        name, equals, value = pair.partition("=")
        if not equals:
            raise click.UsageError(f"--not wants FIELD=VALUE, as in --not tag=sport; this is {pair!r}.")
        yield f"{name}.not", value
    yield from ((f"{name}.missing", "1") for name in options["missing"])
    single = {"from": "since", "to": "until", "sort": "sort", "page": "page", "cursor": "cursor", "fields": "fields"}
    yield from ((name, options[option]) for name, option in single.items() if options[option])


def _print_json(values: dict[str, Any]) -> None:
    sys.stdout.buffer.write(orjson.dumps(values, option=orjson.OPT_INDENT_2) + b"\n")
