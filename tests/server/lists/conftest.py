"""The application on the real release, and on a small one where agencies lead and support."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from mapping import build
from mapping.workbench import Settings
from server.app import close, create_app
from server.config import ServerConfig

ROWS = """\
1,实施全球消费,=支持企业开拓市场，2020年底前建成5个平台。,市商务局,市发展改革委
2,实施全球消费,推进养老服务发展，2022年6月底前完成。,市发展改革委,市商务局
3,实施全球消费,完善税收政策。,市商务局,市财政局
"""


@pytest.fixture
def leading(tmp_path: Path, plan_folder: Callable[..., Path]) -> Iterator[FlaskClient]:
    """Three measures: 商务局 leads the first and the third, and supports the second."""
    folder = plan_folder(ROWS, header="序号,国家要求,落实举措,牵头单位,配合单位")
    day = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    outcome = build.build([folder], Settings(), tmp_path / "releases", build.Options(), at=day)
    assert outcome.release, outcome.made
    app = create_app(ServerConfig(releases=tmp_path / "releases"))
    yield app.test_client()
    close(app)
