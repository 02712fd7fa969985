"""The front page says how much there is."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from server.app import close, create_app
from server.config import Lanes, ServerConfig

BASE = "http://localhost:8000/"
DEF = "https://w3id.org/policygraph/def#"
ELI = "http://data.europa.eu/eli/ontology#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
CARRYING = 1_200


def agencies() -> Iterator[str]:
    graph = f"<{BASE}graph/plan/large>"
    yield f"<{BASE}id/plan/large> <{TYPE}> <{DEF}ImplementationPlan> {graph} ."
    for number in range(CARRYING + 1):
        agency, measure = f"<{BASE}id/agency/120000/{number}>", f"<{BASE}id/measure/large/{number}>"
        yield f"{agency} <{TYPE}> <{DEF}Agency> {graph} ."
        if number < CARRYING:
            yield f"{measure} <{TYPE}> <{DEF}Measure> {graph} ."
            yield f"{measure} <{ELI}is_part_of> <{BASE}id/plan/large> {graph} ."
            yield f"{measure} <{DEF}responsibleAgency> {agency} {graph} ."


def test_all_agencies_that_carry_measures_are_counted_and_no_other(tmp_path: Path, release: Callable[..., str]) -> None:
    release(tmp_path, "\n".join(agencies()))
    app = create_app(ServerConfig(releases=tmp_path, lanes=Lanes(fast=1)))
    page = app.test_client().get("/?lang=en").text
    close(app)
    figures = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page))
    assert figures["agencies"] == f"{CARRYING:,}"
