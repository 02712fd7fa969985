"""Harvests a catalogue into a udata with its real models and backend, on a database in memory.

Runs in an environment of its own, with udata and mongomock in it: ``python udata_import.py URL``. Each line of standard input
is another run of the same source; what became of each dataset and service, and the datasets, are printed as JSON, a run a line.
"""

from __future__ import annotations

import json
import logging
import sys
import warnings
from functools import partial
from typing import Any

warnings.simplefilter("ignore")

import mongoengine
import mongomock
import requests
from udata import settings
from udata.flask_mongoengine import connection

connection.mongoengine.connect = partial(mongoengine.connect, mongo_client_class=mongomock.MongoClient)


class Settings(settings.Defaults):  # type: ignore[misc]
    """A udata in English that may read addresses of this machine and calls nobody else."""

    TESTING = True
    MONGODB_HOST = "mongodb://localhost:27017/udata"
    SECRET_KEY = "not secret: nobody logs in"
    API_TOKEN_SECRET = "not secret either"
    SECURITY_PASSWORD_SALT = "nor this"
    DEFAULT_LANGUAGE = "en"
    LANGUAGES = {"en": "English", "zh": "中文"}
    PLUGINS: list[str] = []
    AUTO_INDEX = False
    CELERY_BROKER_URL = "memory://"
    CELERY_RESULT_BACKEND = "cache+memory://"
    CELERY_TASK_ALWAYS_EAGER = True
    CACHE_TYPE = "flask_caching.backends.NullCache"
    SEND_MAIL = False
    URLS_ALLOW_PRIVATE = True
    URLS_ALLOW_LOCAL = True
    SERVER_NAME = "portal.example"
    SCHEMA_CATALOG_URL = None
    PUBLISH_ON_RESOURCE_EVENTS = False
    ELASTICSEARCH_URL = None
    HARVESTER_BACKENDS = ["dcat"]
    HARVEST_AUTOARCHIVE_GRACE_DAYS = -1  # what is gone today is archived today, not after a week


def run(source: Any) -> dict[str, Any]:
    """Run the source once; return what became of each item, and each dataset that is there and not archived."""
    from udata.core.dataset.models import Dataset
    from udata.harvest.backends import base
    from udata.harvest.backends.dcat import DcatBackend

    base.ssrf_session = requests.Session  # udata reads no address of its own machine, which is where this one is
    job = DcatBackend(source).harvest()
    return {
        "status": job.status,
        "errors": [error.message for error in job.errors],
        "items": {
            item.remote_id: {"status": item.status, "errors": [error.message for error in item.errors]}
            for item in job.items
        },
        "active": {
            dataset.harvest.remote_id: dataset.to_json()
            for dataset in Dataset.objects
            if dataset.harvest and not dataset.archived
        },
    }


def main() -> None:
    """Harvest once a line."""
    from udata.app import create_app, standalone
    from udata.core.dataset.models import License
    from udata.harvest.models import HarvestSource

    logging.disable(logging.CRITICAL)
    app = standalone(create_app(Settings))
    with app.test_request_context():
        License(
            id="cc-by", title="Creative Commons Attribution", url="https://creativecommons.org/licenses/by/4.0/"
        ).save()
        source = HarvestSource(name="policygraph", url=sys.argv[1], backend="dcat", autoarchive=True).save()
        for _ in sys.stdin:
            print(json.dumps(run(source), default=str), flush=True)


if __name__ == "__main__":
    main()
