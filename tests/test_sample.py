"""The sample archive: invented, the same each time, and as varied as archives are."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from io import BytesIO
from operator import attrgetter
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from indexer.archives import inputs, placed, read_input
from indexer.capture import Capture, Skipped
from indexer.extract import read_capture
from mappings.article import Article, CaptureRecord, article_of
from sample import Page, write_archive


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Page, ...]]:
    """Return the archive's folder and the truth about its pages."""
    folder = tmp_path_factory.mktemp("sample")
    return folder, write_archive(folder)


@pytest.fixture(scope="module")
def articles(archive: tuple[Path, tuple[Page, ...]]) -> list[Page]:
    return [page for page in archive[1] if page.kind == "article"]


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def opened(folder: Path, page: Page) -> bytes:
    data = (folder / page.file).read_bytes()
    return gzip.decompress(data) if page.file.endswith(".htm.gz") or page.file.endswith(".html.gz") else data


def test_it_is_the_same_bytes_each_time(archive: tuple[Path, tuple[Page, ...]], tmp_path: Path) -> None:
    folder, truth = archive
    assert write_archive(tmp_path) == truth
    assert files(tmp_path) == files(folder)


def test_it_can_be_written_over_itself(archive: tuple[Path, tuple[Page, ...]]) -> None:
    folder, truth = archive
    before = files(folder)
    assert write_archive(folder) == truth
    assert files(folder) == before


def test_it_holds_four_hundred_articles_of_a_quarter_century_in_three_languages(articles: list[Page]) -> None:
    languages = Counter(page.told.language for page in articles if page.told)
    years = {page.published[:4] for page in articles if page.published}
    assert len(articles) >= 400
    assert min(languages[language] for language in ("uk", "ru", "en")) >= 50
    assert years == {str(year) for year in range(2001, 2026)}


def test_nothing_points_out_of_the_invented_world(archive: tuple[Path, tuple[Page, ...]]) -> None:
    folder, truth = archive
    hosts = {re.sub(r"^https?://([^/]+)/.*", r"\1", page.url) for page in truth if page.url}
    assert hosts == {"visnyk.example", "www.kurier.example", "novyny.example"}
    assert all(file.split("/")[0] in {"saved", "warc", "text"} for file in files(folder))


def test_every_sentence_is_filled_in_and_in_one_script(articles: list[Page]) -> None:
    for page in articles:
        assert page.told
        text = "\n".join(filter(None, (page.told.title, page.told.lead, *page.told.paragraphs)))
        assert not re.search(r"[{}]|\s\s|\s[.,]", text), text
        assert not re.search(r"[a-z][а-яіїєґ]|[а-яіїєґ][a-z]", text, re.IGNORECASE), text
        assert bool(re.search(r"[А-Яа-яІіЇїЄєҐґ]", text)) == (page.told.language != "en"), text
        assert bool(re.search(r"[ыэъЫЭЪ]", text)) <= (page.told.language == "ru"), text
        assert bool(re.search(r"[іїєґІЇЄҐ]", text)) <= (page.told.language == "uk"), text


def test_headlines_tell_a_papers_articles_apart(articles: list[Page]) -> None:
    papers = ("visnyk", "kurier", "novyny", "text")
    named = [(next(name for name in papers if name in f"{page.url}{page.file}"), page.told) for page in articles]
    headlines = Counter((paper, told.title) for paper, told in named if told)
    assert sum(count > 1 for count in headlines.values()) <= 16  # an agency's story may share one


def test_the_old_paper_is_windows_1251_without_metadata(
    archive: tuple[Path, tuple[Page, ...]], articles: list[Page]
) -> None:
    folder, _ = archive
    old = [page for page in articles if "novyny.example" in page.file]
    assert len(old) >= 100
    for page in old:
        data = opened(folder, page)
        assert page.told
        with pytest.raises(UnicodeDecodeError):
            data.decode("utf-8")
        assert page.told.title in data.decode("windows-1251").replace("&quot;", '"')
        assert not re.search(rb"ld\+json|og:|itemprop|<META NAME|hreflang|<time", data, re.IGNORECASE)
    assert 20 <= sum(b"charset=" in opened(folder, page) for page in old) < len(old)


def test_the_modern_papers_editions_link_to_each_other(articles: list[Page]) -> None:
    by_url = {page.url: page for page in articles if page.url}
    linked = [page for page in articles if page.editions]
    assert {len(page.editions) for page in linked} == {1, 2}
    for page in linked:
        for language, url in page.editions:
            other = by_url[url].told
            assert other
            assert page.told
            assert other.language == language
            assert page.url in dict(by_url[url].editions).values()
            assert len(other.tags) == len(page.told.tags)
            assert bool(other.cited) == bool(page.told.cited)


def test_some_pages_were_captured_again_and_some_of_them_edited(
    archive: tuple[Path, tuple[Page, ...]], articles: list[Page]
) -> None:
    folder, _ = archive
    captures = Counter(len(page.captured) for page in articles)
    assert captures[2] >= 20
    assert captures[3] >= 20
    edited = next(page for page in articles if len(page.captured) == 3 and page.url and "visnyk" in page.url)
    bodies = [body for url, _, body in responses(folder / edited.file) if url == edited.url]
    assert edited.told
    assert [edited.told.title in body.decode() for body in bodies] == [False, False, True]
    assert bodies[0] == bodies[1]


def test_agency_stories_stand_in_two_papers_word_for_word(articles: list[Page]) -> None:
    agency = [page.told for page in articles if page.told and "Надріччя" in page.told.cited]
    texts = Counter(told.paragraphs[:5] for told in agency)
    assert sum(count == 2 for count in texts.values()) >= 10
    assert not any(told.authors for told in agency)


def test_some_pages_tell_no_date_some_a_day_or_a_month(articles: list[Page]) -> None:
    forms = Counter(len(page.published) if page.published else 0 for page in articles)
    assert set(forms) == {0, len("2003-05"), len("2003-05-12"), len("2003-05-12T10:20")}
    assert forms[0] >= 6
    assert forms[7] >= 4


def test_an_undated_page_names_no_year_of_its_own(archive: tuple[Path, tuple[Page, ...]], articles: list[Page]) -> None:
    folder, _ = archive
    undated = [page for page in articles if page.published is None and "novyny" in page.file]
    for page in undated:
        text = re.sub(r"(?s)<!--.*?-->", "", opened(folder, page).decode("windows-1251"))
        assert not re.search(r"\d{1,2}\.\d{1,2}\.\d{4}|\d{4} (?:р|г)\.", text)


def test_a_third_of_the_articles_name_a_source(articles: list[Page]) -> None:
    share = sum(bool(page.told and page.told.cited) for page in articles) / len(articles)
    assert 0.25 < share < 0.6


def responses(path: Path) -> list[tuple[str, str, bytes]]:
    """Return URL, status and body of each response in a WARC, as warcio reads it."""
    with path.open("rb") as stream:
        return [
            (
                record.rec_headers["WARC-Target-URI"],
                record.http_headers.get_statuscode(),
                record.content_stream().read(),
            )
            for record in ArchiveIterator(stream)
            if record.rec_type == "response"
        ]


def test_the_warcs_hold_what_is_said_of_them(archive: tuple[Path, tuple[Page, ...]]) -> None:
    folder, truth = archive
    for path in (folder / "warc").iterdir():
        held = Counter(url for url, _, _ in responses(path))
        said = Counter({page.url: len(page.captured) for page in truth if page.file == f"warc/{path.name}"})
        assert held == said


def test_each_record_is_a_gzip_member_of_its_own(archive: tuple[Path, tuple[Page, ...]]) -> None:
    path = next((archive[0] / "warc").iterdir())
    with gzip.open(BytesIO(path.read_bytes())) as stream:
        records = stream.read().count(b"WARC/1.1\r\n")
    assert path.read_bytes().count(b"\x1f\x8b\x08\x00\x00\x00\x00\x00") >= records


def test_a_crawl_has_pages_that_are_no_articles(archive: tuple[Path, tuple[Page, ...]]) -> None:
    indexes = [page.url for page in archive[1] if page.kind == "index"]
    assert any(url and url.endswith(".example/") for url in indexes)
    assert any(url and "/tag/" in url for url in indexes)
    statuses = {status for path in (archive[0] / "warc").iterdir() for _, status, _ in responses(path)}
    assert statuses == {"200", "404"}


def test_a_text_capture_runs_menus_byline_and_tags_together(
    archive: tuple[Path, tuple[Page, ...]], articles: list[Page]
) -> None:
    folder, _ = archive
    captured = [page for page in articles if page.file.startswith("text/")]
    assert len(captured) >= 20
    for page in captured:
        text = (folder / page.file).read_text(encoding="utf-8")
        assert page.told
        assert re.search(rf"{re.escape(page.told.authors[0].upper())}[MTWFS]\w+day, \d+ \w+ 20\d\d, \d\d:\d\d", text)
        assert "".join(tag[0].upper() + tag[1:] for tag in page.told.tags) in text
        assert all(paragraph in text for paragraph in page.told.paragraphs)


@pytest.fixture(scope="module")
def read(archive: tuple[Path, tuple[Page, ...]]) -> dict[str, list[Article]]:
    """Return what is extracted from the archive, by file: each article as its captures amount to."""
    starts, roots = placed([archive[0]], {})
    found: dict[str, list[Article]] = {}
    for start in starts:
        for given in inputs(start, roots):
            assert not isinstance(given, Skipped)
            captures = [each.page for each in read_input(given) if isinstance(each.page, Capture)]
            articles = [each for each in map(read_capture, captures) if isinstance(each, Article)]
            by_id: dict[str, list[Article]] = {}
            for article in articles:
                by_id.setdefault(article.id, []).append(article)
            file = given.path.relative_to(archive[0]).as_posix()
            found[file] = [article_of(map(CaptureRecord.of, same)) for same in by_id.values()]
    return found


def pairs(found: dict[str, list[Article]], said: list[Page], part: str) -> list[tuple[Page, Article]]:
    """Return the pages of one part of the archive with what was extracted from them."""
    known = {(file, key): a for file, articles in found.items() for a in articles for key in (a.title, a.url)}
    asked = [(page, known.get((page.file, page.url or page.told.title))) for page in said if page.told]
    return [(page, article) for page, article in asked if article and part in page.file]


@pytest.mark.parametrize(
    ("part", "fields"),
    [
        ("warc/visnyk", "title language lead authors tags section cited published editions captures url"),
        ("kurier", "title language authors tags section cited published"),
        ("text/", "title language authors tags cited published body"),
        ("novyny", "title language cited"),
    ],
)
def test_what_the_pages_say_is_extracted(
    read: dict[str, list[Article]], articles: list[Page], part: str, fields: str
) -> None:
    found = pairs(read, articles, part)
    assert len(found) >= 0.98 * sum(part in page.file for page in articles)
    for page, article in found:
        for name in fields.split():
            assert said_of(page, name) == extracted(article, name), f"{name} of {page.url or page.file}"


def test_old_pages_tell_author_and_date_in_plain_text(read: dict[str, list[Article]], articles: list[Page]) -> None:
    found = pairs(read, articles, "novyny")
    wrong = [article.locator for page, article in found if page.told and page.told.authors != article.authors]
    assert len(wrong) <= 0.06 * len(found), wrong
    assert [a.locator for page, a in found if page.published != extracted(a, "published")] == []


def said_of(page: Page, name: str) -> object:
    told = page.told
    assert told
    others = {
        "cited": (told.cited,) if told.cited else (),
        "published": page.published,
        "editions": set(page.editions),
        "captures": len(page.captured),
        "body": told.paragraphs,
        "url": page.url,
    }
    return others[name] if name in others else getattr(told, name)


def extracted(article: Article, name: str) -> object:
    if name == "published":
        length = {"minute": 16, "day": 10, "month": 7, None: 0}[article.published_precision]
        return (article.published or "")[:length] or None
    if name == "body":
        return tuple(line for line in article.body.split("\n") if not re.match(r"(Джерело|Источник|Source):", line))
    return {(e.language, e.url) for e in article.editions} if name == "editions" else attrgetter(name)(article)
