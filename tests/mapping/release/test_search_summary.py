"""What a release counts of a thing is what SPARQL counts of it."""

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from mapping.release.index import parts
from mapping.release.index.collection import Collection
from mapping.release.index.items import MergedGraph, ThingReader
from mapping.release.index.schema import key
from mapping.release.index.summary import BODIES, Summary
from mapping.release.publication import Publication
from mapping.release.release import Release
from ontology.iris import plan_graph
from shapes.clearing.data import Data

IRIS = Publication().iris
BUREAU = "https://w3id.org/policygraph/agency/120000/shi-shang-wu-ju"
THEME = "https://w3id.org/policygraph/theme/ndrc-2020-293/08"
REQUIREMENT = "https://w3id.org/policygraph/national/ndrc-2020-293/requirement/08.3"
PREFIXES = "PREFIX policy: <https://w3id.org/policygraph/def#> PREFIX eli: <http://data.europa.eu/eli/ontology#> "


@pytest.fixture(scope="module")
def store(live: Path) -> ox.Store:
    return ox.Store.read_only(str(live / "store"))


@pytest.fixture(scope="module")
def summaries(store: ox.Store) -> dict[str, Summary]:
    collection = Collection(store, IRIS)
    assert sum(map(len, collection.measures()))
    entries = [each for kind, things in collection.others() for each in collection.entries(kind, things)]
    return {entry.item["id"]: entry.summary for entry in entries if entry.summary}


def counted(store: ox.Store, where: str, *variables: str) -> Counter[tuple[str, ...]]:
    """How many rows a pattern has for each value of the variables, in the merged graph."""
    rows = store.query(f"{PREFIXES} SELECT DISTINCT * {{ {where} }}")
    assert isinstance(rows, ox.QuerySolutions)
    return Counter(tuple(str(row[each].value) for each in variables) for row in rows)


def keyed(counts: Counter[tuple[str, ...]]) -> dict[str, int]:
    return {key(iri, IRIS): n for (iri,), n in counts.items()}


def test_the_partners_of_an_agency_are_those_it_shares_measures_with(
    store: ox.Store, summaries: dict[str, Summary]
) -> None:
    where = f"?measure policy:responsibleAgency <{BUREAU}>, ?other . FILTER (?other != <{BUREAU}>)"
    expected = keyed(counted(store, where, "other"))
    found = summaries[BUREAU]
    assert found.agency_count == len(expected) > BODIES == len(found.agencies)
    assert dict(found.agencies).items() <= expected.items()
    assert min(n for _, n in found.agencies) >= max(n for k, n in expected.items() if k not in dict(found.agencies))


def test_the_ties_of_partners_are_the_measures_that_both_have(store: ox.Store, summaries: dict[str, Summary]) -> None:
    pairs = counted(store, "?measure policy:responsibleAgency ?one, ?other . FILTER (?one != ?other)", "one", "other")
    expected = {(key(one, IRIS), key(other, IRIS)): n for (one, other), n in pairs.items()}
    names = [name for name, _ in summaries[BUREAU].agencies]
    assert {(names[a], names[b]): n for a, b, n in summaries[BUREAU].ties} == {
        (a, b): expected[a, b] for i, a in enumerate(names) for b in names[i + 1 :] if (a, b) in expected
    }


def test_the_roles_of_an_agency_are_those_of_its_responsibilities(
    store: ox.Store, summaries: dict[str, Summary]
) -> None:
    where = f"?responsibility policy:agency <{BUREAU}> ; policy:role ?role"
    assert dict(summaries[BUREAU].roles) == keyed(counted(store, where, "role"))


def test_the_cells_of_a_theme_are_the_measures_of_agencies_under_its_requirements(
    store: ox.Store, summaries: dict[str, Summary]
) -> None:
    where = (
        "?measure policy:implements ?requirement ; policy:responsibleAgency ?agency . "
        f"?requirement a policy:Requirement ; policy:theme <{THEME}>"
    )
    expected = {
        (key(of, IRIS), key(body, IRIS), n) for (of, body), n in counted(store, where, "requirement", "agency").items()
    }
    assert {cell for cell in summaries[THEME].cells if "/requirement/" in cell[0]} == expected


def test_a_requirement_counts_the_measures_that_carry_it_out(store: ox.Store, summaries: dict[str, Summary]) -> None:
    assert summaries[REQUIREMENT].measures == len(
        counted(store, f"?measure a policy:Measure ; policy:implements <{REQUIREMENT}>", "measure")
    )


@pytest.mark.parametrize("thing", [BUREAU, THEME, REQUIREMENT])
def test_the_links_to_a_thing_are_all_statements_that_point_to_it(
    store: ox.Store, summaries: dict[str, Summary], thing: str
) -> None:
    expected = counted(store, f"?source ?property <{thing}>", "property")
    assert dict(summaries[thing].links) == {prop: n for (prop,), n in expected.items()}


def test_what_is_kept_of_a_plans_measures_is_what_the_merged_graph_says_of_them(live: Path, store: ox.Store) -> None:
    merged = ThingReader(MergedGraph(store), IRIS)
    expected = [merged.item(iri, "measure") for iri in merged.things("measure")]
    plans = [each.id for each in Release.read(live).manifest.plans]
    graphs = [ox.NamedNode(IRIS.absolute(plan_graph(plan))) for plan in plans]
    kept = [parts.measures(Data(store, graph), IRIS) for graph in graphs]
    assert sorted((item for of_plan in kept for item in of_plan), key=lambda item: item["id"]) == expected != []


def test_what_is_kept_for_the_index_stands_in_no_release(live: Path) -> None:
    assert not (live / parts.FOLDER).exists()
