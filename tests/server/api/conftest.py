"""The application on the real release."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from server.app import close, create_app
from server.config import ServerConfig


@pytest.fixture(scope="module")
def client(releases: Path) -> Iterator[FlaskClient]:
    """The real release."""
    app = create_app(ServerConfig(releases=releases))
    yield app.test_client()
    close(app)
