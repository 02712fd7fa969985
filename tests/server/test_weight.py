"""Pages weigh little: at most 60 KB, and 15 KB as they are sent."""

import gzip

import pytest
from flask.testing import FlaskClient

from server.vocabulary.ontology import PARTS

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
    f"/doc/id/extraction/{PLAN}", "/doc/ns/role/lead", "/map",
    *("/doc/ns/def", "/doc/ns/def?term=Measure", *(f"/doc/ns/def?part={part}" for part in PARTS)),
    "/doc/ns/shape", "/doc/ns/shape?shape=Measure", "/doc/ns/context", "/model", "/model?of=Measure",
    "/api", "/api?operation=measures_json", f"/documents/{PLAN}", f"/documents/{PLAN}?page=2",
    f"/documents/{PLAN}?passage=36/measure", *(f"/doc/ns/national/ndrc-2020-293?page={page}" for page in (1, 2, 3, 4)),
    *(f"/doc/ns/national/ndrc-2020-293/part/{part}" for part in range(1, 7)),
    *(f"/embed/{name}" for name in ("network", "deadlines", "compare/themes", "ns/agency/120000/shi-shang-wu-ju")),
]  # fmt: skip # the kinds of page side by side
"""All kinds of page."""


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
