"""Pages weigh little: at most 60 KB, and 15 KB as they are sent."""

import gzip

import pytest
from flask.testing import FlaskClient

RAW, SENT = 60 * 1024, 15 * 1024
PLAN = "tianjin-2020-293"
PAGES = [
    "/", "/help", "/plans", "/measures", "/requirements", "/themes", "/agencies", "/functions", "/jurisdictions",
    "/search?q=养老", "/search?q=商务局", "/search?q=没有的词", "/quality", f"/quality/{PLAN}", "/compare", "/compare/themes",
    "/compare/requirements", "/compare/requirement?requirement=08.3", "/compare/functions", "/compare/targets",
    "/compare/gaps", "/compare/shared", "/sparql", "/catalog", "/releases", "/reconcile/about", "/network", "/deadlines",
    f"/doc/id/plan/{PLAN}", f"/doc/id/measure/{PLAN}/36", f"/cite/id/measure/{PLAN}/36", f"/history/id/measure/{PLAN}/36",
    "/doc/ns/agency/120000/shi-shang-wu-ju", "/doc/ns/theme/ndrc-2020-293/08", "/doc/ns/theme/ndrc-2020-293/part-3",
    "/doc/ns/national/ndrc-2020-293/requirement/08.3",
    "/doc/ns/national/ndrc-2020-293/point/08", "/doc/ns/jurisdiction/120000", "/doc/ns/jurisdiction/100000",
    "/doc/ns/function/commerce", f"/doc/id/dataset/{PLAN}", f"/doc/id/passage/{PLAN}/36/measure",
    f"/doc/id/document/{PLAN}", f"/doc/id/responsibility/{PLAN}/41.1", f"/doc/id/target/{PLAN}/41.1",
    f"/doc/id/mapping/{PLAN}/41.1", f"/doc/id/quotation/{PLAN}/41", f"/doc/graph/plan/{PLAN}",
    f"/doc/id/extraction/{PLAN}", "/doc/ns/role/lead",
    *(f"/embed/{name}" for name in ("network", "deadlines", "compare/themes", "ns/agency/120000/shi-shang-wu-ju")),
]  # fmt: skip # the kinds of page side by side
"""All kinds but what is read whole: the ontology, the model, the shapes, the API, a national document with its translation,
and a source document, whose text alone is 17 KB as it is sent."""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_of_any_kind_weighs_little(client: FlaskClient, lang: str) -> None:
    heavy = {}
    for address in PAGES:
        answer = client.get(f"{address}{'&' if '?' in address else '?'}lang={lang}", headers={"Accept": "text/html"})
        assert answer.status_code in {200, 404}, address
        size = len(answer.data), len(gzip.compress(answer.data, 6))
        if size[0] > RAW or size[1] > SENT:
            heavy[address] = size
    assert heavy == {}
