"""Lets each real importer take the catalogue: a first time, a second time, and after a plan was withdrawn; prints a table.

``make harvesters``, or ``python -m tests.harvesters.run``. Exits with 1 where an importer refused or lost anything, and names
it. An importer that cannot be installed here has a row that says so.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from rdflib import Graph, Namespace, URIRef

from tests.conftest import free_port
from tests.harvesters import importers, servers
from tests.harvesters.environments import CKAN, LDES, UDATA, MissingImporterError
from tests.harvesters.importers import Importer, Taken

POLICYGRAPH = str(Path(sys.executable).with_name("policygraph"))
ROOT = Path(__file__).parents[2]
PLANS = sorted({*ROOT.glob("seeds/plans/*"), *ROOT.glob("tests/samples/plans/*")})
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCT = Namespace("http://purl.org/dc/terms/")
SPDX = Namespace("http://spdx.org/rdf/terms#")
Opening = Callable[[Path, str], AbstractContextManager[Importer]]
IMPORTERS: dict[str, tuple[str, Opening]] = {
    **{
        f"CKAN, {profile}": (" + ".join(CKAN), partial(importers.ckan, profile=profile))
        for profile in ("euro_dcat_ap_3", "euro_dcat_ap_2", "dcat_us_3")
    },
    "udata": (" + ".join(UDATA), importers.udata),
    "LDES client": (LDES, importers.ldes),
}


def publish(folder: Path, base: str, plans: list[Path], *options: str) -> None:
    """Publish a release of plans."""
    command = [
        POLICYGRAPH,
        "build",
        *map(str, plans),
        "--releases",
        str(folder),
        "--base",
        base,
    ]
    command += ["--reference", str(ROOT / "tests/samples/reference"), *options]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=600, check=False)
    if done.returncode:
        raise RuntimeError(f"nothing to harvest: {' '.join(command[:2])} says {done.stderr.strip()[-1500:]}")


def offered(base: str) -> dict[str, dict[str, Any]]:
    """Return what the catalogue says of each dataset, by its identifier."""
    with urlopen(f"{base}catalog.ttl", timeout=60) as answer:
        graph = Graph().parse(data=answer.read(), format="turtle")
    return {str(dataset): _told(graph, dataset) for dataset in graph.objects(None, DCAT.dataset)}


def _told(graph: Graph, dataset: Any) -> dict[str, Any]:
    def text(prop: URIRef) -> str:
        return next(str(each) for each in graph.objects(dataset, prop) if getattr(each, "language", None) == "en")

    distributions = list(graph.objects(dataset, DCAT.distribution))
    address = {
        one: str(graph.value(one, DCAT.downloadURL) or graph.value(one, DCAT.accessURL)) for one in distributions
    }
    files = {
        address[one]: (int(str(size)), str(graph.value(graph.value(one, SPDX.checksum), SPDX.checksumValue)).lower())
        for one in distributions
        if (size := graph.value(one, DCAT.byteSize))
    }
    return {
        "title": text(DCT.title),
        "description": text(DCT.description),
        "version": str(graph.value(dataset, DCAT.version)),
        "license": "cc-by",
        "keywords": sorted({str(each) for each in graph.objects(dataset, DCAT.keyword)}),
        "addresses": sorted(address.values()),
        "files": files,
    }


def differences(wanted: dict[str, dict[str, Any]], taken: Taken) -> tuple[int, list[str]]:
    """Return how many fields were compared, and what differs."""
    compared, faults = 0, list(taken.faults)
    for name, fields in taken.datasets.items():
        for key, value in fields.items():
            if name not in wanted:  # series, which udata takes as datasets
                continue
            compared += 1
            should = wanted[name][key]
            if key == "files" and value and len(next(iter(value.values()))) == 1:  # udata takes no checksum
                should = {address: size[:1] for address, size in should.items()}
            if value != should:
                faults.append(f"{name}: {key} is {value!r}, and not {should!r}")
    return compared, faults


def harvest(folder: Path, name: str, releases: Path, port: int) -> tuple[str, list[str]]:
    """Return the row of an importer, and what it refused or lost."""
    version, opening = IMPORTERS[name]
    base = f"http://127.0.0.1:{port}/"
    publish(releases, base, PLANS)
    serve = [POLICYGRAPH, "serve", "--releases", str(releases), "--port", str(port)]
    with servers.running(serve, port), opening(folder, base) as run:
        wanted = offered(base)
        plans = {each for each in wanted if each.rpartition("/")[2] in {path.name for path in PLANS}}
        due = plans if name == "LDES client" else set(wanted)
        first, second = run(), run()
        compared, faults = differences(wanted, first)
        faults += differences(wanted, second)[1] + [f"lost: {each}" for each in due - first.datasets.keys()]
        faults += [f"lost by the second run: {each}" for each in due - second.datasets.keys()]
        gone = f"{base}id/dataset/{PLANS[0].name}"
        publish(releases, base, PLANS[1:], "--withdraw", PLANS[0].name)
        while gone in offered(base):
            pass
        third = run()
        faults += third.faults + ([f"not deleted: {gone}"] if gone in third.datasets else [])
    taken = len(due & first.datasets.keys())
    again = len(due & second.datasets.keys())
    row = f"{name} | {version} | {len(due)} | {taken} | {compared} | {again} | {'no' if gone in third.datasets else 'yes'}"
    return row, faults


def main() -> int:
    """Run every importer, or those whose names are given."""
    wanted = [name for name in IMPORTERS if not sys.argv[1:] or any(each in name for each in sys.argv[1:])]
    print("importer | version | offered | taken | fields compared | taken by the second run | deleted")
    failed = 0
    for name in wanted:
        with tempfile.TemporaryDirectory() as folder:
            try:
                row, faults = harvest(Path(folder), name, Path(folder) / "releases", free_port())
            except MissingImporterError as error:
                row, faults = f"{name} | {IMPORTERS[name][0]} | not here: {error}", []
        print(row, *faults, sep="\n  ", flush=True)
        failed += bool(faults)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
