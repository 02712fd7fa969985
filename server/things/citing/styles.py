"""Items in styles of citation, by citeproc, and in the formats of reference managers."""

from __future__ import annotations

import functools
import re
import warnings
from collections.abc import Iterator
from importlib.resources import as_file, files
from typing import Any

from citeproc import (  # type: ignore[import-untyped]
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]

from server.things.citing.items import CslItem
from server.words.language import Words

STYLES = {
    "GB/T 7714—2015": ("china-national-standard-gb-t-7714-2015-numeric", "zh-CN"),
    "APA": ("apa", "en-US"),
    "Chicago": ("chicago-author-date", "en-US"),
}
"""The styles by what people call them: the file below ``styles/`` and its language."""
_NUMBER = re.compile(r"^\[1\]\s*")


@functools.cache
def _style(name: str, language: str) -> Any:
    file, own = STYLES[name]
    locale = language if own == "zh-CN" else own  # 等 in a Chinese list, et al. in an English one
    with as_file(files("server.things.citing") / "styles" / f"{file}.csl") as path:
        return CitationStylesStyle(str(path), locale=locale, validate=False)


def cited(item: CslItem, style: str) -> str:
    """Return an item as a style writes it in a list of references, without the number in the list."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what the reader of items does not know and leaves out
        source = CiteProcJSON([_printed(item, style)])
        bibliography = CitationStylesBibliography(_style(style, item["language"]), source, formatter.plain)
        bibliography.register(Citation([CitationItem("1")]))
        written = str(bibliography.bibliography()[0])
    for author in item.get("author", ()):  # capitals are for persons' names; all of these are bodies
        written = written.replace(author["literal"].upper(), author["literal"])
    return _NUMBER.sub("", written)


def _printed(item: CslItem, style: str) -> CslItem:
    """Return an item as it is printed; APA and Chicago do not say a publisher that is the author once more."""
    printed = {**item, "id": "1", "number": "", "version": "", "title": _released(item)}
    if not style.startswith("GB") and item.get("author") == [{"literal": item.get("publisher")}]:
        del printed["publisher"]
    return printed


def _released(item: CslItem) -> str:
    """Return a title with the release: no style of these prints the version of a web page well."""
    words = Words("zh" if item["language"].startswith("zh") else "en")
    return words("cite.released", title=item["title"], release=item["version"])


def bibtex(item: CslItem) -> str:
    """Return an item as BibTeX, in UTF-8 as biber reads it."""
    fields = {
        "author": " and ".join(f"{{{_braced(each['literal'])}}}" for each in item.get("author", ())),
        "title": f"{{{_braced(item['title'])}}}", "booktitle": _braced(item.get("container-title", "")),
        "publisher": _braced(item.get("publisher", "")), "number": _braced(item.get("number", "")),
        "date": _day(item.get("issued")), "version": item["version"], "url": item["URL"],
        "urldate": _day(item.get("accessed")), "note": item.get("note", ""),
    }  # fmt: skip # entries side by side
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@online{{{_key(item)},\n{lines}\n}}\n"


def ris(item: CslItem) -> str:
    """Return an item as RIS."""
    lines = [("TY", "ELEC"), *(("AU", each["literal"]) for each in item.get("author", ())), *_ris(item), ("ER", "")]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines)


def _ris(item: CslItem) -> Iterator[tuple[str, str]]:
    values = {
        "TI": item["title"], "T2": item.get("container-title"), "DA": _day(item.get("issued")).replace("-", "/"),
        "PB": item.get("publisher"), "M1": item.get("number"), "ET": item["version"], "UR": item["URL"],
        "N1": item.get("note"), "Y2": _day(item.get("accessed")).replace("-", "/"), "LA": item["language"],
    }  # fmt: skip # entries side by side
    yield from ((tag, " ".join(value.split())) for tag, value in values.items() if value)


def _day(date: Any) -> str:
    return "-".join(f"{part:02}" for part in date["date-parts"][0]) if date else ""


def _key(item: CslItem) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", "-".join(item["id"].rstrip("/").split("/")[-3:])).strip("-")


def _braced(text: str) -> str:
    """Return a text whose braces and backslashes mean nothing."""
    return re.sub(r"([\\{}%&$#_])", r"\\\1", text)
