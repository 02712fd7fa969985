"""Requests with conditions, as RFC 9110 §13 has them, at the endpoint and at pages."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

QUERY = "SELECT ?p { <http://localhost:8000/id/plan/tianjin-2020-293> ?p ?o } ORDER BY ?p LIMIT 40"
TABLE = f"/sparql?query={QUERY}&format=json"
PATHS = [TABLE, f"/sparql?query={QUERY}&format=html", "/sparql", "/measures", "/doc/id/plan/tianjin-2020-293.ttl",
         "/doc/id/plan/tianjin-2020-293", "/openapi.json", "/reconcile"]  # fmt: skip # entries side by side
COMPRESSED = {"Accept-Encoding": "gzip"}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("encoding", [{}, COMPRESSED], ids=["plain", "gzip"])
def test_304_has_the_tag_the_vary_and_the_freshness_of_200(
    client: FlaskClient, path: str, encoding: dict[str, str]
) -> None:
    whole = client.get(path, headers=encoding)
    same = client.get(path, headers={**encoding, "If-None-Match": whole.headers["ETag"]})
    assert (whole.status_code, same.status_code, same.data) == (200, 304, b"")
    for name in ("ETag", "Vary", "Cache-Control"):
        assert same.headers[name] == whole.headers[name], name


def test_a_page_depends_on_the_language_and_a_table_does_not(client: FlaskClient) -> None:
    assert "Accept-Language" in client.get("/measures").headers["Vary"]
    assert "Accept-Language" not in client.get(TABLE).headers["Vary"]


@pytest.mark.parametrize("given", ["*", '"other", W/"{tag}"', '"a,b" , "{tag}-gzip"', '"x","{tag}"'])
def test_any_form_of_the_tag_is_known(client: FlaskClient, given: str) -> None:
    tag = client.get(TABLE).headers["ETag"].strip('"')
    assert client.get(TABLE, headers={"If-None-Match": given.format(tag=tag)}).status_code == 304
    assert client.get(TABLE, headers={"If-None-Match": f'"{tag}, "', "Accept-Encoding": "gzip"}).status_code == 200


@pytest.mark.parametrize(
    ("given", "status"), [("*", 412), ('"{tag}"', 412), ('W/"{tag}-gzip"', 412), ('"another"', 200)]
)
def test_a_post_is_not_answered_with_304(client: FlaskClient, given: str, status: int) -> None:
    tag = client.get(TABLE).headers["ETag"].strip('"')
    asked = client.post(
        "/sparql?format=json",
        data=QUERY,
        content_type="application/sparql-query",
        headers={"If-None-Match": given.format(tag=tag)},
    )
    assert asked.status_code == status
    assert status == 200 or "Ask without it" in asked.text


@pytest.mark.parametrize(("given", "status"), [("*", 200), ('"{tag}"', 200), ('W/"{tag}"', 412), ('"another"', 412)])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_state_that_is_no_longer_there_is_412(client: FlaskClient, given: str, status: int, method: str) -> None:
    tag = client.get(TABLE).headers["ETag"].strip('"')
    header = {"If-Match": given.format(tag=tag)}
    if method == "get":
        assert client.get(TABLE, headers=header).status_code == status
    else:
        form = {"query": QUERY, "format": "json"}
        assert client.post("/sparql", data=form, headers=header).status_code == status
