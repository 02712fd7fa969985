"""The words as a release holds them: its Turtle files and notes, or those of this software where it holds none."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from markdown_it import MarkdownIt

from mapping.release import vocabulary_files
from ontology.iris import Iris

ONTOLOGY = "policy.ttl"
SHAPES = "shapes/"
_TITLE = re.compile(r"\A# .*\n")
_HEADING = re.compile(r"^(#+) ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class VocabularySource:
    """Where the words are read: the folder of a release, and the bases that it was made with."""

    folder: Path
    iris: Iris

    @property
    def texts(self) -> Mapping[str, str]:
        """Each file by its name."""
        return _texts(self.folder, self.iris)

    def turtle(self, name: str) -> bytes:
        """Return a Turtle file, or with a name that ends in ``/`` all files below it, one after the other."""
        return "\n\n".join(text for each, text in sorted(self.texts.items()) if each.startswith(name)).encode()

    def triples(self, name: str) -> tuple[ox.Triple, ...]:
        """Return the statements of a file, or of all files below a name."""
        return _triples(self, name)

    def note(self, name: str, below: str = "") -> str:
        """Return a note as HTML, or only the section of it with the heading ``below``; what HTML it holds is shown as text."""
        text = self.texts.get(name, "")
        if below:
            text = text.partition(f"\n## {below}\n")[2].partition("\n## ")[0]
        text = _HEADING.sub(
            r"\1# ", _TITLE.sub("", text)
        )  # the page has a title, and the section a heading, of its own
        return str(MarkdownIt("commonmark", {"html": False}).enable("table").render(_without_paths(text)))


def _without_paths(markdown: str) -> str:
    """Point links between the notes to the sections of the page that shows them all."""
    for name, anchor in (("DESIGN.md#versions", "#versions"), ("CHANGELOG.md", "#changes"), ("DESIGN.md", "#design")):
        markdown = markdown.replace(f"({name})", f"({anchor})")
    return markdown.replace("(examples/document.txt)", "(#design)")


@functools.lru_cache(maxsize=4)
def _texts(folder: Path, iris: Iris) -> Mapping[str, str]:
    root = folder / vocabulary_files.FOLDER
    found = {file.relative_to(root).as_posix(): file.read_text("utf-8") for file in root.rglob("*") if file.is_file()}
    return found or dict(vocabulary_files.texts(iris))


@functools.lru_cache(maxsize=8)
def _triples(source: VocabularySource, name: str) -> tuple[ox.Triple, ...]:
    files = (text for each, text in sorted(source.texts.items()) if each.startswith(name) and each.endswith(".ttl"))
    return tuple(
        quad.triple for text in files for quad in ox.parse(text, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    )
