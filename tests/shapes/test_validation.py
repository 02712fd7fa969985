"""Plan by plan, in parallel or not, the reports are those that plain pyshacl gives over everything merged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import RDF, Graph
from rdflib.namespace import SH
from rdflib.term import Identifier
from rdflib.util import from_n3

from ontology.iris import DEFAULT_BASE, DEFAULT_VOCABULARY, Iris
from shapes import library
from shapes.batch import Verdict, validate_many
from shapes.dump import Slice, cut
from shapes.errors import SourceError
from shapes.report import Report, Result
from shapes.validation import data_graph, subjects, validate
from tests.shapes.minimal_pairs import SHAPE, VALID, broken, pairs

IRIS = Iris()
PLANS = 50
REFERENCE = ox.NamedNode(f"{DEFAULT_BASE}graph/reference")
_OWN = re.compile(
    f"<({DEFAULT_BASE}id|{DEFAULT_VOCABULARY}(agency|function|jurisdiction|kind|national|plan-known|theme))/".encode()
)
Row = tuple[str, ...]


def valid() -> ox.Store:
    store = ox.Store()
    store.load(path=VALID, format=ox.RdfFormat.TURTLE)
    return store


def is_reference(quad: ox.Quad) -> bool:
    return isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(DEFAULT_VOCABULARY)


def planted() -> Iterator[tuple[set[ox.Quad], set[ox.Quad]]]:
    """Yield what each pair takes from the valid data and what it adds."""
    before = set(valid())
    for pair in pairs():
        after = set(pair.data())
        yield before - after, after - before


def faulty() -> list[set[ox.Quad]]:
    """Return the valid data fifty times with the faults of all pairs spread over them, so that no fault hides another."""
    copies, touched = [set(valid()) for _ in range(PLANS)], [set[tuple[str, str]]() for _ in range(PLANS)]
    for number, (gone, new) in enumerate(planted()):
        about = {(str(quad.subject), str(quad.predicate)) for quad in gone | new}
        # A thing that loses its class is judged no more, so nothing else is planted on it.
        about |= {(subject, "") for subject, predicate in about if predicate == str(ox.NamedNode(RDF.type))}
        here = next(
            at % PLANS
            for at in range(number, number + PLANS)
            if not any({(subject, predicate), (subject, "")} & touched[at % PLANS] for subject, predicate in about)
            and not {subject for subject, predicate in about if not predicate} & {one for one, _ in touched[at % PLANS]}
        )
        touched[here] |= about
        copies[here] = (copies[here] - gone) | new
    return copies


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fifty plans with faults of every kind, each in a graph of its own, and what they look at with faults too."""
    path = tmp_path_factory.mktemp("sample") / "plans.nq"
    plans, reference = [], []
    for number, quads in enumerate(faulty()):
        plans += lines_of((quad for quad in quads if not is_reference(quad)), plan_name(number), number)
        reference += lines_of(filter(is_reference, quads), REFERENCE, number)
    path.write_bytes(b"".join(plans))
    path.with_name("reference.nq").write_bytes(b"".join(reference))
    return path


def plan_name(number: int) -> ox.NamedNode:
    return ox.NamedNode(f"{DEFAULT_BASE}graph/plan/{number:02d}")


def lines_of(quads: Iterable[ox.Quad], graph: ox.NamedNode, number: int) -> list[bytes]:
    """Return N-Quads in which the things of one copy, and what they look at, have names of their own."""
    named = (ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in quads)
    text = ox.serialize(named, format=ox.RdfFormat.N_QUADS)
    assert text is not None
    return sorted(_OWN.sub(rb"\g<0>%02d/" % number, text).splitlines(keepends=True))


def rows(report: Report) -> set[Row]:
    return {
        (r.focus, r.path, plain_form(r.value), r.severity, r.shape, r.component, r.constraint) for r in report.results
    }


def plain_form(value: str) -> str:
    """Return a term as plain pyshacl reports it, which writes 5.0E0 as 5.0."""
    term = from_n3(value) if value else None
    assert term is None or isinstance(term, Identifier)
    return "" if term is None else term.n3()


def plain_rows(store: ox.Store) -> set[Row]:
    """Return the results of pyshacl's own entry point, with the unchanged shapes, over everything in a store."""
    shapes = Graph() + library.load(IRIS)  # pyshacl adds to what it is given
    _, found, _ = pyshacl.validate(data_graph(store), shacl_graph=shapes)
    assert isinstance(found, Graph)
    return {plain_row(found, node) for node in found.subjects(RDF.type, SH.ValidationResult)}


def plain_row(found: Graph, node: object) -> Row:
    said = {p: o for s, p, o in found if s == node}
    simple = said.get(SH.resultPath)
    value = said.get(SH.value)
    return (
        str(said[SH.focusNode]),
        f"<{simple}>" if simple is not None and "http" in str(simple) else "",
        plain_form(value.n3()) if value is not None else "",
        str(said[SH.resultSeverity]).removeprefix(str(SH)),
        str(said[SH.sourceShape]),
        str(said[SH.sourceConstraintComponent]),
        str(said.get(SH.sourceConstraint, "")),
    )


def without_complex_paths(found: set[Row]) -> set[Row]:
    # A complex path is a blank node there and SPARQL here; the shape says which it is.
    return {(f, p if p.startswith("<") and p.count(">") == 1 else "", *rest) for f, p, *rest in found}


@pytest.fixture(scope="module")
def verdicts(dump: Path) -> list[Verdict]:
    """What is said of the plans one after the other, in this process."""
    return list(validate_many(cut(dump, IRIS).plans, dump.with_name("reference.nq"), iris=IRIS))


def test_reports_equal_plain_pyshacl_over_the_merged_data(dump: Path, verdicts: list[Verdict]) -> None:
    reference = dump.with_name("reference.nq")
    reports = [verdict.report for verdict in verdicts]
    assert len(reports) == PLANS
    merged = ox.Store()
    merged.load(path=reference, format=ox.RdfFormat.N_QUADS)
    reports.append(validate(merged, iris=IRIS))
    merged.load(path=dump, format=ox.RdfFormat.N_QUADS)
    found = set[Row]().union(*map(rows, reports))
    assert len(found) > 400
    kinds = {(row[6] or row[4], row[5].removeprefix(str(SH)).removesuffix("ConstraintComponent")) for row in found}
    planted_kinds = {(f"{SHAPE}{shape}", component) for shape, component in (pair.under_test for pair in pairs())}
    assert kinds >= planted_kinds, "no fault hides another: every constraint of the shapes is broken somewhere"
    assert without_complex_paths(found) == plain_rows(merged)


def test_parallel_reports_equal_sequential_ones_in_the_order_given(dump: Path, verdicts: list[Verdict]) -> None:
    reference, plans = dump.with_name("reference.nq"), cut(dump, IRIS).plans
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        together = list(validate_many(plans, reference, iris=IRIS, executor=executor))
    assert together == verdicts
    assert [verdict.graph for verdict in verdicts] == [plan_name(number).value for number in range(PLANS)]


def test_only_the_focus_nodes_asked_for_are_judged() -> None:
    store = valid()
    store.update(f"DELETE WHERE {{ ?thing <{SH_TEXT}> ?text }}")
    measure = f"{DEFAULT_BASE}id/measure/p/1"
    everything, one = validate(store, iris=IRIS), validate(store, focus=[measure], iris=IRIS)
    assert {result.focus for result in one.results} == {measure}
    assert set(result_keys(one)) < set(result_keys(everything))


SH_TEXT = "http://schema.org/text"


def result_keys(report: Report) -> list[tuple[object, ...]]:
    return [result.key for result in report.results]


def test_a_report_does_not_depend_on_the_order_of_its_results() -> None:
    results = [Result(focus=f"urn:x:{n}", shape="urn:x:s", component="urn:x:c") for n in (3, 1, 2, 1)]
    assert [result.focus for result in Report.of(results).results] == ["urn:x:1", "urn:x:2", "urn:x:3"]


def test_the_things_of_a_graph_are_its_focus_nodes() -> None:
    store = ox.Store()
    store.load(b"<urn:x:a> <urn:x:p> <urn:x:b> <urn:x:g> .", format=ox.RdfFormat.N_QUADS)
    assert subjects(store, "urn:x:g") == {"urn:x:a"}


TYPED = f"<urn:x:p> <{RDF.type}> <{DEFAULT_VOCABULARY}def#ImplementationPlan> <urn:x:g> .\n"


def test_a_dump_is_cut_into_plans_and_the_rest_without_being_held(tmp_path: Path) -> None:
    lines = [TYPED, '<urn:x:a> <urn:x:p> "a <b> ." <urn:x:g> .\n', "<urn:x:a> <urn:x:p> <urn:x:g> .\n"]
    lines += ["# a remark\n", "<urn:x:a> <urn:x:p> <urn:x:c> <urn:x:h> .\n", TYPED.replace("urn:x:p>", "urn:x:q>", 1)]
    (path := tmp_path / "mixed.nq").write_text("".join(lines), "utf-8")
    plans, others = cut(path, IRIS)
    assert [one.graph for one in plans] == ["urn:x:g"]
    assert len(plans[0].ranges) == 2, "the lines of a graph need not stand together"
    assert {quad.subject.value for quad in plans[0].quads() if isinstance(quad.subject, ox.NamedNode)} == {
        "urn:x:a",
        "urn:x:p",
        "urn:x:q",
    }
    assert [(one.graph, len(one.quads("urn:x:default"))) for one in others] == [("", 0), ("urn:x:h", 1)]


@pytest.mark.parametrize("has_graph", [True, False])
def test_a_broken_line_of_a_dump_is_named_by_its_number(tmp_path: Path, has_graph: bool) -> None:
    broken_line = f'<urn:x:a> <urn:x:p> "x {"<urn:x:g>" if has_graph else ""} .\n'
    (path := tmp_path / "broken.nq").write_text(TYPED * 3 + broken_line, "utf-8")
    with pytest.raises(SourceError, match=r"line 4: "):
        [one.quads() for one in cut(path, IRIS).plans]


def test_an_error_in_a_worker_reaches_the_process_that_asked(tmp_path: Path) -> None:
    (path := tmp_path / "broken.nq").write_text(f'{TYPED}<urn:x:a> <urn:x:p> "x <urn:x:g> .\n', "utf-8")
    (reference := tmp_path / "reference.nq").touch()
    plan = Slice("urn:x:g", str(path), ((0, path.stat().st_size),))
    with (
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor,
        pytest.raises(SourceError, match="line 2"),
    ):
        list(validate_many([plan], reference, iris=IRIS, executor=executor))


def test_an_ill_formed_number_is_found_whatever_its_datatype() -> None:
    store = valid()
    target = ox.NamedNode(f"{DEFAULT_BASE}id/target/p/1.1")
    value = ox.NamedNode("http://schema.org/value")
    for quad in list(store.quads_for_pattern(target, value, None)):
        store.remove(quad)
    decimal = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    store.add(ox.Quad(target, value, ox.Literal("5.0E-1", datatype=decimal)))
    (result,) = validate(store, iris=IRIS).results
    assert result.constraint.endswith("Target/decimals")


@pytest.mark.parametrize("text", ["2020-02-30", "23 May 2020", ""])
def test_a_date_that_is_no_date_is_a_result_and_not_a_crash(text: str) -> None:
    store = valid()
    plan, date = (
        ox.NamedNode(f"{DEFAULT_BASE}id/plan/p"),
        ox.NamedNode("http://data.europa.eu/eli/ontology#date_document"),
    )
    for quad in list(store.quads_for_pattern(plan, date, None)):
        store.remove(quad)
    store.add(ox.Quad(plan, date, ox.Literal(text, datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date"))))
    assert broken(validate(store, iris=IRIS)) == {("ImplementationPlan/date", "Datatype")}


def test_a_thing_of_a_sub_class_is_judged_by_the_shape_of_the_class() -> None:
    """SHACL §2.1.3.2: class-based targets hold for the sub-classes that the data graph names."""
    special = ox.NamedNode("http://e/SpecialMeasure")
    measure = ox.NamedNode(f"{DEFAULT_VOCABULARY}def#Measure")
    store = valid()
    type_of = ox.NamedNode(str(RDF.type))
    first = next(store.quads_for_pattern(None, type_of, measure)).subject
    for quad in list(store.quads_for_pattern(first, None, None)):
        if quad.predicate != type_of:
            store.remove(quad)
    as_class = {(result.rule, result.focus) for result in validate(store, iris=IRIS).results}
    store.remove(ox.Quad(first, type_of, measure))
    store.add(ox.Quad(first, type_of, special))
    store.add(ox.Quad(special, ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf"), measure))
    as_sub_class = {(result.rule, result.focus) for result in validate(store, iris=IRIS).results}
    name = str(first).strip("<>")
    broken_rules = {rule for rule, focus in as_class if focus == name}
    assert broken_rules
    assert {rule for rule, focus in as_sub_class if focus == name} == broken_rules
