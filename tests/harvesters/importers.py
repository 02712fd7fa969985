"""The importers, each run as a portal runs it: a first time, a second time, and after a plan was withdrawn."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from tests.harvesters import environments, servers

HERE = Path(__file__).parent
SETTINGS = """[DEFAULT]
[app:main]
use = egg:ckan
ckan.site_id = default
ckan.site_url = http://portal.example
SECRET_KEY = {secret}
beaker.session.secret = {secret}
sqlalchemy.url = postgresql://ckan@127.0.0.1:{postgres}/ckan
solr_url = http://127.0.0.1:{solr}/solr/ckan
ckan.redis.url = redis://127.0.0.1:{redis}/0
ckan.plugins = harvest dcat dcat_rdf_harvester
ckan.auth.create_unowned_dataset = true
ckan.auth.create_dataset_if_not_in_organization = true
ckan.locale_default = en
"""


@dataclass
class Taken:
    """What became of a run: faults in the importer's words, and what a portal now has of each dataset, by its identifier."""

    faults: list[str] = field(default_factory=list)
    datasets: dict[str, dict[str, Any]] = field(default_factory=dict)


class Importer(Protocol):
    """Takes the catalogue once more."""

    def __call__(self) -> Taken: ...


@contextmanager
def ckan(folder: Path, base: str, profile: str) -> Iterator[Importer]:
    """Yield CKAN's harvester with a profile of ckanext-dcat."""
    python = environments.python_with("ckan", environments.CKAN)
    with ExitStack() as stack:
        ports = {
            "postgres": stack.enter_context(servers.postgres(folder)),
            "redis": stack.enter_context(servers.redis(folder)),
            "solr": stack.enter_context(servers.solr_stub()),
        }
        settings = folder / "ckan.ini"
        settings.write_text(SETTINGS.format(secret="x" * 32, **ports), "utf-8")
        for command in (("db", "init"), ("db", "upgrade", "-p", "harvest")):
            _output([str(python.with_name("ckan")), "-c", str(settings), *command])

        def run() -> Taken:
            said = json.loads(
                _output([str(python), str(HERE / "ckan_import.py"), str(settings), f"{base}catalog", profile])
            )
            faults = said["gather_errors"] + [error for each in said["datasets"].values() for error in each["errors"]]
            return Taken(faults, {name: _of_ckan(dataset, profile) for name, dataset in said["active"].items()})

        yield run


def _of_ckan(dataset: dict[str, Any], profile: str) -> dict[str, Any]:
    """Return the fields of a dataset; its version only where the profile is one that knows ``dcat:version``."""
    files = {one["url"]: (one["size"], (one["hash"] or "").lower()) for one in dataset["resources"] if one["size"]}
    return {
        "title": dataset["title"],
        "license": dataset["license_id"],
        "description": dataset["notes"],
        "keywords": sorted(tag["name"] for tag in dataset["tags"]),
        "addresses": sorted(one["url"] for one in dataset["resources"]),
        "files": files,
    } | ({"version": dataset["version"]} if profile == "euro_dcat_ap_3" else {})


@contextmanager
def udata(_folder: Path, base: str) -> Iterator[Importer]:
    """Yield udata's harvester."""
    python = environments.python_with("udata", environments.UDATA)
    command = [str(python), str(HERE / "udata_import.py"), f"{base}catalog.ttl"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:

        def run() -> Taken:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write("\n")
            process.stdin.flush()
            said = json.loads(process.stdout.readline())
            faults = said["errors"] + [error for each in said["items"].values() for error in each["errors"]]
            return Taken(faults, {name: _of_udata(json.loads(dataset)) for name, dataset in said["active"].items()})

        yield run


def _of_udata(dataset: dict[str, Any]) -> dict[str, Any]:
    resources = dataset.get("resources", [])
    return {
        "title": dataset["title"],
        "license": dataset.get("license"),
        "description": dataset["description"],
        "addresses": sorted(one["url"] for one in resources),
        "files": {one["url"]: (one["filesize"],) for one in resources if one.get("filesize")},
    }


@contextmanager
def ldes(_folder: Path, base: str) -> Iterator[Importer]:
    """Yield the reference client of Linked Data Event Streams; its members stand for the plans that they leave."""
    client = environments.node_with(environments.LDES) / "dist" / "bin" / "cli.js"

    def run() -> Taken:
        printed = _output(["node", str(client), f"{base}stream"])
        return Taken([], _replayed(printed, base))

    yield run


def _replayed(printed: str, base: str) -> dict[str, dict[str, Any]]:
    """Return what is left when the members, which are printed as N-Triples, are carried out one after the other."""
    kinds = dict(
        re.findall(r"<\S+/id/event/(\d+)> <\S+#type> <https://www\.w3\.org/ns/activitystreams#(\w+)>", printed)
    )
    plans = dict(re.findall(r"<\S+/id/event/(\d+)> <https://www\.w3\.org/ns/activitystreams#object> <(\S+)>", printed))
    found: dict[str, dict[str, Any]] = {}
    for number in sorted(kinds, key=int):
        dataset = plans[number].replace(f"{base}id/plan/", f"{base}id/dataset/")
        if kinds[number] == "Delete":
            found.pop(dataset)
        else:
            found[dataset] = {}
    return found


def _output(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode:
        raise environments.MissingImporterError(f"{' '.join(command[:2])} failed: {done.stderr.strip()[-1500:]}")
    return done.stdout
