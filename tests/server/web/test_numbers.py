"""Numbers in addresses: thousands of digits, digits of other scripts and signs are the client's mistake, everywhere."""

import pytest
from flask.testing import FlaskClient

from server.web.numbers import number_of

PLAN = "tianjin-2020-293"
NUMBERED = [
    f"/documents/{PLAN}?page=", f"/doc/id/plan/{PLAN}?page=", "/quality?page=", f"/quality/{PLAN}/lacking?page=",
    "/measures?page=", "/measures?size=", "/search?q=养老&page=", "/catalog?page=", "/stream/", "/id/event/",
    "/reconcile/suggest/entity?prefix=市&cursor=",
]  # fmt: skip # entries side by side


@pytest.mark.parametrize("address", NUMBERED)
@pytest.mark.parametrize("number", ["9" * 5000, "-1", "٣", "1e3", "²"])
def test_what_is_no_number_is_refused_wherever_one_is_read(client: FlaskClient, address: str, number: str) -> None:
    assert client.get(address + number).status_code in {400, 404}


@pytest.mark.parametrize("limit", ["9" * 5000, "²", "0", ""])
def test_a_limit_that_is_none_limits_nothing(client: FlaskClient, limit: str) -> None:
    given = client.get("/reconcile/properties", query_string={"limit": limit})
    assert given.get_json() == client.get("/reconcile/properties").get_json()


def test_a_number_stands_between_its_ends() -> None:
    assert [number_of(given, 12) for given in ("0", "1", "012", "13")] == [None, 1, 12, None]
    assert number_of("0", least=0) == 0
