"""Bylines as texts: which names a printed line holds.

In: the text of a byline, or a list of names as metadata gives them. Out: names, cleaned and in the case that people
write them in. Nothing here knows pages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from indexer.extract.newsroom import AGENCIES, NOT_NAMES, ROLES, WORDS, any_of

LONGEST = 70  # characters of one name
LINE = 1_500  # characters of a line of names that are looked at
BY = re.compile(rf"^\W*{any_of(WORDS['by'])}(?:\s*[:：]\s*|\s+|\s*$)", re.IGNORECASE)
COLON_BY = re.compile(rf"^\W*{any_of(WORDS['by'])}\s*[:：]\s*|^[^\W\d_]+(?:\s[^\W\d_]+)?:\s+", re.IGNORECASE)
CREDIT = re.compile(rf"^\W*{any_of(WORDS['credits'])}\W+(?=\S)", re.IGNORECASE)
AND = re.compile(rf"\s+{any_of(WORDS['and'])}\s+", re.IGNORECASE)
WITH = re.compile(rf"\s+{any_of(WORDS['with'])}\s+.*$", re.IGNORECASE)
CUTS = re.compile(r"\s*[,;|·•●/\n、，；]\s*|\s+[–—-]\s+|\s{2,}")
CONTACT = re.compile(r"\S+@\S+|\[email[^\]]*\]|https?://\S+|www\.\S+|(?<!\w)@\w+")
ASIDE = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*")
DIGITS = re.compile(r"(?:\s|^)\d.*$|(?<=[a-zа-яіїєґ])\d+$", re.DOTALL)
EDGES = " \t\n.,;:：|/·•–—-*#\"'«»„“”‹›()[]"
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
KOREAN = re.compile(r"([\uac00-\ud7a3]{2,4})\s(?:기자|특파원)")
AGENCY_BEHIND = re.compile(rf"(?<=\w)\s+{any_of(a for a in WORDS['agencies'] if ' ' in a)}$", re.IGNORECASE)
CJK_ROLE = re.compile(r"\s*(?:기자|특파원|記者|记者|編集委員|撰文|著)(?:\s.*)?$|^(?:記者|记者|文|取材)\s*[:：/／]?\s*")
PARTICLES = frozenset(WORDS["particles"])


def split_names(text: str) -> list[str]:
    """Return the names in a byline, each cleaned.

    >>> split_names("Von Christian Unger, Tobias Köberlein und Laura Wagener")
    ['Christian Unger', 'Tobias Köberlein', 'Laura Wagener']
    >>> split_names("Текст: СТАНІСЛАВ ПОГОРІЛОВ та О’Ніл Іваненко, кореспондентка")
    ['Станіслав Погорілов', 'О’Ніл Іваненко']
    """
    text = text[:LINE]
    if KOREAN.search(text):
        return [match[1] for match in KOREAN.finditer(text)]
    text = ASIDE.sub(" ", CONTACT.sub(" ", unicodedata.normalize("NFC", text).replace("\xa0", " ")))
    names: list[str] = []
    for part in CUTS.split(BY.sub("", text.strip())):
        if CREDIT.match(part) or (names and (is_role(part) or is_degree(part))):
            continue
        for name in _joined(part):
            cleaned = clean_name(name)
            if cleaned and not (names and is_role(cleaned)):
                names.append(cleaned)
    return names


def _joined(part: str) -> list[str]:
    """Return the names that "and" joins in one part; a one-word side is no name unless both are ("Ortega y Gasset")."""
    pieces = AND.split(part)
    if len(pieces) == 1:
        return pieces
    words = [len(piece.split()) for piece in pieces]
    if all(n > 1 for n in words) or all(n == 1 for n in words) or any(p.casefold() in AGENCIES for p in pieces):
        return pieces
    if re.search(r"\s(?:and|und|та|и|och|og|&)\s", part):  # these stand in no name
        return pieces
    return [part]


def clean_name(text: str) -> str:
    """Return one name without what is printed around it, in the case people write it in; "" if it is no name.

    >>> clean_name("By STANISLAV POHORILOV"), clean_name("AMELIA THOMSON-DEVEAUX 3"), clean_name("hello@news.example")
    ('Stanislav Pohorilov', 'Amelia Thomson-Deveaux', '')
    """
    text = BY.sub("", " ".join(CONTACT.sub(" ", text).split()))
    text = COLON_BY.sub("", text)
    text = DIGITS.sub("", WITH.sub("", CJK_ROLE.sub("", text))).strip(EDGES)
    if text.count(" ") > 2:
        text = AGENCY_BEHIND.sub("", text)
    if not text or len(text) > LONGEST or text.casefold() in NOT_NAMES or not any(c.isalpha() for c in text):
        return ""
    return repair_case(text)


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
        return 2 <= len(text.replace(" ", "")) <= 8 and len(text.split()) <= 3
    words = text.split()
    if not 2 <= len(words) <= 5 or len(text) > 50 or any(c.isdigit() or c in ":!?…" for c in text) or is_role(text):
        return False
    if text.casefold() in NOT_NAMES or text.casefold() in AGENCIES:
        return False
    cased = [word for word in words if word.casefold() not in PARTICLES]
    if not any(c.lower() != c.upper() for c in text):  # a script without case
        return len(words) <= 4
    return len(cased) >= 2 and all(word.lstrip("'’ʼ\"“„(")[:1].isupper() for word in cased)


def is_agency(text: str) -> bool:
    """Tell whether a byline names a news agency.

    >>> is_agency("Укрінформ"), is_agency("AFP"), is_agency("Ірина Солодуха")
    (True, True, False)
    """
    return text.casefold() in AGENCIES


def repair_case(name: str) -> str:
    """Return a name in capitals (or without any) as people write it; abbreviations stay.

    >>> repair_case("ІРИНА О’ДОННЕЛЛ"), repair_case("jürgen mcdonald"), repair_case("BBC NEWS"), repair_case("DPA")
    ('Ірина О’Доннелл', 'Jürgen McDonald', 'BBC News', 'DPA')
    """
    words = name.split()
    if len(words) < 2 or not (name.isupper() or name.islower()):
        return name
    if name.islower() and not all(len(word) > 1 for word in words):
        return name
    return " ".join(_word_case(word, first=number == 0) for number, word in enumerate(words))


def _word_case(word: str, *, first: bool) -> str:
    if not first and word.casefold() in PARTICLES:
        return word.lower()
    if word.isupper() and len(word) <= 4 and not re.search("[AEIOUYÀ-ÿАЕЄИІЇОУЮЯЫЭЁ]", word):
        return word
    word = re.sub(r"[^\W\d_]+", lambda m: m[0][0].upper() + m[0][1:].lower(), word)
    word = re.sub(r"(?<=[’'ʼ])([^\W\d_])(?=[^\W\d_]*$)", lambda m: m[0].lower(), word) if _soft(word) else word
    return re.sub(r"^(Mc)([a-zа-я])", lambda m: m[1] + m[2].upper(), word)


def _soft(word: str) -> bool:
    """Tell whether an apostrophe is a letter within the word (Мар’яна), not the end of a prefix (O’Neill)."""
    head, _, _ = re.sub("[’'ʼ]", "'", word).partition("'")
    return "'" in word.replace("’", "'").replace("ʼ", "'") and len(head) > 1


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
        elif len(name) > len(kept[same]) and len(name.split()) >= len(kept[same].split()):
            kept[same] = name
    return tuple(dict.fromkeys(kept))


def _key(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c) and c not in "'’ʼ`")
    return re.findall(r"\w+", plain)


def _same(a: str, b: str) -> bool:
    first, second = _key(a), _key(b)
    if sorted(first) == sorted(second):
        return True
    if len(first) != len(second) or len(first) < 2 or first[-1] != second[-1]:
        return False
    return all(x == y or (1 in {len(x), len(y)} and x[0] == y[0]) for x, y in zip(first, second, strict=True))
