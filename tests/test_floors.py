"""The house: four packages on floors, and imports go down."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
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


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: imports are absolute, so that a reader sees the floor"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_an_import_goes_down_never_up(path: Path) -> None:
    floor = FLOORS.index(path.relative_to(ROOT).parts[0])
    above = set(FLOORS[floor + 1 :])
    assert not [name for name in imported(path) if name.split(".")[0] in above]


def test_the_window_uses_of_mapping_only_the_release_and_the_context() -> None:
    strays = {
        (path.relative_to(ROOT).as_posix(), name)
        for path in modules()
        if path.is_relative_to(ROOT / "server") and not path.is_relative_to(ROOT / COMPOSITION_ROOT)
        for name in imported(path)
        if name.startswith("mapping") and not name.startswith(WINDOW_USES_OF_MAPPING)
        if not (path.is_relative_to(ROOT / "server/desk") and name.startswith(DESK_USES_BESIDES))
    }
    assert not strays


def test_no_code_names_a_national_document_a_jurisdiction_or_an_agency() -> None:
    named = [
        path.relative_to(ROOT).as_posix()
        for path in modules()
        for text in [_strings(path)]
        if any(word in text for word in ("ndrc-2020-293", "天津", "120000"))
    ]
    assert not named


def _strings(path: Path) -> str:
    """Return the string constants of a module that are no docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    expressions = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # attribute docstrings too
    return "\n".join(
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docs
        and id(node) not in expressions
    )


def arrows_between() -> dict[str, dict[str, set[str]]]:
    """Return, for each package, which of its modules and sub-packages imports which other one of them."""
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in modules()}
    packages = {name.rpartition(".")[0] for name in names}
    found: dict[str, dict[str, set[str]]] = {package: {} for package in packages}
    for name, path in names.items():
        for target in imported(path):
            for package in packages:
                depth = package.count(".") + 2
                if name.startswith(f"{package}.") and target.startswith(f"{package}."):
                    here, there = (".".join(each.split(".")[:depth]) for each in (name, target))
                    if here != there and (there in packages or there in names):
                        found[package].setdefault(here, set()).add(there)
    return found


@pytest.mark.parametrize(
    ("package", "arrows"), sorted(arrows_between().items()), ids=lambda each: each if isinstance(each, str) else ""
)
def test_inside_a_package_no_imports_go_in_a_circle(package: str, arrows: dict[str, set[str]]) -> None:
    """A circle would have no floor to read first; what two folders share lies below both."""
    try:
        tuple(TopologicalSorter(arrows).static_order())
    except CycleError as error:
        pytest.fail(f"{package}: {' -> '.join(error.args[1])}")


def test_no_folder_is_a_long_shelf() -> None:
    shelves = Counter(path.parent.relative_to(ROOT).as_posix() for path in modules() if path.name != "__init__.py")
    assert {folder: count for folder, count in shelves.items() if count > 15} == {}


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_modules_and_functions_are_short(path: Path) -> None:
    text = path.read_text("utf-8")
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    assert text.count("\n") <= 400
    assert [each.name for each in functions if (each.end_lineno or 0) - each.lineno >= 50] == []


def test_a_class_name_stands_once() -> None:
    """One name, one thing: whoever reads a class's name knows which class that is."""
    names: dict[str, list[str]] = {}
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                names.setdefault(node.name, []).append(path.relative_to(ROOT).as_posix())
    assert {name: places for name, places in names.items() if len(places) > 1} == {}


DOORS = ("ARCHITECTURE.md", "CONTRIBUTING.md")


@pytest.mark.parametrize("door", DOORS)
def test_every_place_that_a_door_names_is_there(door: str) -> None:
    text = (ROOT / door).read_text("utf-8")
    named = re.findall(r"`((?:ontology|shapes|mapping|server|seeds|tests)/[^`\s<…]*)`", text)
    assert len(named) > 10
    assert [place for place in named if not _is_there(place)] == []


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
