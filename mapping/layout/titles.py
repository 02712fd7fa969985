"""Which line, or lines, of a document are its title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mapping.blocks import Document, Paragraph, Place, Table
from mapping.comparable import compact
from mapping.layout.furniture import text_paragraphs
from mapping.layout.headings import level_of
from mapping.parsers.agencies import parse

KIND_OF_DOCUMENT = re.compile(
    r"(?:方案|意见|措施|计划|分工|清单|办法|任务|举措|细则|规划|政策|决定|通知|规定|要点|条例|指引|方略|分解表|分工表|一览表|任务表)"
    r"(?:(?:的通知)?[（(].{1,14}[）)])?$"
)
PLACE = re.compile(r"(?:中共)?([\u4e00-\u9fff]{1,10}?(?:特别行政区|自治区|自治州|自治县|省|市|州|盟|县|旗|区))")
_NOTICE = re.compile(r"关于(?:印发|转发|下发|发布|公布|印送)[《<]?([^《》<>]{6,90}?)[》>]?的(?:通知|公告|函)$")
_QUOTED = re.compile(r"《([^《》]{6,90})》")
_ISSUER = re.compile(r"[\u4e00-\u9fff]{2,30}(?:政府|办公厅|办公室|厅|局|委|委员会)")
_NO_UPPER_LINE = re.compile(r"[。；;：:，,！!？?]$|^附|^目\s*录|文件$|^\d{4}\s*年|[〔\[［]\s*\d{4}\s*[〕\]］]")
_YEARS = re.compile(r"[（(](?:\d{4}|[０-９]{4})\s*[年]?\s*[—–\-~～至]+\s*(?:\d{4}|[０-９]{4})\s*年?\s*[）)]")
_SITE_NAME = re.compile(r"\s*[_|｜]|\s+[-—–]+\s*|[-—–]+(?=[^-—–]*(?:网|门户|政府|厅|局|专栏)$)")
_SHORTEST_TITLE, _LONGEST_TITLE, _LONGEST_LINE = 4, 90, 45
_FIRST_PARAGRAPHS = 60


def title_of(document: Document) -> Place | None:
    """Return the title: what a notice says it issues (or the page calls itself), where that stands as a line of its own;
    else the line named like a plan that comes first, or last above a table of measures that nothing else stands before.

    Where no line is, what the covering notice says it issues (关于印发…方案的通知).
    """
    paragraphs = text_paragraphs(document)
    candidates = [
        _whole(document, paragraphs, at) for at in range(len(paragraphs)) if _is_title(document, paragraphs[at])
    ]
    chosen = _called_so(document, candidates, paragraphs) or _first(document, candidates, paragraphs)
    if chosen is not None:
        return chosen
    issued = (place for block in paragraphs if (place := _issued(document, block)))
    return next(issued, None) or next(_over_tables(document), None)


def _over_tables(document: Document) -> Iterator[Place]:
    """Yield the titles that stand in a table's first rows, as a cell over all of its columns."""
    for block in document.blocks:
        if isinstance(block, Table):
            for row in block.rows[:2]:
                cells = set(row.cells)
                if len(cells) == 1 and KIND_OF_DOCUMENT.search(document.at(row.cells[0])):
                    yield row.cells[0]


def _called_so(document: Document, candidates: Sequence[Place], paragraphs: Sequence[Paragraph]) -> Place | None:
    """Return the candidate that a notice among the first paragraphs, or the page itself, names as the document."""
    notices = (document.at(block.place) for block in paragraphs[:_FIRST_PARAGRAPHS])
    named = [name for text in notices if "印发" in text or "通知" in text for name in _QUOTED.findall(text)]
    calls = [*_names_in(document.title or ""), *named]
    for name in map(compact, calls):
        for place in candidates:
            if compact(document.at(place)).removeprefix("关于") == name.removeprefix("关于"):
                return place
    return None


def _names_in(title: str) -> list[str]:
    """Return what a page's title may call the document: what it quotes, else itself without the name of the site."""
    return [*_QUOTED.findall(title), _SITE_NAME.split(title)[0]]


def _first(document: Document, candidates: Sequence[Place], paragraphs: Sequence[Paragraph]) -> Place | None:
    table = next(
        (block.place.start for block in document.blocks if isinstance(block, Table) and len(block.rows) > 1), None
    )
    above = [place for place in candidates if table is not None and place.end <= table]
    has_prose = any(
        level_of(document.at(block.place)) for block in paragraphs if table is not None and block.place.end <= table
    )
    if above and not has_prose:
        placed = [place for place in above if PLACE.match(document.at(place))]
        return (placed or above[-1:])[0]
    return next(iter(candidates), None)


def _is_title(document: Document, paragraph: Paragraph) -> bool:
    text = document.at(paragraph.place)
    named = _SHORTEST_TITLE <= len(text) <= _LONGEST_TITLE and KIND_OF_DOCUMENT.search(text) is not None
    is_notice = _NOTICE.search(text) is not None or text.endswith("的通知")
    return named and not is_notice and level_of(text) is None and not any(mark in text for mark in "：:>»›|｜。")


def _issued(document: Document, paragraph: Paragraph) -> Place | None:
    found = _NOTICE.search(document.at(paragraph.place))
    return paragraph.place.part(*found.span(1)) if found else None


def _whole(document: Document, paragraphs: Sequence[Paragraph], at: int) -> Place:
    """Return a title with the lines above that begin it (the issuer, the first half), and the years below."""
    place = paragraphs[at].place
    text = document.at(place)
    first = next(iter(_upper_lines(document, paragraphs, at)), None)
    if at + 1 < len(paragraphs) and _YEARS.fullmatch(document.at(paragraphs[at + 1].place)):
        place = place.part(0, paragraphs[at + 1].place.end - place.start)
    if first is not None:
        return first.part(0, place.end - first.start)
    return place.part(len(text) - len(text.lstrip("# ")), place.end - place.start)  # Markdown marks its headings


def _upper_lines(document: Document, paragraphs: Sequence[Paragraph], at: int) -> Iterator[Place]:
    """Yield the line in which a title begins that goes on in the given line: it names a place or an issuer, and ends
    nothing."""
    if at == 0:
        return
    title, above = document.at(paragraphs[at].place), paragraphs[at - 1].place
    text = document.at(above)
    if not _SHORTEST_TITLE <= len(text) <= _LONGEST_LINE or _NO_UPPER_LINE.search(text) or level_of(text):
        return
    if KIND_OF_DOCUMENT.search(text) or paragraphs[at - 1].place.page != paragraphs[at].place.page:
        return
    is_issuer = _ISSUER.fullmatch(text) is not None and bool(parse(text).bodies)
    begins = PLACE.match(text) or text.startswith(("国务院", "中共", "关于")) or "关于" in text
    goes_on = not PLACE.match(title) and not title.startswith("关于")
    if (is_issuer and title.startswith("关于")) or (begins and not is_issuer and goes_on):
        yield above
