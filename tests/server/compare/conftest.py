"""The three invented plans beside that of Tianjin, in a release of their own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mapping.workbench import Settings
from server import app as application
from server.config import ServerConfig

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "tests" / "samples"


@pytest.fixture(scope="package")
def with_samples(built_once: Callable[..., Path]) -> Path:
    folders = [ROOT / "seeds" / "plans" / "tianjin-2020-293", *sorted((SAMPLES / "plans").iterdir())]
    return built_once("releases-with-samples", folders, Settings(reference=(str(SAMPLES / "reference"),)))


@pytest.fixture(scope="package")
def app(with_samples: Path) -> Iterator[Flask]:
    made = application.create_app(ServerConfig(releases=with_samples))
    yield made
    application.close(made)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
