"""Who wrote, changed or commented on a file, as its format says: a person, or a body, or a program."""

from __future__ import annotations

import re
from functools import cache

from mapping.persons.lexicon import HAN, could_be, is_shaped, words

_SYLLABLE = r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:i|u|v)?[aeiouv](?:i|o|u|ng|n|r)?"


def is_person(author: str) -> bool:
    """Tell whether an author is, or may be, a person: what no program and no body is called."""
    name = author.strip()
    tokens = re.split(r"[\s_\-.,;/\\@()]+", name.lower())
    if not name or name.lower() in words("no_authors") or any(token in words("no_authors") for token in tokens):
        return False
    if "@" in name:
        return True
    bare = "".join(name.split())
    if re.search(HAN, bare):
        return is_shaped(bare) or could_be(bare) or any(is_shaped(run) for run in re.findall(f"{HAN}+", bare))
    return _is_latin_name(name)


def _is_latin_name(name: str) -> bool:
    """Tell whether Latin letters write a name: zhangsan, Zhang San, San ZHANG, John Smith."""
    letters = re.sub(r"[\s.\-'_]+|\d+$", "", name.lower())
    if re.fullmatch(r"[A-Z][a-z]+(?: [A-Z]\.?)? [A-Z][A-Za-z]+", name):
        return True
    starts = [surname for surname in _surnames() if letters.startswith(surname)]
    return any(_is_given(letters[len(start) :], short=len(start) > 2) for start in starts)


def _is_given(rest: str, *, short: bool) -> bool:
    """Tell whether letters after a surname are a given name, or its initials where the surname is long enough."""
    return re.fullmatch(rf"(?:{_SYLLABLE}){{1,2}}", rest) is not None or (short and 0 < len(rest) <= 2)


@cache
def _surnames() -> tuple[str, ...]:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - its dictionary takes 0.2 s to load, and few files name an author

    return tuple(sorted({"".join(lazy_pinyin(name)) for name in (*words("surnames"), *words("compound"))}))
