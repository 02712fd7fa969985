"""Full text inside SPARQL beside reading every text, on the same measures: milliseconds of first-time queries, and ratios.

``python -m benchmarks.corpus FOLDER`` makes the data, ``python -m benchmarks.full_text FOLDER`` measures. The words of each
query are new, drawn from a seed; two questions are asked: how many measures have them, and which ten agencies carry most.
*ours, search* is ``SERVICE <…/search>``; ``CONTAINS`` is asked of our endpoint, of Oxigraph's server on the same store and of
Virtuoso, which is also asked with its ``bif:contains``. How many things each found is printed: a quick answer may be wrong.
"""

from __future__ import annotations

import random
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
import requests

from benchmarks import corpus, endpoint

PREFIXES = f"""PREFIX policy: <{corpus.DEF}>
PREFIX schema: <{corpus.SCHEMA}>
PREFIX text: <{corpus.IRIS.vocabulary}text#>
"""
QUESTIONS = {
    "how many": "SELECT (COUNT(DISTINCT ?m) AS ?n) {{ {found} }}",
    "whose": "SELECT ?a (COUNT(DISTINCT ?m) AS ?n) {{ {found} ?m policy:responsibleAgency ?a }}"
    " GROUP BY ?a ORDER BY DESC(?n) ?a LIMIT 10",
}
SEARCH = 'SERVICE <search> {{ ?m text:query "{words}" ; text:class policy:Measure ; text:limit 10000 }}'
CONTAINS = '?m a policy:Measure ; schema:text ?t FILTER(CONTAINS(?t, "{words}")) '
BIF_CONTAINS = "?m a policy:Measure ; schema:text ?t . ?t bif:contains \"'{words}'\" . "
INDEXING = "DB.DBA.RDF_OBJ_FT_RULE_ADD(null, null, 'All'); DB.DBA.VT_INC_INDEX_DB_DBA_RDF_OBJ();"


@dataclass(frozen=True, slots=True)
class Way:
    """A way to ask for words: the server, and the pattern."""

    name: str
    server: Callable[[Path], AbstractContextManager[str]]
    pattern: str


@contextmanager
def virtuoso_with_index(folder: Path) -> Iterator[str]:
    """Virtuoso with its index of texts, which is made once."""
    made = folder / "virtuoso" / "indexed"
    with endpoint.virtuoso(folder) as url:
        if not made.exists():
            ini = (folder / "virtuoso" / "virtuoso.ini").read_text("utf-8")
            port = next(line.split("=")[1].strip() for line in ini.splitlines() if line.startswith("ServerPort"))
            command = ["isql-vt", f"127.0.0.1:{port}", "dba", "dba", f"exec={INDEXING}"]
            subprocess.run(command, check=True, capture_output=True)
            made.touch()
        yield url


WAYS = (
    Way("ours, search", endpoint.ours, SEARCH),
    Way("ours, CONTAINS", endpoint.ours, CONTAINS),
    Way("oxigraph, CONTAINS", endpoint.oxigraph_on_our_store, CONTAINS),
    Way("virtuoso, CONTAINS", endpoint.virtuoso, CONTAINS),
    Way("virtuoso, bif:contains", virtuoso_with_index, BIF_CONTAINS),
)


def phrases(count: int, length: int) -> list[str]:
    """Return phrases of so many words of the corpus: three stand in about one measure of 350."""
    chance = random.Random(3)
    return ["".join(chance.choices(corpus.WORDS, k=length)) for _ in range(count)]


def ask(url: str, query: str) -> tuple[float, int]:
    """Return the milliseconds of a query and the sum of its numbers."""
    started = time.perf_counter()
    response = requests.post(url, data={"query": PREFIXES + query}, headers={"Accept": endpoint.ACCEPT}, timeout=120)
    elapsed = time.perf_counter() - started
    response.raise_for_status()
    return elapsed * 1e3, sum(int(row["n"]["value"]) for row in response.json()["results"]["bindings"])


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True))
@click.option("--queries", default=12, show_default=True, help="Queries a question and way.")
@click.option("--words", default=3, show_default=True, help="Words of the corpus that stand together.")
def main(folder: Path, queries: int, words: int) -> None:
    """Measure on the corpus in FOLDER."""
    folder = folder.resolve()
    medians: dict[tuple[str, str], float] = {}
    for way in WAYS:
        if way.name.startswith("virtuoso") and not shutil.which("virtuoso-t"):
            click.echo(f"{way.name}: not installed")
            continue
        with way.server(folder) as url:
            ask(url, QUESTIONS["how many"].format(found=way.pattern.format(words="消费平台就业投资")))  # warms it
            for question, template in QUESTIONS.items():
                asked = (template.format(found=way.pattern.format(words=each)) for each in phrases(queries, words))
                times, found = zip(*(ask(url, each) for each in asked), strict=True)
                medians[question, way.name] = statistics.median(times)
                click.echo(f"{question:9} {way.name:24} {statistics.median(times):9.1f} ms  found {sum(found)}")
    for question in QUESTIONS:
        first = medians[question, WAYS[0].name]
        for way in WAYS[1:]:
            if (question, way.name) in medians:
                click.echo(f"{question:9} {way.name} / {WAYS[0].name} {medians[question, way.name] / first:8.2f}")


if __name__ == "__main__":
    main()
