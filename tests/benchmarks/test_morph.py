"""The comparison with morph-kgc is of the same: the same rows, and the same triples."""

import msgspec
import pyoxigraph as ox
import pytest

from benchmarks import morph
from mapping import plan_folder
from mapping.extract import extract
from tests.conftest import ROOT


def triple(name: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(f"urn:{name}"), ox.NamedNode("urn:says"), ox.Literal(name))


def test_two_mappings_that_differ_in_one_triple_each_are_refused_and_both_are_named() -> None:
    same = morph.compared([triple("a"), triple("b"), triple("b")], [triple("b"), triple("a")])
    same.raise_where_they_differ()
    assert same.both == 2
    with pytest.raises(
        RuntimeError, match=r"1 are made by ours alone, like <urn:c>.+ by the other alone, like <urn:d>"
    ):
        morph.compared([triple("a"), triple("c")], [triple("a"), triple("d")]).raise_where_they_differ()


def test_the_rules_of_rml_ask_for_every_cell_that_the_records_of_a_real_plan_have() -> None:
    loaded = plan_folder.load(ROOT / "seeds" / "plans" / "tianjin-2020-293")
    bench = morph.bench()
    plan = extract(loaded, bench.reference, bench.aligner(loaded.settings.national)).plan
    rows = morph.Rows(bench.iris)
    rows.record(msgspec.to_builtins(plan))
    asked = morph.asked()
    held = {(table, column) for table, found in rows.tables.items() for row in found for column in row}
    included = {"ImplementationPlan.agencies", "ImplementationPlan.groups"}  # they are in the graph, not of the plan
    assert {(table, column) for table, column in held if column not in asked.get(table, ["id"])} <= {
        (table, "value") for table in included
    }
    assert len(held) > 100
