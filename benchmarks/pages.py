"""Our pages and documents beside other linked-data servers on the same graph: p50 and p99 by kind of page and size of graph.

``python -m benchmarks.pages FOLDER`` makes graphs of 84, 8,400 and 168,000 measures below FOLDER where they are not there
yet, installs Trifid and the LDF server from npm beside them, and asks every server for the same things in one run, one
client, one request after the other:

- *ours*: the page of a thing, with all that is counted and listed of it, and its Turtle; every request is the first for
  its address, so that nothing is answered from memory, and *again* the same addresses once more;
- *Trifid*: its page of the thing's own statements and their labels, and its Turtle, from the Oxigraph server on our store;
- *LDF*: the fragment of the thing's own statements, from the same Oxigraph server. It has no labels and no lists.

Neither of the others has pages of lists, a search or a front page with figures: there ours stands alone.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import random
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import click

from benchmarks import corpus
from benchmarks.endpoint import ours, oxigraph_on_our_store, serving
from ontology import iris
from tests.conftest import free_port

SIZES = (1, 100, 2000)
"""How many plans of 84 measures each graph has."""
PACKAGES = ("trifid@5.3.0", "@ldf/server@3.3.0")
HTML, TURTLE = "text/html", "text/turtle"


# ---- what is asked for ----------------------------------------------------------------------------------------------


class Things:
    """Things of a corpus, drawn from a seed."""

    def __init__(self, plans: int, seed: int = 4) -> None:
        self._plans = plans
        self._chance = random.Random(seed)

    def draw(self, kind: str) -> str:
        """Return the reference of a thing of a kind."""
        chance, plan = self._chance, corpus.plan_id(self._chance.randrange(self._plans))
        home = chance.randrange(min(self._plans, corpus.PROVINCES))
        makers: dict[str, Callable[[], str]] = {
            "measure": lambda: iris.of_plan("measure", plan, chance.randrange(corpus.MEASURES) + 1),
            "plan": lambda: iris.plan(plan),
            "requirement": lambda: corpus.requirement_of(chance.randrange(corpus.MEASURES)),
            "theme": lambda: iris.theme(corpus.DOCUMENT, chance.randrange(corpus.POINTS) + 1),
            "agency": lambda: corpus.agency(home, chance.randrange(corpus.AGENCIES)),
            "jurisdiction": lambda: iris.jurisdiction(corpus.province(home)),
            "function": lambda: iris.function(f"function-{chance.randrange(corpus.FUNCTIONS):02d}"),
        }
        return makers[kind]()

    def word(self) -> str:
        """Return words to search for: of three out of twenty there are many combinations."""
        return " ".join(self._chance.sample(corpus.WORDS, 3))


KINDS = ("measure", "plan", "requirement", "theme", "agency", "jurisdiction", "function")
OWN = ("home", "list", "search")


def our_path(things: Things, kind: str, number: int) -> str:
    """Return an address of our server that has not been asked for before."""
    match kind:
        case "home":
            return f"/?n={number}"
        case "list":
            theme = f"{corpus.DOCUMENT}/{number % corpus.POINTS + 1:02d}"
            return f"/measures?theme={theme}&size={20 + number // corpus.POINTS}"
        case "search":
            return f"/search?q={quote(things.word())}"
    reference = things.draw(kind)
    path = f"ns/{reference.removeprefix(iris.PREFIX)}" if reference.startswith(iris.PREFIX) else reference
    return f"/doc/{path}?n={number}"


def their_path(things: Things, kind: str) -> str:
    """Return a thing's path below the base that its IRI is under: the only one that a Trifid answers for."""
    reference = things.draw(kind)
    return "/" + reference.removeprefix(iris.PREFIX)


def fragment_path(things: Things, kind: str) -> str:
    """Return the address of the triple pattern fragment of a thing's statements."""
    return f"/graph?subject={quote(corpus.IRIS.absolute(things.draw(kind)), safe='')}"


# ---- the client -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Figures:
    """What a run gave, in milliseconds; ``failed`` counts answers that are not 200."""

    p50: float
    p99: float
    failed: int


def ask(url: str, paths: Sequence[str], accept: str) -> Figures:
    """Ask for paths one after the other on one connection."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    times, failed = [], 0
    for path in paths:
        started = time.perf_counter()
        connection.request("GET", path, headers={"Accept": accept})
        response = connection.getresponse()
        response.read()
        times.append((time.perf_counter() - started) * 1e3)
        failed += response.status != 200
    connection.close()
    times.sort()
    return Figures(times[len(times) // 2], times[int(len(times) * 0.99)], failed)


# ---- the servers ----------------------------------------------------------------------------------------------------


def installed(folder: Path) -> Path:
    """Install the other servers from npm where they are not there yet; return their folder."""
    home = folder / "npm"
    if not (home / "node_modules").exists():
        home.mkdir(exist_ok=True)
        command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(home), *PACKAGES]
        subprocess.run(command, check=True, timeout=300)
    return home


@contextlib.contextmanager
def trifid(home: Path, endpoint: str, base: str) -> Iterator[str]:
    """Trifid as its package sets it up for an endpoint, with a quiet log, answering for the IRIs under a base."""
    config = home / "trifid.json"
    shipped = home / "node_modules" / "trifid" / "instances" / "docker-sparql" / "config.yaml"
    config.write_text(json.dumps({"extends": [str(shipped)], "server": {"logLevel": "warn"}}))
    command = [
        str(home / "node_modules" / ".bin" / "trifid"),
        "--config",
        str(config),
        "--port",
        str(port := free_port()),
    ]
    command += ["--sparql-endpoint-url", endpoint, "--dataset-base-url", base]
    with serving(command, f"http://127.0.0.1:{port}/query", home) as url:
        yield url


@contextlib.contextmanager
def ldf(home: Path, endpoint: str) -> Iterator[str]:
    """The Linked Data Fragments server in front of an endpoint; its command starts the server of the name ``my``."""
    context = "https://linkedsoftwaredependencies.org/bundles/npm/@ldf/server/^3.0.0/components/context.jsonld"
    source = {
        "@id": "urn:ldf-server:graph",
        "@type": "SparqlDatasource",
        "datasourceTitle": "graph",
        "description": "graph",
        "datasourcePath": "graph",
        "sparqlEndpoint": endpoint,
    }
    config = {"@context": context, "@id": "urn:ldf-server:my", "import": "preset-qpf:config-defaults.json"}
    (home / "ldf.json").write_text(json.dumps(config | {"title": "graph", "datasources": [source]}))
    command = [str(home / "node_modules" / ".bin" / "ldf-server"), "ldf.json", str(port := free_port()), "1"]
    with serving(command, f"http://127.0.0.1:{port}/", home) as url:
        yield url


# ---- the runs -------------------------------------------------------------------------------------------------------

Row = tuple[str, str, Figures]
"""A server, a kind of page, and its figures."""


def of_ours(folder: Path, plans: int, count: int) -> Iterator[Row]:
    """Yield our figures: pages for the first time and again, then Turtle."""
    with ours(folder) as url:
        things = Things(plans)
        ask(url, [our_path(things, kind, -n) for kind in (*KINDS, "search") for n in range(1, 12)], HTML)
        for kind in (*KINDS, *OWN):
            paths = [our_path(things, kind, number) for number in range(count)]
            yield "ours", kind, ask(url, paths, HTML)
            yield "ours again", kind, ask(url, paths, HTML)
        for kind in KINDS:
            yield "ours Turtle", kind, ask(url, [our_path(things, kind, number) for number in range(count)], TURTLE)


def of_others(folder: Path, home: Path, plans: int, count: int) -> Iterator[Row]:
    """Yield the figures of the others on the Oxigraph server, after a few requests to warm up."""
    under = {kind: "V" if Things(plans).draw(kind).startswith(iris.PREFIX) else "B" for kind in KINDS}
    with oxigraph_on_our_store(folder) as endpoint:
        for where, base in (("B", corpus.IRIS.base), ("V", corpus.IRIS.vocabulary)):
            kinds = [kind for kind in KINDS if under[kind] == where]
            with trifid(home, endpoint, base) as url:
                yield from _of_other("Trifid", url, kinds, their_path, plans, count)
        with ldf(home, endpoint) as url:
            yield from _of_other("LDF", url, KINDS, fragment_path, plans, count)


def _of_other(
    name: str, url: str, kinds: Sequence[str], path: Callable[[Things, str], str], plans: int, count: int
) -> Iterator[Row]:
    things = Things(plans)
    for accept, said in ((HTML, name), (TURTLE, f"{name} Turtle")):
        ask(url, [path(things, kind) for kind in kinds for _ in range(5)], accept)
        for kind in kinds:
            yield said, kind, ask(url, [path(things, kind) for _ in range(count)], accept)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--requests", "count", default=100, show_default=True, help="How many a kind of page.")
@click.option("--others/--no-others", default=True, help="Also measure Trifid and the LDF server.")
@click.option("--plans", "sizes", multiple=True, type=int, default=SIZES, show_default=True)
def main(folder: Path, count: int, sizes: Sequence[int], *, others: bool) -> None:
    """Measure pages on graphs below FOLDER and write FOLDER/pages.json."""
    folder.mkdir(parents=True, exist_ok=True)
    folder = folder.resolve()
    found: list[dict[str, object]] = []
    for plans in sizes:
        graph = folder / f"plans-{plans}"
        if not graph.exists():
            corpus.make(graph, plans)
        rows = list(of_ours(graph, plans, count))
        rows += of_others(graph, installed(folder), plans, max(20, count // 4)) if others else []
        _show(plans, rows)
        found += [{"measures": plans * corpus.MEASURES, "server": s, "kind": kind, **vars(f)} for s, kind, f in rows]
    (folder / "pages.json").write_text(json.dumps(found, indent=1))


def _show(plans: int, rows: Sequence[Row]) -> None:
    """Print a graph's figures: a line a kind of page, a column a server, p50 and p99 in milliseconds."""
    servers = list(dict.fromkeys(server for server, _, _ in rows))
    cells = {(server, kind): figures for server, kind, figures in rows}
    click.echo(f"\n{plans * corpus.MEASURES:,} measures; p50 / p99 in ms")
    click.echo(f"{'':13}" + "".join(f"{server:>17}" for server in servers))
    for kind in (*KINDS, *OWN):
        texts = [_cell(cells.get((server, kind))) for server in servers]
        click.echo(f"{kind:13}" + "".join(f"{text:>17}" for text in texts))


def _cell(figures: Figures | None) -> str:
    if figures is None:
        return "–"
    return f"{figures.p50:.1f} / {figures.p99:.1f}" + (f" !{figures.failed}" if figures.failed else "")


if __name__ == "__main__":
    main()
