"""The names in a value that is about persons: what stands after 联系人： or below 分管领导."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from mapping.parsers import names as bodies
from mapping.parsers.text import Span
from mapping.persons.lexicon import BLANK, DOT, HAN, could_be, either, is_shaped, is_word, surname, words

_LATIN = re.compile(r"\b[A-Z][a-z]+(?:[ \-][A-Z][a-z]+){1,2}\b")
_RUN = re.compile(rf"{HAN}+")
_JOINED_AT_START = re.compile(rf"(?<!{HAN})[和与及](?={HAN}{{2,4}}(?!{HAN}))")
_JOINED = re.compile(r"[和与及]")


@cache
def _dotted() -> re.Pattern[str]:
    """A name in parts, up to an office: 艾力·买买提副主任."""
    return re.compile(rf"{HAN}{{1,8}}(?:{DOT}{HAN}{{1,10}}?)+(?=[^\u3400-\u9fff]|$|{either(words('offices'))})")


@cache
def _spaced() -> re.Pattern[str]:
    """A name set wide: 张　三, 李 小 四."""
    return re.compile(rf"(?<!{HAN}){either(words('surnames'))}(?:{BLANK}{{1,6}}{HAN}){{1,2}}(?:(?!{HAN})|(?=[和与及]))")


@cache
def _led() -> re.Pattern[str]:
    """What an office or a body stands before: 市商务局局长张三."""
    before = either(
        (*words("offices"), "局", "委", "办", "厅", "部", "处", "科", "室", "院", "会", "公司", "集团", "中心")
    )
    return re.compile(rf"(?:.*{before})(?P<name>{HAN}{{2,4}}?)(?:{either(words('offices'))})*$")


@cache
def _followed() -> re.Pattern[str]:
    """What an office or a form of address stands after: 张三副市长, 李四同志."""
    return re.compile(rf"(?P<name>{HAN}{{2,4}}?)(?:{either(words('offices'))}).*$")


@cache
def _addressed() -> re.Pattern[str]:
    """A surname alone with a form of address: 王老师."""
    return re.compile(rf"(?P<name>{surname()})(?:老师|先生|女士|同志|工|总|{either(words('offices'))})")


@cache
def _row() -> re.Pattern[str]:
    """Names one after another without any mark: 张三丰李四."""
    return re.compile(rf"(?:{surname()}{HAN}{{1,2}}){{2,5}}")


def names_in(value: str, *, sure: bool) -> Iterator[Span]:
    """Yield the names in a value; ``sure`` where its label says that persons stand there, so that no surname is needed."""
    left = value
    for pattern in (_dotted(), _spaced(), *((_LATIN,) if sure else ())):
        for found in pattern.finditer(left):
            if not bodies.is_complete("".join(found[0].split())):
                yield Span(*found.span())
                left = left[: found.start()] + " " * len(found[0]) + left[found.end() :]
    for found in _RUN.finditer(_JOINED_AT_START.sub(" ", left)):
        for span in _in_run(found[0], sure=sure):
            yield Span(found.start() + span.start, found.start() + span.end)


def _in_run(run: str, *, sure: bool) -> Iterator[Span]:
    if _is_name(run, sure=sure):
        yield Span(0, len(run))
        return
    parts = _JOINED.split(run)
    if len(parts) > 1 and all(_is_name(part, sure=sure) for part in parts):
        at = 0
        for part in parts:
            yield Span(at, at + len(part))
            at += len(part) + 1
        return
    for pattern in () if bodies.is_complete(run) else (_led(), _followed()):
        found = pattern.fullmatch(run)
        if found and is_shaped(found["name"]) and not _is_thing(found["name"]):
            yield Span(*found.span("name"))
            return
    if sure and (found := _addressed().fullmatch(run)):
        yield Span(0, found.end("name"))
    elif sure and _row().fullmatch(run) and len(run) > 4 and not bodies.is_complete(run) and not bodies.is_prose(run):
        yield Span(0, len(run))


def _is_name(text: str, *, sure: bool) -> bool:
    if bodies.is_complete(text) or bodies.is_group(text) or _is_thing(text):
        return False
    if is_shaped(text):
        return sure or not is_word(text)
    return sure and could_be(text) and not is_word(text) and not (is_word(text[:2]) and is_word(text[2:]))


def _is_thing(text: str) -> bool:
    return bodies.is_function(text) or text in words("offices")
