"""Figures count what is real and once: no invented sample, and no body's whole work under each of its functions."""

import re

from flask.testing import FlaskClient


def test_samples_are_in_no_headline_figure_and_never_first(client: FlaskClient) -> None:
    page = client.get("/?lang=en").text
    figures = dict(re.findall(r"<dt>(\w+)</dt><dd>([0-9,]+)</dd>", page))
    assert (figures["plan"], figures["measures"]) == ("1", "84")
    plans = re.findall(r"<li>.*?</li>", page.partition('id="plans"')[2].partition("</ul>")[0], re.DOTALL)
    assert [">sample<" in each for each in plans] == [False] + [True] * (len(plans) - 1)
    assert len(plans) > 1


def test_a_card_of_a_samples_measure_carries_its_badge(client: FlaskClient) -> None:
    listed = client.get("/measures?plan=sample-jia-2020-293&lang=en").text
    cards = re.findall(r'<li class="entry">.*?</li>', listed, re.DOTALL)
    assert cards
    assert all('<span class="badge">sample</span>' in each for each in cards)


def test_a_body_of_two_functions_counts_for_neither_and_says_so(client: FlaskClient) -> None:
    rows = client.get("/compare/functions.json").json
    assert rows
    shared = [row for row in rows["rows"] if row["functions_beside"]]
    alone = [row for row in rows["rows"] if not row["functions_beside"]]
    functions_of: dict[str, set[str]] = {}
    for row in rows["rows"]:
        functions_of.setdefault(row["agency"], set()).add(row["function"])
    assert {row["agency"] for row in shared} == {agency for agency, found in functions_of.items() if len(found) > 1}
    assert all(len(functions_of[row["agency"]]) == 1 for row in alone)
    page = client.get("/compare/functions?lang=en").text
    assert ("for its other functions too" in page) == bool(shared)
