"""A national document as Turtle that a person reads and completes: parts, points, requirements, themes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from mapping.findings import Finding
from mapping.national.letterhead import Letterhead
from mapping.national.outline import OutlinedPart, OutlinedPoint
from ontology.iris import DEFAULT_VOCABULARY as V
from ontology.terms import PREFIXES

_WIDTH = 118
_HOW = (
    "A requirement is a sentence of the document, letter by letter; its number counts within its point (07.1 is the first",
    "of point 7). English titles are wanted, and skos:broadMatch of a theme to an EU data theme (eutheme:ENVI …), so that",
    "documents compare; neither stops a build.",
)


@dataclass(frozen=True, slots=True)
class NationalDraft:
    """What is written: the id, what the document says of itself, its parts; ``issuers`` are slugs of curated bodies,
    ``gaps`` what is not known, in zh and en, ``source`` the file's name and its SHA-256."""

    identifier: str
    head: Letterhead
    parts: tuple[OutlinedPart, ...]
    issuers: tuple[str, ...]
    gaps: tuple[tuple[str, str], ...]
    source: tuple[str, str]


def turtle(draft: NationalDraft, doubts: Sequence[Finding]) -> str:
    """Return the Turtle of a draft, with the doubts as comments at its head."""
    points = [(part, point) for part in draft.parts for point in part.points]
    sections = [
        [*_head(draft, doubts)],
        [_rule("the document"), "", *_document(draft)],
        [_rule("parts"), "", *_joined(_part(draft, part) for part in draft.parts)],
        [_rule("points"), "", *_joined(_point(part, point) for part, point in points)],
        [_rule("requirements"), "", *_joined(_requirements(points))],
        [_rule("themes"), "", *_scheme(draft), "", *_joined(_themes(draft))],
    ]
    return "\n\n".join("\n".join(section).rstrip() for section in sections) + "\n"


def _rule(title: str) -> str:
    return f"# ---- {title} ".ljust(_WIDTH, "-")


def _joined(blocks: Iterator[list[str]]) -> Iterator[str]:
    for block in blocks:
        yield from (*block, "")


def _comment(text: str) -> str:
    return f"# {' '.join(text.split())}"


def _head(draft: NationalDraft, doubts: Sequence[Finding]) -> Iterator[str]:
    number = draft.head.number or ""
    requirements = sum(len(point.requirements) for part in draft.parts for point in part.points)
    points = sum(len(part.points) for part in draft.parts)
    yield _comment(f"{draft.head.title} {number}".strip())
    yield "#"
    yield _comment(
        f"{len(draft.parts)} parts, {points} points, {requirements} requirements, read from {draft.source[0]}"
    )
    yield _comment(f"SHA-256 {draft.source[1]}")
    yield from map(_comment, _HOW)
    if doubts:
        yield "#"
        yield "# To look at; delete each line when it is settled:"
        for doubt in doubts:
            yield _comment(f"- {_where(doubt)}{doubt.message}. {doubt.advice}")
    yield ""
    yield from _prefixes(draft.identifier)


def _where(doubt: Finding) -> str:
    if doubt.place is None:
        return ""
    return f"page {doubt.place.page}: " if doubt.place.page else f"block {doubt.place.block}: "


def _prefixes(identifier: str) -> Iterator[str]:
    names = {
        "policy": PREFIXES["policy"],
        "agency": f"{V}agency/100000/",
        "jurisdiction": f"{V}jurisdiction/",
        "opinion": f"{V}national/",
        "part": f"{V}national/{identifier}/part/",
        "point": f"{V}national/{identifier}/point/",
        "requirement": f"{V}national/{identifier}/requirement/",
        "scheme": f"{V}theme/",
        "theme": f"{V}theme/{identifier}/",
        "dct": PREFIXES["dct"],
        "eli": PREFIXES["eli"],
        "eutheme": "http://publications.europa.eu/resource/authority/data-theme/",
        "schema": PREFIXES["schema"],
        "skos": PREFIXES["skos"],
        "xsd": PREFIXES["xsd"],
    }
    return (f"@prefix {prefix}: <{iri}> ." for prefix, iri in names.items())


def _zh(text: str) -> str:
    return str(ox.Literal(text, language="zh"))


def _string(text: str) -> str:
    return str(ox.Literal(text))


def _thing(name: str, kind: str, *facts: str) -> list[str]:
    lines = [f"{name} a {kind}", *(f"    {fact}" for fact in facts)]
    return [f"{line} ;" for line in lines[:-1]] + [f"{lines[-1]} ."]


def _document(draft: NationalDraft) -> list[str]:
    head = draft.head
    facts = [f"dct:identifier {_string(draft.identifier)}", f"dct:title {_zh(head.title)}"]
    facts += [f"eli:id_local {_string(head.number)}"] if head.number else []
    facts += [f'eli:date_document "{head.written}"^^xsd:date'] if head.written else []
    facts += [f'eli:date_publication "{head.published}"^^xsd:date'] if head.published else []
    facts += [f"eli:passed_by {', '.join(f'agency:{slug}' for slug in draft.issuers)}"] if draft.issuers else []
    facts += ["eli:jurisdiction jurisdiction:100000"]
    facts += [f"policy:knownGap {_zh(zh)}, {ox.Literal(en, language='en')}" for zh, en in draft.gaps]
    return _thing(f"opinion:{draft.identifier}", "policy:NationalOpinion", *facts)


def _part(draft: NationalDraft, part: OutlinedPart) -> list[str]:
    return _thing(
        f"part:{part.number}",
        "policy:Part",
        f"eli:is_part_of opinion:{draft.identifier}",
        f"eli:number {_string(part.printed)}",
        f"schema:position {part.number}",
        f"dct:title {_zh(part.title)}",
        f"policy:theme theme:part-{part.number}",
    )


def _point(part: OutlinedPart, point: OutlinedPoint) -> list[str]:
    note = ['skos:editorialNote "本部分未再分条，全文作为一条。"@zh, "The part has no points, and is read as one."@en']
    return _thing(
        f"point:{point.number:02}",
        "policy:Point",
        f"eli:is_part_of part:{part.number}",
        f"eli:number {_string(point.printed)}",
        f"schema:position {point.number}",
        f"dct:title {_zh(point.title)}",
        f"policy:theme theme:{point.number:02}",
        *(note if point.is_whole_part else []),
    )


def _requirements(points: Sequence[tuple[OutlinedPart, OutlinedPoint]]) -> Iterator[list[str]]:
    position = 0
    for _, point in points:
        for at, text in enumerate(point.requirements, 1):
            position += 1
            number = f"{point.number:02}.{at}"
            yield _thing(
                f"requirement:{number}",
                "policy:Requirement",
                f"eli:is_part_of point:{point.number:02}",
                f"eli:number {_string(number)}",
                f"schema:position {position}",
                f"schema:text {_zh(text)}",
                f"policy:theme theme:{point.number:02}",
            )


def _scheme(draft: NationalDraft) -> list[str]:
    name = draft.head.number or draft.head.title
    return _thing(
        f"scheme:{draft.identifier}",
        "skos:ConceptScheme",
        f"dct:title {_zh(f'{name}文件主题')}, {ox.Literal(f'Themes of {name}', language='en')}",
        f"dct:source opinion:{draft.identifier}",
        f"skos:hasTopConcept {', '.join(f'theme:part-{part.number}' for part in draft.parts)}",
    )


def _themes(draft: NationalDraft) -> Iterator[list[str]]:
    for part in draft.parts:
        yield _thing(
            f"theme:part-{part.number}",
            "policy:Theme",
            f"skos:inScheme scheme:{draft.identifier}",
            f"skos:topConceptOf scheme:{draft.identifier}",
            f"skos:notation {_string(part.printed)}",
            f"skos:prefLabel {_zh(part.title)}",
        )
    for part in draft.parts:
        for point in part.points:
            yield _thing(
                f"theme:{point.number:02}",
                "policy:Theme",
                f"skos:inScheme scheme:{draft.identifier}",
                f"skos:broader theme:part-{part.number}",
                f"skos:notation {_string(f'{point.number:02}')}",
                f"skos:prefLabel {_zh(point.title)}",
            )
