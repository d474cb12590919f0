"""Tags that a plain-text capture has run together: "ПутінТрампСШАОАСК".

In: the line, and the words of the article. Out: single tags. A new tag begins where a capital follows a small letter or
an abbreviation; a word that the article itself has whole ("McDonald", "YouTube") is not cut.
"""

from __future__ import annotations

import re

SHORTEST, LONGEST = 2, 60  # characters of one tag
WORD = re.compile(r"[^\W_]+(?:[’'ʼ-][^\W_]+)*")


def split_tags_run_together(line: str, text: str) -> list[str]:
    """Return the tags in a line, [] if it is no line of tags.

    >>> split_tags_run_together("TrumpPutinRussiaUSA", "Putin and Trump spoke.")
    ['Trump', 'Putin', 'Russia', 'USA']
    >>> split_tags_run_together("судОАСКПавло ВовкMcDonald", "ОАСК ліквідували. McDonald’s відкрили.")
    ['суд', 'ОАСК', 'Павло Вовк', 'McDonald']
    """
    line = " ".join(line.split())
    if not line or len(line) > 400 or re.search(r"[.!?:;,|]", line):
        return []
    words = set(WORD.findall(text))
    words |= {piece for word in words for piece in re.split(r"[’'ʼ-]", word)}
    tags: list[str] = []
    start = 0
    for position in range(1, len(line)):
        if _begins(line, position) and not _whole(line, position, words):
            tags.append(line[start:position])
            start = position
    tags.append(line[start:])
    tags = [tag for part in tags for tag in _abbreviations(part.strip(), words)]
    if len(tags) < 2 or any(not SHORTEST <= len(tag) <= LONGEST for tag in tags):
        return []
    return tags


def _begins(line: str, position: int) -> bool:
    """Tell whether a tag may begin here: Small|Capital, or ABBREVIATION|Capital small."""
    before, here = line[position - 1], line[position]
    if not here.isupper():
        return False
    if before.islower() or before.isdigit() or before in "’'ʼ)»”":
        return before.isalnum() or before in ")»”"
    following = line[position + 1 : position + 2]
    return before.isupper() and following.islower() and position >= 2 and line[position - 2].isupper()


def _whole(line: str, position: int, words: set[str]) -> bool:
    """Tell whether the article has a word that holds both sides of this place."""
    left = re.search(r"[^\W_]+$", line[:position])
    right = re.match(r"[^\W_]+", line[position:])
    if not left or not right:
        return False
    whole = left[0] + right[0]
    for begin in range(len(left[0])):
        for end in range(len(left[0]) + 1, len(whole) + 1):
            if whole[begin:end] in words and (begin == 0 or whole[begin].isupper()):
                return True
    return False


def _abbreviations(tag: str, words: set[str]) -> list[str]:
    """Return the abbreviations that a run of capitals consists of, if the article has each of them."""
    if not tag.isupper() or tag in words or len(tag) < 4:
        return [tag]
    for cut in range(2, len(tag) - 1):
        if tag[:cut] in words and tag[cut:] in words:
            return [tag[:cut], tag[cut:]]
    return [tag]
