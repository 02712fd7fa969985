"""What a steward is told of names that a plan prints."""

from __future__ import annotations

import pytest

from mapping.agencies.resolution import Resolver
from mapping.agencies.responsibilities import Bodies
from mapping.blocks import Place
from mapping.findings import Finding
from mapping.reference.reference import Reference, load


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load()


def told(reference: Reference, name: str, code: str, year: int | None = None) -> list[Finding]:
    bodies = Bodies(Resolver(reference, year=year), code)
    bodies.agency(name, Place(start=0, end=len(name), block=1), "1")
    return list(bodies.findings.values())


@pytest.mark.parametrize("name", ["省水利", "省退役军人", "云南省统计"])
def test_half_a_name_is_a_warning_that_says_what_it_lacks(reference: Reference, name: str) -> None:
    (found,) = told(reference, name, "530000")

    assert (found.code, found.severity, found.text) == ("unknown-agency", "warning", name)
    assert "half a name" in found.message
    assert "agencies.tsv" in found.advice


def test_a_body_that_was_replaced_before_the_plan_is_a_warning(reference: Reference) -> None:
    found = next(one for one in told(reference, "云南银保监局", "530000", 2025) if one.severity == "warning")

    assert found.code == "agency-of-another-time"
    assert found.message.startswith("“云南银保监局” does not fit the year of the plan")
    assert (found.number, found.text, found.place) == ("1", "云南银保监局", Place(start=0, end=6, block=1))
    assert found.advice == "Check the date in plan.toml and the name in the document; the body stays as it is printed."
    assert found.message.endswith("was replaced in 2023 by 国家金融监督管理总局")
    assert not [one for one in told(reference, "云南银保监局", "530000", 2021) if one.severity == "warning"]
