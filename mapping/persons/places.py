"""Where a document names persons: beside words that say so, below headers that do, with an office, in comment balloons."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from mapping.blocks import Document, Place, Table
from mapping.layout.rules import header_key, usual_words
from mapping.parsers.names import is_complete, is_function, lexicon
from mapping.parsers.quantities import units
from mapping.parsers.text import Span
from mapping.persons.lexicon import BLANK, HAN, could_be, either, is_shaped, is_word, labels, shaped, surname, words
from mapping.persons.values import names_in

_VALUE_MARK = re.compile(r"[。；;\n]|(?P<open>[（(【\[])|(?P<close>[）)】\]])")
_BALLOON = re.compile(
    r"(?:批注|备注者|Comment(?:ed)?)\s*[\[［【(（]\s*(?P<name>[^\]］】)）\n\d]{1,20})\d{0,4}\s*[\]］】)）]"
)
_ANCHOR = re.compile(rf"[\[［]\s*(?P<name>{HAN}{{2,4}})\d{{1,3}}\s*[\]］]")
_HEADER = re.compile(
    r"(?:领导|责任人|负责人|联系人|联络员|经办人|牵头人|链长|河长|林长|组长)(?:及?(?:联系)?(?:电话|方式)|姓名|职务)*$|^姓名$"
)
_NOTE = re.compile(r"\([^()]*\)")
_HEADER_ROWS = 3
_LEVELS = re.compile(r"(?<!副)[省市区县州旗盟镇乡村厅局处科部院]长$")
_CONTACT = re.compile(
    r"(?<![\d.\-])(?:1[3-9]\d{9}|(?:(?:[(（]0\d{2,3}[)）]|0\d{2,3})[\-—－– ]?)?[2-8]\d{6,7}(?:[\-—－–转]\d{1,6})?)(?![\d.%])"
    r"|[A-Za-z0-9_.+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+"
)


def named(document: Document, cells: Sequence[Place] = ()) -> set[Span]:
    """Return the spans of the text that are names; ``cells`` are known to be about persons."""
    text = document.text
    names = {*_labelled(text), *_with_office(text), *_listed(text), *_balloons(text)}
    for cell in _cells(document, _lists_bodies):
        names |= {
            Span(*name.span("name"))
            for name in _among_bodies().finditer(text, cell.start, cell.end)
            if not is_complete(name["name"]) and not _is_unit(name["name"])
        }
    for cell in (*_cells(document, _is_about_persons), *cells):
        value = text[cell.start : cell.end]
        names |= {Span(cell.start + name.start, cell.start + name.end) for name in names_in(value, sure=True)}
    return names


def _is_unit(text: str) -> bool:
    """Tell a unit, which a column 单位 may hold too: 万公里, 平方米."""
    return text in units.known() or text.lstrip("十百千万亿") in units.known()


def contacts(document: Document, found: set[Span]) -> Iterator[Span]:
    """Yield the telephone numbers and addresses that stand in a line, or in a row of a table, with a name or right below it."""
    starts = sorted(name.start for name in found)

    def has_name(start: int, end: int) -> bool:
        return bisect_left(starts, start) < bisect_left(starts, end)

    near = False
    for line in re.finditer(r"[^\n]+", document.text):
        here = has_name(*line.span())
        if here or (near and not re.search(rf"{HAN}{{9,}}", line[0])):
            yield from _numbers(document.text, Span(*line.span()))
        near = here
    for block in document.blocks:
        for row in block.rows if isinstance(block, Table) else ():
            if has_name(row.place.start, row.place.end):
                yield from _numbers(document.text, Span(row.place.start, row.place.end))


def _numbers(text: str, span: Span) -> Iterator[Span]:
    for number in _CONTACT.finditer(text, span.start, span.end):
        if not re.match(rf"{BLANK}*[万亿元个家吨人次户㎡亩]", text[number.end() : number.end() + 3]):
            yield Span(*number.span())


def _labelled(text: str) -> Iterator[Span]:
    for weak in (False, True):
        marks = [*labels(weak=weak).finditer(text)]
        for at, mark in enumerate(marks):
            stop = _end_of_value(text, mark.end())
            if at + 1 < len(marks):
                stop = min(stop, max(marks[at + 1].start(), mark.end()))
            for name in names_in(text[mark.end() : stop], sure=not weak):
                yield Span(mark.end() + name.start, mark.end() + name.end)


def _end_of_value(text: str, start: int) -> int:
    """Return where a labelled value ends: with its sentence or line, or with the bracket that it stands in."""
    depth = 0
    for mark in _VALUE_MARK.finditer(text, start):
        depth += (mark["open"] is not None) - (mark["close"] is not None)
        if depth < 0 or not (mark["open"] or mark["close"]):
            return mark.start()
    return len(text)


@cache
def _offices() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A name after an office; one before an office that is no end of a place's name (高新区长效机制); and a further one."""
    offices = words("offices")
    after = [
        office for office in offices if not _LEVELS.search(office) and office not in {"代表", "干部", "负责人", "记者"}
    ]
    left = rf"(?:(?<!{HAN})|(?<=[局委办厅部处科室院会司员长记任由经和与及请让向对给])|^)"
    right = rf"(?=[^\u3400-\u9fff]|$|{either(words('right_of_name'))})"
    name = rf"(?!{either(words('seldom'))}){shaped().pattern}"
    either_office = either((*offices, *words("desk")))
    before = re.compile(rf"{either_office}{BLANK}{{0,3}}(?P<name>{name}){right}")
    after_comma = re.compile(rf"[、，,]{BLANK}*(?P<name>{name}){right}")
    return before, re.compile(rf"{left}(?P<name>{name})(?={either(after)})"), after_comma


def _with_office(text: str) -> Iterator[Span]:
    formulas = [Span(*match.span()) for match in re.finditer(either(words("formulas")), text)]
    before, beside, more = _offices()
    for pattern in (before, beside):
        for match in pattern.finditer(text):
            name = Span(*match.span("name"))
            if any(one.start <= name.start < one.end for one in formulas) or not _is_own(text, name):
                continue
            yield name
            further = more.match(text, name.end)
            while further and _is_own(text, name := Span(*further.span("name"))):
                yield name
                further = more.match(text, name.end)
    for match in _address().finditer(text):
        yield Span(*match.span("name"))


@cache
def _address() -> re.Pattern[str]:
    """A surname with a form of address, alone in brackets: （王老师）."""
    return re.compile(rf"[(（](?P<name>{surname()})(?:老师|先生|女士|同志|主任|处长|科长|工)[)）]")


def _is_own(text: str, span: Span) -> bool:
    """Tell whether what an office stands beside is a name: no word, no other office, no part of the words around it."""
    name = span.of(text)
    if not is_shaped(name) or is_word(name) or _office().match(text, span.start + 1):
        return False
    runs_on = is_word(text[span.start - 1 : span.start + 1]) and not text[span.start - 1].isspace()
    return not runs_on or re.match(either(words("right_of_name")), text[span.end :]) is not None


@cache
def _office() -> re.Pattern[str]:
    return re.compile(either((*words("offices"), "副")))


@cache
def _lines() -> tuple[re.Pattern[str], ...]:
    """A line of a list of persons: 张 三　　市商务局局长; and one that a person signs: 省长　李四.

    Blanks are taken as they come and never given back (``++``): a line of thousands of them, as empty cells of a table
    leave it, would be divided among two runs of blanks in all ways.
    """
    name = rf"{shaped().pattern}|{either(words('surnames'))}{BLANK}{{1,4}}{HAN}"
    any_name = rf"{name}|{HAN}{{2,4}}"
    office = either(words("offices"))
    apart = rf"(?:{BLANK}*+[:：]{BLANK}++|{BLANK}++)"
    begin = rf"^{BLANK}*+(?:{HAN}{{2,6}}{apart})?"
    return (
        re.compile(
            rf"{begin}(?P<name>{any_name})(?:{BLANK}{{2,}}|\t)[^\n。；;]{{0,40}}{office}[^\n\u3400-\u9fff]{{0,3}}$",
            re.MULTILINE,
        ),
        re.compile(rf"^{BLANK}*+{HAN}{{0,12}}{office}{apart}(?P<name>{name}){BLANK}*+$", re.MULTILINE),
    )


def _listed(text: str) -> Iterator[Span]:
    for pattern in _lines():
        for match in pattern.finditer(text):
            name = "".join(match["name"].split())
            if is_shaped(name) or (could_be(name) and not is_word(name) and not is_function(name)):
                yield Span(*match.span("name"))


def _balloons(text: str) -> Iterator[Span]:
    for pattern in (_BALLOON, _ANCHOR):
        for match in pattern.finditer(text):
            if pattern is _BALLOON or is_shaped(match["name"]):
                yield Span(*match.span("name"))


def _cells(document: Document, wanted: Callable[[str], bool]) -> Iterator[Place]:
    """Yield the cells below headers that are wanted, table by table."""
    for block in document.blocks:
        if isinstance(block, Table):
            columns: set[int] = set()
            for number, row in enumerate(block.rows):
                keys = [_NOTE.sub("", header_key(document.at(cell))) for cell in row.cells]
                own = {at for at, key in enumerate(keys) if wanted(key)} if number < _HEADER_ROWS else set()
                columns = own or columns
                yield from (row.cells[at] for at in columns if at < len(row.cells) and not own)


def _is_about_persons(header: str) -> bool:
    return usual_words().get(header) == "person" or _HEADER.search(header) is not None


def _lists_bodies(header: str) -> bool:
    return usual_words().get(header) in {"responsibility", "lead", "supporting"}


@cache
def _among_bodies() -> re.Pattern[str]:
    """A person among the bodies of a list: only what is a name in full, and like none of theirs."""
    name = rf"(?:{either(lexicon()['surnames'])}{HAN}{{2}}|{either(words('compound'))}{HAN}{{1,2}})"
    no_body = rf"(?!{HAN}*(?:{either(words('no_names_end'))})(?!{HAN}))"
    return re.compile(rf"(?<![^、，,；;\s]){no_body}(?P<name>{name})(?=[、，,；;\s(（]|\Z)")
