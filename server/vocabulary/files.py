"""The words as a release holds them: its Turtle files and notes, or those of this software where it holds none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox
from markdown_it import MarkdownIt

from mapping.release.release import Release
from ontology.iris import Iris

ONTOLOGY = "policy.ttl"
SHAPES = "shapes/"
_TITLE = re.compile(r"\A# .*\n")


@dataclass(frozen=True, slots=True)
class VocabularySource:
    """Where the words are read: a release."""

    release: Release

    @property
    def iris(self) -> Iris:
        """The bases that the words are written with."""
        return self.release.iris

    @property
    def texts(self) -> Mapping[str, str]:
        """Each file by its name."""
        return self.release.vocabulary

    def turtle(self, name: str) -> bytes:
        """Return a Turtle file, or with a name that ends in ``/`` all files below it, one after the other."""
        return "\n\n".join(text for each, text in sorted(self.texts.items()) if each.startswith(name)).encode()

    def triples(self, name: str) -> tuple[ox.Triple, ...]:
        """Return the statements of a file, or of all files below a name."""
        return self.release.once(_triples, name)

    def note(self, name: str, below: str = "") -> str:
        """Return a note as HTML, or only the section of it with the heading ``below``; what HTML it holds is shown as text."""
        text = self.texts.get(name, "")
        if below:
            text = text.partition(f"\n## {below}\n")[2].partition("\n## ")[0]
        text = _TITLE.sub("", text)  # the page has a title of its own
        return str(MarkdownIt("commonmark", {"html": False}).enable("table").render(_without_paths(text)))


def _without_paths(markdown: str) -> str:
    """Point links between the notes to the parts of the page that shows them."""
    for name, part in (("DESIGN.md#versions", "versions"), ("CHANGELOG.md", "changes"), ("DESIGN.md", "design")):
        markdown = markdown.replace(f"({name})", f"(?part={part})")
    return markdown.replace("(examples/document.txt)", "(?part=design)")


def _triples(release: Release, name: str) -> tuple[ox.Triple, ...]:
    files = (
        text for each, text in sorted(release.vocabulary.items()) if each.startswith(name) and each.endswith(".ttl")
    )
    return tuple(
        quad.triple for text in files for quad in ox.parse(text, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    )
