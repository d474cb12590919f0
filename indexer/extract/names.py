"""Bylines as texts: which names a printed line holds.

In: the text of a byline, or a list of names as metadata gives them. Out: names, cleaned and in the case that people
write them in. Nothing here knows pages.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable

from indexer.extract.calendars import CALENDARS, fold
from indexer.extract.name_case import PARTICLES, repair_case
from indexer.extract.newsroom import AGENCIES, NOT_NAMES, ROLES, WORDS, any_of

LONGEST = 70  # characters of one name
WHEN_WORDS = 3  # words of a text that tells a day and an hour
LINE = 1_500  # characters of a line of names that are looked at
BY = re.compile(
    rf"^\W*(?:{any_of(WORDS['by'])}(?:\s*[:：／/]\s*|\s+|\s*$)|{any_of(WORDS['by_prefixes'])}\s*[:：]?\s*)",
    re.IGNORECASE,
)
COLON_BY = re.compile(rf"^\W*{any_of(WORDS['by'])}\s*[:：]\s*|^[^\W\d_]+(?:\s[^\W\d_]+)?:\s+", re.IGNORECASE)
# A part that begins so tells something else than the author: "来源：江南晚报", "Kamera: Emre Işık".
LABELS = {word for use in ("cited", "tags", "published", "changed") for word in WORDS[use]} - {*WORDS["by"]}
OTHER = re.compile(rf"^\W*{any_of(sorted(LABELS, key=len, reverse=True))}\s*[:：]", re.IGNORECASE)
CREDIT = re.compile(rf"^\W*{any_of(WORDS['credits'])}\W+(?=\S)", re.IGNORECASE)
AND = re.compile(rf"\s+({any_of(WORDS['and'])})\s+", re.IGNORECASE)
IN_NO_NAME = frozenset({"and", "und", "та", "и", "och", "og", "&"})  # the others stand in names: "Ortega y Gasset"
# Hebrew and Arabic write "and" on to the next word; names that begin with that letter are listed.
GLUED = re.compile(rf"\s+(?!{any_of(WORDS['begin_like_and'])}(?!\w))[וو](?=\w{{2}})")
# Chinese names side by side: each of two or three characters and of a common surname.
CHINESE_NAME = rf"[{''.join(WORDS['chinese_surnames'])}][\u4e00-\u9fff]{{1,2}}"
CHINESE = re.compile(rf"{CHINESE_NAME}(?:\s+{CHINESE_NAME})+")
JUNIOR = re.compile(r",?\s+([JS]r)\b\.?(?=\s*(?:$|[,;]))")
DOTTED = re.compile(r"\s([JS]r|[^\W\d_])\.\W*$")  # what keeps the dot at its end: "Wendell Rowan Jr.", "Коваль М."
ELIDED = re.compile("^(?:d|l|dell|dall|all)['’]", re.IGNORECASE)
WITH = re.compile(rf"\s+{any_of(WORDS['with'])}\s+.*$", re.IGNORECASE)
CUTS = re.compile(r"\s*[,;|·•●/／\n、，；]\s*|\s+[–—-]\s+|\s{2,}")
CONTACT = re.compile(r"\S+@\S+|\[email[^\]]*\]|https?://\S+|www\.\S+|(?<!\w)@\w+")
ASIDE = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*")
DIGITS = re.compile(r"(?:\s|^)\d.*$|(?<=[a-zа-яіїєґ])\d+$", re.DOTALL)
EDGES = " \t\n.,;:：|/·•–—-*#\"'«»„“”‹›()[]【】"
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
KOREAN = re.compile(r"([\uac00-\ud7a3]{2,4})\s(?:기자|특파원|칼럼니스트)")
AGENCY_BEHIND = re.compile(rf"(?<=\w)\s+{any_of(a for a in WORDS['agencies'] if ' ' in a)}$", re.IGNORECASE)
CJK_ROLE = re.compile(
    r"\s*(?:기자|특파원|칼럼니스트|記者|记者|編集委員|撰文|著)(?:\s.*)?$|^(?:칼럼니스트|記者|记者|文|取材)\s*[:：/／]?\s*"
)
CJK_REPORT = re.compile("(?:報導|报道|報道|電|电|摄影|攝影|写真|写真も)$")  # "台北報導": from where, and no name
WHEN = frozenset[str]().union(*(c.weekdays | c.am | c.pm for c in CALENDARS.values())) | frozenset(WORDS["clock"])


def split_names(text: str, language: str = "") -> list[str]:
    """Return the names in a byline, each cleaned; `language` is the page's, where that is known.

    >>> split_names("Von Christian Unger, Tobias Köberlein und Laura Wagener")
    ['Christian Unger', 'Tobias Köberlein', 'Laura Wagener']
    >>> split_names("Текст: СТАНІСЛАВ ПОГОРІЛОВ та О’Ніл Іваненко, кореспондентка")
    ['Станіслав Погорілов', 'О’Ніл Іваненко']
    """
    text = html.unescape(text[:LINE])
    if KOREAN.search(text):
        return [match[1] for match in KOREAN.finditer(text)]
    text = ASIDE.sub(" ", CONTACT.sub(" ", unicodedata.normalize("NFC", text).replace("\xa0", " ")))
    text = JUNIOR.sub(r" \1.", text.strip())
    names: list[str] = []
    for part in CUTS.split(BY.sub("", text)):
        if CREDIT.match(part) or OTHER.match(part) or (names and _is_no_name(part)):
            continue
        for name in _joined(BY.sub("", part)):
            cleaned = clean_name(name, language)
            if cleaned and not (names and is_role(cleaned)):
                names.append(cleaned)
    return names


def _is_no_name(part: str) -> bool:
    """Tell whether a part behind a name says what somebody is, or from where the report comes."""
    return is_role(part) or is_degree(part) or bool(CJK_REPORT.search(part))


def _joined(part: str) -> list[str]:
    """Return the names that "and" joins in one part; a one-word side is no name unless all are ("Ortega y Gasset")."""
    if CHINESE.fullmatch(part.strip()):
        return part.split()
    pieces = AND.split(part)  # name, word, name, word, name
    if len(pieces) == 1:
        return _unglued(part)
    names, words = pieces[::2], pieces[1::2]
    lengths = [len(name.split()) for name in names]
    if all(n > 1 for n in lengths) or all(n == 1 for n in lengths) or any(n.casefold() in AGENCIES for n in names):
        return names
    whole = [names[0]]
    for word, name, length in zip(words, names[1:], lengths[1:], strict=True):
        if word.casefold() in IN_NO_NAME or (length > 1 and len(whole[-1].split()) > 1):
            whole.append(name)
        else:
            whole[-1] = f"{whole[-1]} {word} {name}"
    return whole


def _unglued(part: str) -> list[str]:
    """Return the names of a Hebrew or Arabic text whose "and" is the first letter of the second name."""
    if "ו" not in part and "و" not in part:
        return [part]
    names = GLUED.split(part)
    return names if len(names) > 1 and all(len(name.split()) > 1 for name in names) else [part]


def clean_name(text: str, language: str = "") -> str:
    """Return one name without what is printed around it, in the case people write it in; "" if it is no name.

    >>> clean_name("By STANISLAV POHORILOV"), clean_name("AMELIA THOMSON-DEVEAUX 3"), clean_name("hello@news.example")
    ('Stanislav Pohorilov', 'Amelia Thomson-Deveaux', '')
    """
    text = BY.sub("", " ".join(CONTACT.sub(" ", text).split()))
    text = COLON_BY.sub("", text)
    dot = DOTTED.search(text)
    text = _without_role(DIGITS.sub("", WITH.sub("", CJK_ROLE.sub("", text))).strip(EDGES))
    if text.count(" ") > 2:
        text = AGENCY_BEHIND.sub("", text)
    if not text or len(text) > LONGEST or text.casefold() in NOT_NAMES or not any(c.isalpha() for c in text):
        return ""
    if is_when(text):
        return ""
    if "«" in text and "»" not in text:  # the closing one was at the edge
        text += "»"
    return repair_case(text, language) + "." * bool(dot and text.endswith(dot[1]))


def _without_role(text: str) -> str:
    """Return a name without what somebody is before it: "Спецкор Лев Курицын"."""
    first, _, rest = text.partition(" ")
    return rest if first.casefold() in ROLES and is_person(rest) else text


def is_when(text: str) -> bool:
    """Tell whether a text is words for days and hours and nothing else.

    >>> is_when("Вівторок"), is_when("金曜日"), is_when("下午"), is_when("Ірина Вівторок")
    (True, True, True, False)
    """
    words = text.split()
    short = 0 < len(words) <= WHEN_WORDS and text.casefold() not in AGENCIES
    return short and all(fold(word.strip(EDGES)) in WHEN for word in words)


def without_weekday(text: str) -> str:
    """Return what stands before a date without the weekday, if two words at least are left.

    >>> without_weekday("JANE ROWAN TUESDAY,"), without_weekday("Мар’яна Коваль вівторок,"), without_weekday("Yi Sun,")
    ('JANE ROWAN', 'Мар’яна Коваль', 'Yi Sun,')
    """
    words = text.rstrip(EDGES).split()
    if len(words) > 1 and fold(words[-1]) in WHEN and (len(words) > 2 or not words[0][:1].isupper()):
        return " ".join(words[:-1]).rstrip(EDGES)
    return text


def is_role(text: str) -> bool:
    """Tell whether a part of a byline says what somebody is, not who.

    >>> is_role("Redakteurin für Finanzen"), is_role("кореспондентка УП"), is_role("Ірина Солодуха")
    (True, True, False)
    """
    words = text.casefold().split()
    return any(word.strip(".,()") in ROLES for word in words)


def is_degree(text: str) -> bool:
    """Tell whether a part of a byline is a title behind a name: "MD", "RDN", "PhD". Agencies are none.

    >>> is_degree("RDN"), is_degree("Ph.D."), is_degree("AFP"), is_degree("Ігор")
    (True, True, False, False)
    """
    letters = text.replace(".", "").strip()
    capitals = sum(c.isupper() for c in letters)
    return (
        2 <= len(letters) <= 4
        and letters.isascii()
        and 2 * capitals > len(letters)
        and letters.casefold() not in AGENCIES
    )


def is_person(text: str) -> bool:
    """Tell whether a text reads like the name of a person: two to five words, each with a capital, none a digit.

    >>> [is_person(t) for t in ("Ярослав Кузишин", "Ursula von der Leyen", "松岡大地", "Read more", "dpa")]
    [True, True, True, False, False]
    """
    if CJK.search(text):
        if any(c.isdigit() or c in ":：／/。" for c in text) or is_when(text):
            return False
        return 2 <= len(text.replace(" ", "")) <= 8 and len(text.split()) <= 3
    words = text.split()
    if not 2 <= len(words) <= 5 or len(text) > 50 or any(c.isdigit() or c in ":!?…" for c in text) or is_role(text):
        return False
    if text.casefold() in NOT_NAMES or text.casefold() in AGENCIES:
        return False
    cased = [word for word in words if word.casefold() not in PARTICLES]
    if not any(c.lower() != c.upper() for c in text):  # a script without case
        return len(words) <= 4 and not any(fold(word) in WHEN for word in words)
    return len(cased) >= 2 and all(ELIDED.sub("", word).lstrip("'’ʼ\"“„(")[:1].isupper() for word in cased)


def is_agency(text: str) -> bool:
    """Tell whether a byline names a news agency.

    >>> is_agency("Укрінформ"), is_agency("AFP"), is_agency("Ірина Солодуха")
    (True, True, False)
    """
    return text.casefold() in AGENCIES


def merge_names(names: Iterable[str]) -> tuple[str, ...]:
    """Return names without repetitions; one person written two ways on a page is one, in the fuller way.

    >>> merge_names(["S. Pohorilov", "Stanislav Pohorilov", "Pohorilov Stanislav", "Мар'яна Коваль", "Мар’яна КОВАЛЬ"])
    ('Stanislav Pohorilov', "Мар'яна Коваль")
    """
    kept: list[str] = []
    for name in names:
        same = next((i for i, known in enumerate(kept) if _same(known, name)), None)
        if same is None:
            kept.append(name)
        elif _fuller(name, kept[same]):
            kept[same] = name
    return tuple(dict.fromkeys(kept))


def _fuller(name: str, other: str) -> bool:
    """Tell whether a name says more than another way to write it, or says it with fewer capitals."""
    if len(name) == len(other):
        return sum(c.isupper() for c in name) < sum(c.isupper() for c in other)
    return len(name) > len(other) and len(name.split()) >= len(other.split())


def _key(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name.casefold().replace("ı", "i"))
    plain = "".join(c for c in plain if not unicodedata.combining(c) and c not in "'’ʼ`")
    return re.findall(r"\w+", plain)


def _same(a: str, b: str) -> bool:
    first, second = _key(a), _key(b)
    if sorted(first) == sorted(second):
        return True
    if len(first) != len(second) or len(first) < 2 or first[-1] != second[-1]:
        return False
    return all(x == y or (1 in {len(x), len(y)} and x[0] == y[0]) for x, y in zip(first, second, strict=True))
