"""`backfile explain`: how the page in a file is read, field by field, and why.

In: a command line. Out: text on standard output. Exit codes: 0 an article was read, 1 none was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click
import orjson

from indexer.archives import Input, inputs, placed, read
from indexer.capture import Capture
from indexer.extract import examine
from indexer.extract.explain import Line, explained
from indexer.extract.fields import Fields
from indexer.sites import ProfileError, Site, profiles, read_site

NOTHING = "—"


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--url", metavar="URL", help="Where the page was. In an archive of many pages: which of them.")
@click.option("--profile", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Try this profile.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def explain(context: click.Context, file: Path, url: str | None, profile: Path | None, as_json: bool) -> None:
    """Show how a page is read: each field, the rule that found it, and what other rules would have said.

    FILE is a saved page, a plain-text capture, or an archive (with --url to say which page).

    \b
    backfile explain page.html --url https://news.example/2024/11/11/bridge
    backfile explain page.html --url https://news.example/2024/11/11/bridge --profile news.example.toml
    """
    capture = _capture(file, url)
    try:
        profiles()
        site = _site(profile, capture) if profile else None
    except ProfileError as error:
        raise click.ClickException(str(error)) from error
    found = examine(
        capture.payload,
        url or capture.url,
        captured=capture.captured,
        charset=capture.charset,
        kind=capture.kind,
        site=site,
        rivals=True,
    )
    if not isinstance(found, Fields):
        click.echo(f"{found[0]}: {found[1]}")
        context.exit(1)
    lines = explained(found)
    click.echo(orjson.dumps([asdict(line) for line in lines]) if as_json else "\n".join(_printed(lines)))


def _capture(file: Path, url: str | None) -> Capture:
    """Return the only page of a file, or the one at the URL."""
    first = None
    starts, roots = placed([file], {})
    for start in starts:
        for given in inputs(start, roots):
            if not isinstance(given, Input):
                continue
            for found in read(given.source):
                if isinstance(found.page, Capture):
                    if found.page.url is None or url is None or found.page.url == url:
                        return found.page
                    first = first or found.page.url
    if first:
        raise click.ClickException(f"{file} has no page {url}. It has, for one, {first}.")
    raise click.ClickException(f"{file} holds no page that can be read.")


def _site(profile: Path, capture: Capture) -> Site:
    try:
        return read_site(profile.name, profile.read_text(encoding="utf-8"), capture.captured)
    except UnicodeDecodeError:
        raise ProfileError(f"{profile.name} is not written in UTF-8. Save it so.") from None


def _printed(lines: list[Line]) -> Iterator[str]:
    for line in lines:
        yield f"{line.field:10} {line.value or NOTHING}"
        if line.rule:
            yield f"{'':10}   by {line.rule}"
        for rule, value in line.rivals[:8]:
            yield f"{'':10}   {rule} says: {value}"
