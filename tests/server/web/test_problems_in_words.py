"""A page of an error speaks the language of the page."""

import re

import pytest
from flask.testing import FlaskClient

ADDRESSES = [
    "/doc/ns/theme/ndrc-2020-293/88", "/nowhere", "/measures?thema=1", "/measures?theme=nothing", "/measures?page=999",
    "/measures?since=2020", "/measures?sort=size", "/measures?size=0", "/documents/nowhere-2020", "/compare/nothing",
    "/documents/tianjin-2020-293?passage=41/nothing", "/doc/ns/function/commerce?page=x",
    "/doc/id/dataset/nowhere-2020", "/doc/id/service/none", "/dumps/none.nq", "/context/none.jsonld",
]  # fmt: skip # entries side by side


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_error_is_told_in_the_language_of_the_page(client: FlaskClient, address: str) -> None:
    told = {}
    for language in ("zh", "en"):
        answer = client.get(address, headers={"Accept": "text/html", "Accept-Language": language})
        assert 400 <= answer.status_code < 500
        found = re.search(r'<div class="detail"([^>]*)><pre>(.*?)</pre>', answer.text, re.DOTALL)
        assert found
        assert found[1] == ""
        told[language] = found[2]
    assert re.search(r"[\u4e00-\u9fff]", told["zh"])
    assert told["zh"] != told["en"]
