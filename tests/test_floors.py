"""The house: four packages on floors, and imports go down."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FLOORS = ("ontology", "shapes", "mapping", "server")
WINDOW_USES_OF_MAPPING = (
    "mapping.release",
    "mapping.records.rdf",
    "mapping.comparable",
    "mapping.processes.orphans",
    "mapping.errors",
)
"""Of mapping, the window uses what reads a release, the JSON-LD context, how texts are compared, how a worker ends, errors."""
DESK_USES_BESIDES = ("mapping.review", "mapping.blocks", "mapping.records")
"""The steward's desk shows a plan before it is a release: the review of it, and what that is made of."""
COMPOSITION_ROOT = "server/command/"


def modules() -> list[Path]:
    return sorted(path for floor in FLOORS for path in (ROOT / floor).rglob("*.py") if "node_modules" not in path.parts)


@dataclass(frozen=True)
class Facts:
    """What a module says of itself: each is read once, and its tree forgotten."""

    lines: int
    imports: tuple[str, ...]
    classes: tuple[str, ...]
    long_functions: tuple[str, ...]
    strings: str


@cache
def facts(path: Path) -> Facts:
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    nodes = list(ast.walk(tree))
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return Facts(
        lines=text.count("\n"),
        imports=tuple(name for node in nodes for name in _imported(node, path)),
        classes=tuple(node.name for node in nodes if isinstance(node, ast.ClassDef)),
        long_functions=tuple(each.name for each in functions if (each.end_lineno or 0) - each.lineno >= 50),
        strings=_strings(nodes),
    )


def _imported(node: ast.AST, path: Path) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        assert node.level == 0, f"{path}: imports are absolute, so that a reader sees the floor"
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_an_import_goes_down_never_up(path: Path) -> None:
    floor = FLOORS.index(path.relative_to(ROOT).parts[0])
    above = set(FLOORS[floor + 1 :])
    assert not [name for name in facts(path).imports if name.split(".")[0] in above]


def test_the_window_uses_of_mapping_only_the_release_and_the_context() -> None:
    strays = {
        (path.relative_to(ROOT).as_posix(), name)
        for path in modules()
        if path.is_relative_to(ROOT / "server") and not path.is_relative_to(ROOT / COMPOSITION_ROOT)
        for name in facts(path).imports
        if name.startswith("mapping") and not name.startswith(WINDOW_USES_OF_MAPPING)
        if not (path.is_relative_to(ROOT / "server/desk") and name.startswith(DESK_USES_BESIDES))
    }
    assert not strays


def test_no_code_names_a_national_document_a_jurisdiction_or_an_agency() -> None:
    named = [
        path.relative_to(ROOT).as_posix()
        for path in modules()
        for text in [facts(path).strings]
        if any(word in text for word in ("ndrc-2020-293", "天津", "120000"))
    ]
    assert not named


def _strings(nodes: list[ast.AST]) -> str:
    """Return the string constants of a module that are no docstrings, of attributes neither."""
    alone = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    constants = (node for node in nodes if isinstance(node, ast.Constant) and id(node) not in alone)
    return "\n".join(node.value for node in constants if isinstance(node.value, str))


def packages() -> list[str]:
    return sorted({".".join(path.relative_to(ROOT).parts[:-1]) for path in modules()})


@pytest.mark.parametrize("package", packages())
def test_inside_a_package_no_imports_go_in_a_circle(package: str) -> None:
    """A circle would have no floor to read first; what two folders share lies below both."""
    depth, arrows = package.count(".") + 2, dict[str, set[str]]()
    known = {*packages(), *(".".join(path.relative_to(ROOT).with_suffix("").parts) for path in modules())}
    for path in (ROOT / package.replace(".", "/")).rglob("*.py"):
        here = ".".join(path.relative_to(ROOT).with_suffix("").parts[:depth])
        targets = {".".join(name.split(".")[:depth]) for name in facts(path).imports if name.startswith(f"{package}.")}
        arrows.setdefault(here, set()).update((targets & known) - {here})
    try:
        tuple(TopologicalSorter(arrows).static_order())
    except CycleError as error:
        pytest.fail(f"{package}: {' -> '.join(error.args[1])}")


def test_no_folder_is_a_long_shelf() -> None:
    shelves = Counter(path.parent.relative_to(ROOT).as_posix() for path in modules() if path.name != "__init__.py")
    assert {folder: count for folder, count in shelves.items() if count > 15} == {}


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_modules_and_functions_are_short(path: Path) -> None:
    assert (facts(path).lines <= 400, facts(path).long_functions) == (True, ())


def test_a_class_name_stands_once() -> None:
    """One name, one thing: whoever reads a class's name knows which class that is."""
    names: dict[str, list[str]] = {}
    for path in modules():
        for name in facts(path).classes:
            names.setdefault(name, []).append(path.relative_to(ROOT).as_posix())
    assert {name: places for name, places in names.items() if len(places) > 1} == {}


def test_every_place_that_our_documents_name_is_there() -> None:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "ontology").glob("*.md")]
    named = {
        (path.name, place)
        for path in documents
        for place in re.findall(
            r"`((?:ontology|shapes|mapping|server|seeds|tests)/[^`\s<…]*)`", path.read_text("utf-8")
        )
    }
    assert len(named) > 120
    assert [place for place in sorted(named) if not _is_there(place[1])] == []


def _is_there(place: str) -> bool:
    """Tell whether there is a path, or what a pattern finds, and in the file the name behind a colon (``Class.method``)."""
    path, _, name = place.partition(":")
    found = [*ROOT.glob(path)]
    return bool(found) and (not name or _defines(ast.parse(found[0].read_text("utf-8")), name))


def _defines(tree: ast.AST, name: str) -> bool:
    first, _, rest = name.partition(".")
    for node in ast.iter_child_nodes(tree):
        targets = [node.target] if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [])
        if first in {getattr(node, "name", ""), *(each.id for each in targets if isinstance(each, ast.Name))}:
            return not rest or _defines(node, rest)
    return False


def test_what_the_formatter_leaves_alone_has_its_reason() -> None:
    kept = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in (*modules(), *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(r"#\s*fmt: (?:skip|off)(?!\s*#\s*\w)", line)
    ]
    assert kept == []
