"""A document without the names of persons: every character of theirs is covered, so that each offset still holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

import msgspec

from mapping.blocks import Document, Place
from mapping.findings import Finding
from mapping.parsers.text import Span
from mapping.persons.authors import is_person
from mapping.persons.lexicon import BLANK, DOT, HAN, either, is_word, words
from mapping.persons.places import contacts, named

COVER = "█"
_BESIDE = 3


class Masked(msgspec.Struct, frozen=True, kw_only=True):
    """What may be published of a document: its text without names; ``places`` counts what was covered.

    ``in_file`` says that the file itself names persons beside its text: as its authors, or in comments.
    """

    document: Document
    names: tuple[str, ...] = ()
    places: int = 0
    in_file: bool = False

    @property
    def names_persons(self) -> bool:
        """Whether the file must be withheld."""
        return self.in_file or self.places > 0

    def findings(self) -> list[Finding]:
        """Return what a steward should know: that names were covered, and that the file is withheld."""
        if not self.names_persons:
            return []
        covered = (
            f"{self.places} names of persons and ways to reach them are covered in the text" if self.places else ""
        )
        inside = "the file names who wrote, changed or commented on it" if self.in_file else ""
        said = " and ".join(filter(None, (covered, inside)))
        return [
            Finding(
                code="names-of-persons",
                message=f"{said[0].upper()}{said[1:]}: the file is withheld",
                advice="Names of persons are never published. Publish a file without them, if the file should be public.",
                severity="info",
            )
        ]

    def without_names(self, finding: Finding) -> Finding:
        """Return a finding that names nobody."""
        said = {name: self.cover(getattr(finding, name)) for name in ("message", "advice", "text")}
        return msgspec.structs.replace(finding, **said) if self.names else finding

    def cover(self, text: str) -> str:
        """Return another text about the document without the names that were found in it."""
        return _covered(text, _again(text, self.names))


def mask(document: Document, cells: Sequence[Place] = ()) -> Masked:
    """Return a document without names of persons; ``cells`` are places that are known to be about persons."""
    found = named(document, cells)
    names = tuple(
        sorted({"".join(name.of(document.text).split()) for name in found}, key=lambda name: (-len(name), name))
    )
    found |= set(contacts(document, found))
    found |= set(_again(document.text, names))
    bare = Masked(document=document, names=names)
    safe = msgspec.structs.replace(
        document,
        text=_covered(document.text, found),
        name=bare.cover(document.name),
        title=bare.cover(document.title) if document.title else document.title,
        omissions=tuple(
            msgspec.structs.replace(one, what=bare.cover(one.what), text=bare.cover(one.text))
            for one in document.omissions
        ),
        authors=(),
    )
    in_file = document.has_comments or any(map(is_person, document.authors))
    return Masked(document=safe, names=names, places=len(found), in_file=in_file)


def _covered(text: str, spans: Iterable[Span]) -> str:
    characters = list(text)
    for start, end in spans:
        characters[start:end] = [one if one.isspace() else COVER for one in characters[start:end]]
    return "".join(characters)


def _again(text: str, names: Iterable[str]) -> list[Span]:
    """Return where names stand once more; a name that is a common word too counts only where a person would stand."""
    return [
        Span(*found.span())
        for name in names
        if len(name) > 1
        for found in _pattern(name).finditer(text)
        if not _is_called_after(text, found) and _is_meant(text, found, name)
    ]


@cache
def _pattern(name: str) -> re.Pattern[str]:
    parts = [DOT if re.fullmatch(DOT, one) else re.escape(one) for one in name]
    return re.compile(f"{BLANK}*".join(parts))


@cache
def _beside() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    left = either((*words("left_of_name"), *words("offices"), *"局委办厅部处科室院会司"))
    right = either((*words("right_of_name"), *words("offices")))
    called = either((*words("called_after"),))
    return (
        re.compile(rf"(?:^|[^\u3400-\u9fff]|{left})$"),
        re.compile(rf"$|[^\u3400-\u9fff]|{right}"),
        re.compile(called),
    )


def _is_called_after(text: str, found: re.Match[str]) -> bool:
    """Tell whether a thing or a place is called so: 王杰村, 黄山市, 李宁公司; or a line of thought in a formula."""
    if _beside()[2].match(text, found.end()):
        return True
    around = text[max(found.start() - 1, 0) : found.end() + 8]
    return any(formula in around for formula in words("formulas"))


def _is_meant(text: str, found: re.Match[str], name: str) -> bool:
    """Tell whether a name is meant, and not a word, nor the end of one word and the beginning of the next."""
    if len(name) == 2 and is_word(name):
        left, right = text[max(found.start() - _BESIDE, 0) : found.start()], text[found.end() : found.end() + _BESIDE]
        return bool(_beside()[0].search(left)) and bool(_beside()[1].match(right))
    return len(name) > 2 or not _crosses(text, found.start(), found.end())


def _crosses(text: str, start: int, end: int) -> bool:
    """Tell whether words overlap the ends of a span: 关于 and 明确 around 于明."""
    before = [text[start - size : start + 1] for size in (1, 2, 3) if start >= size]
    after = [text[end - 1 : end + size] for size in (1, 2, 3)]
    return any(len(one) > 1 and re.fullmatch(f"{HAN}+", one) and is_word(one) for one in (*before, *after))
