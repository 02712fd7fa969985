"""The reference client of Linked Data Event Streams reads every member, page after page."""

from __future__ import annotations

import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from urllib.request import urlopen

import pytest
from werkzeug.serving import make_server

from mapping.release.publication import Publication
from server.app import close, create_app
from server.config import Lanes, ServerConfig
from tests.conftest import free_port
from tests.harvesters import environments
from tests.server.catalogue.conftest import Shop, installed, plan_ids


@pytest.fixture(scope="module")
def base(shop: Callable[..., Shop]) -> Iterator[str]:
    """Serve 110 plans, one of which changes and one goes: 112 events on two pages."""
    port = free_port()
    one = shop(Publication(base=f"http://127.0.0.1:{port}/"))
    one.publish(plan_ids(110))
    one.publish(plan_ids(109), salt={"plan-0001": "changed"})
    app = create_app(ServerConfig(releases=one.releases, lanes=Lanes(fast=1)))
    server = make_server("127.0.0.1", port, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield one.publication.base
    server.shutdown()
    close(app)


@pytest.mark.parametrize("path", ["stream", "stream/root", "stream.nt"])
def test_every_member_of_every_page_is_read_with_what_it_carries(base: str, path: str) -> None:
    client = installed(lambda: environments.node_with(environments.LDES)) / "dist" / "bin" / "cli.js"
    done = subprocess.run(["node", client, f"{base}{path}"], capture_output=True, text=True, timeout=120, check=True)
    kinds = re.findall(r"/id/event/(\d+)> <\S+#type> <https://www\.w3\.org/ns/activitystreams#(\w+)>", done.stdout)
    assert sorted(int(number) for number, _ in kinds) == list(range(1, 113))
    assert [kind for number, kind in kinds if int(number) > 110] == ["Update", "Delete"]
    assert len(re.findall(r"activitystreams#url> <\S+/dumps/plan/plan-\d{4}\.ttl>", done.stdout)) == 111


def test_what_a_member_carries_is_the_plan_as_it_was(base: str) -> None:
    """The page names the file of that release, which stays when a later one changes the plan."""
    with urlopen(f"{base}stream/1.nt", timeout=30) as answer:
        page = answer.read().decode()
    (address,) = re.findall(r"/id/event/1> <\S+activitystreams#url> <(\S+)>", page)
    with urlopen(address, timeout=30) as answer:
        assert b"id/plan/plan-0001" in answer.read()
