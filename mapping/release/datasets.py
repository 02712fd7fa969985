"""Which dataset of the catalogue a file of a release belongs to, and the digest by which a dataset is seen to have changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

COMMON = ("all", "reference", "ontology", "quality")
"""The datasets beside those of the plans; a plan that were called so would hide one, and no plan folder is."""


def dataset_of(path: str) -> str:
    """Return the dataset of a file by its path in the release; what is not below a name of its own belongs to the whole."""
    below = path.removeprefix("dumps/")
    segment, _, rest = below.partition("/")
    if segment == "vocabulary":
        return "ontology"
    if rest:
        return rest.partition("/")[0] if segment == "document" else rest.partition(".")[0]
    name = below.partition(".")[0]
    return name if name in COMMON else "all"


def digests(files: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Return the SHA-256 of each of the :data:`COMMON` datasets, over the paths and checksums of its files."""
    lines: dict[str, list[str]] = {}
    for path, sha256 in files:
        lines.setdefault(dataset_of(path), []).append(f"{sha256}  {path}\n")
    return {name: hashlib.sha256("".join(sorted(lines[name])).encode()).hexdigest() for name in COMMON if name in lines}
