"""The words around names of persons, and what a name looks like."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

BLANK = r"[ \t\u3000\u00a0]"
HAN = r"[\u3400-\u9fff]"
DOT = r"[·•‧・∙⋅．]"
"""What stands between the parts of many a minority's or a foreigner's name."""


@cache
def words(kind: str) -> tuple[str, ...]:
    """Return the words of a kind in ``words.toml``, longest first."""
    text = _table()[kind]
    found = "".join(text.split()) if kind == "surnames" else text.split()
    return tuple(sorted(set(found), key=lambda word: (-len(word), word)))


@cache
def _table() -> dict[str, str]:
    return tomllib.loads(files("mapping.persons").joinpath("words.toml").read_text("utf-8"))


def either(found: Iterable[str]) -> str:
    """Return a pattern for any of the words."""
    return f"(?:{'|'.join(map(re.escape, found))})"


@cache
def surname() -> str:
    """Return the pattern of a surname, of two characters first."""
    return either((*words("compound"), *words("surnames")))


@cache
def shaped() -> re.Pattern[str]:
    """Return the pattern of what surely looks like a name: a surname and one or two characters, or parts with dots."""
    return re.compile(rf"{surname()}{HAN}{{1,2}}|{HAN}{{1,8}}?(?:{DOT}{HAN}{{1,10}}?)+")


@cache
def _ends_otherwise() -> re.Pattern[str]:
    return re.compile(rf"{either(words('no_names_end'))}$")


def is_shaped(text: str) -> bool:
    """Tell whether a text is a surname and a given name, or the dotted name of a minority, and ends like nothing else."""
    return bool(shaped().fullmatch(text)) and not _ends_otherwise().search(text)


def could_be(text: str) -> bool:
    """Tell whether a text beside 联系人 may be a name, of whatever people: two to four characters that end like no body."""
    return bool(re.fullmatch(rf"{HAN}{{2,4}}", text)) and not _ends_otherwise().search(text)


@cache
def labels(*, weak: bool) -> re.Pattern[str]:
    """Return the pattern of the words and the colon that a name follows; those are weak which bodies follow as often."""
    chosen = set(words("weak")) if weak else set(words("labels")) - set(words("weak"))
    spaced = [f"{BLANK}*".join(map(re.escape, word)) for word in sorted(chosen, key=len, reverse=True)]
    note = rf"(?:{BLANK}*[(（][^()（）\n]{{1,12}}[)）])?"
    return re.compile(
        rf"(?:(?<!{HAN})|(?<=[局委办厅部处科室院会司站所心镇街乡村县市区省]))(?:{'|'.join(spaced)}){note}{BLANK}*[:：]"
    )


@cache
def is_word(text: str) -> bool:
    """Tell whether a text is a common word, whatever else it is: 高峰, 安康."""
    from pypinyin_dict.phrase_pinyin_data import cc_cedict  # type: ignore[import-untyped]  # noqa: PLC0415 - 0.3 s

    return text in cc_cedict.phrases_dict and text[1:] not in {"三", "四", "五", "六", "七"}  # 张三 is anybody
