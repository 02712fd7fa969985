"""Harvests a catalogue into a CKAN with its real import: gather, fetch, validation, update, delete.

Runs in an environment of its own, with CKAN in it: ``python ckan_import.py INI URL PROFILE``. Prints as JSON what
became of each dataset, by its identifier, and every dataset that is there now.
"""

from __future__ import annotations

import json
import logging
import sys
import warnings
from typing import Any

warnings.simplefilter("ignore")

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.cli import load_config
from ckan.config.middleware import make_app


def harvest(url: str) -> dict[str, Any]:
    """Run one job of the source of a URL, made where it is not there yet; return what became of it."""
    from ckanext.harvest import queue
    from ckanext.harvest.model import HarvestJob, HarvestObject

    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    context = {"user": user, "ignore_auth": True}
    found = model.Package.get("policygraph")
    source = {"id": found.id} if found else tk.get_action("harvest_source_create")(
        dict(context), {"name": "policygraph", "title": "policygraph", "url": url, "source_type": "dcat_rdf", "run": False},
    )  # fmt: skip # entries side by side
    job = tk.get_action("harvest_job_create")(dict(context), {"source_id": source["id"], "run": False})
    running = HarvestJob.get(job["id"])
    running.status = "Running"
    running.save()
    harvester = queue.get_harvester("dcat_rdf")
    datasets, touched = {}, set()
    for each in queue.gather_stage(harvester, running) or []:
        one = HarvestObject.get(each)
        queue.fetch_and_import_stages(harvester, one)
        touched |= {one.package_id} - {None}
        datasets[one.guid] = {
            "state": one.state,
            "report": one.report_status,
            "errors": [error.message for error in one.errors],
        }
    running.status = "Finished"
    running.save()
    gathered = [error.message for error in running.gather_errors]
    return {"gather_errors": gathered, "datasets": datasets, "active": active(context, touched)}


def active(context: dict[str, Any], touched: set[str]) -> dict[str, Any]:
    """Return the datasets of the touched that are there, as CKAN shows them, by identifier."""
    shown = (tk.get_action("package_show")(dict(context), {"id": each, "use_default_schema": True}) for each in touched)
    return {_extra(each, "identifier") or each["name"]: each for each in shown if each["state"] == "active"}


def _extra(dataset: dict[str, Any], key: str) -> str:
    return next((str(each["value"]) for each in dataset["extras"] if each["key"] == key), "")


def main() -> None:
    """Harvest once and print what was found."""
    settings, url, profiles = sys.argv[1:4]
    logging.disable(logging.CRITICAL)
    config = load_config(settings)
    config["ckanext.dcat.rdf.profiles"] = profiles
    app = make_app(config)
    with app._wsgi_app.test_request_context():
        print(json.dumps(harvest(url)))


if __name__ == "__main__":
    main()
