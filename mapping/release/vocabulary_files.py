"""The words of a release, as they were written: ontology, concept schemes, shapes and JSON-LD context, with their notes.

The graphs of a release hold the same statements, but no comments, and IRIs in place of blank nodes, which SHACL wants in
paths. These files are what a validator or an editor reads, and what the documentation at the ontology's address is made of.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from mapping.release import folder as release
from mapping.release.folder import Dump
from ontology import vocabulary
from ontology.iris import Iris
from shapes import library

FOLDER = "dumps/vocabulary"
"""Where the files lie in a release."""
NOTES = ("CHANGELOG.md", "DESIGN.md")
_TYPES = {".ttl": "text/turtle", ".md": "text/markdown", ".jsonld": "application/ld+json"}


def write(staging: Path, iris: Iris) -> list[Dump]:
    """Write the files below :data:`FOLDER` with the bases of the installation; return their descriptions."""
    written: list[Dump] = []
    for name, text in texts(iris):
        path = staging / FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")
        written.append(release.dump_of(path, staging, _TYPES[path.suffix]))
    return written


def texts(iris: Iris) -> Iterator[tuple[str, str]]:
    """Yield name and text of each file of this software."""
    ontology, *schemes = vocabulary.sources()
    yield "policy.ttl", iris.rebase(ontology.read_text("utf-8"))
    for scheme in schemes:
        yield f"schemes/{scheme.name}", iris.rebase(scheme.read_text("utf-8"))
    for shape in library.turtle_files():
        yield f"shapes/{shape}", library.text_of(shape, iris)
    yield "context.jsonld", iris.rebase((files("mapping.records") / "context.jsonld").read_text("utf-8"))
    for note in NOTES:
        yield note, iris.rebase((files("ontology") / note).read_text("utf-8"))
