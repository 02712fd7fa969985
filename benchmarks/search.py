"""Is what people look for the first hit? Sixty searches as people type them, beside plain BM25 over the same texts.

    python benchmarks/search.py [--releases releases] [--show]

``searches/people.tsv`` holds each search with the thing that should come first, or several that would do. Plain BM25
scores the pairs of neighbouring characters of names and texts, any of them, as search engines do with Chinese out of the
box; it reads no number, no pinyin, and nothing that stands around a measure.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import tantivy
from flask.testing import FlaskClient

from mapping.release.folder import live
from mapping.release.index import FOLDER
from mapping.release.index import schema as fields
from server.app import close, create_app
from server.config import Lanes, ServerConfig

SEARCHES = Path(__file__).parent / "searches" / "people.tsv"
CONSIDERED = 10


class Search(msgspec.Struct, frozen=True):
    """A search, the references of the things that may come first, and what kind of search it is."""

    query: str
    first: str
    why: str

    def rank(self, found: list[str]) -> int | None:
        """Return the place, from 1, of the first thing that was wanted."""
        return next((place for place, each in enumerate(found, 1) if each in self.first.split()), None)


Method = Callable[[str], list[str]]


def searches() -> list[Search]:
    with SEARCHES.open(encoding="utf-8") as file:
        return [msgspec.convert(row, Search) for row in csv.DictReader(file, delimiter="\t")]


def ours(client: FlaskClient) -> Method:
    def search(query: str) -> list[str]:
        hits = client.get("/search.json", query_string={"q": query, "size": CONSIDERED}).get_json()["hits"]
        return [fields.keyed_reference(hit["kind"], hit["item"]["key"]) for hit in hits]

    return search


def plain(release: Path) -> Method:
    index = tantivy.Index.open(str(release / FOLDER))
    searcher = index.searcher()

    def search(query: str) -> list[str]:
        terms = [tantivy.Query.term_query(index.schema, field, pair) for field, pair in _grams(query)]
        anything = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        return [_reference(searcher.doc(address)) for _, address in searcher.search(anything, CONSIDERED).hits]

    return search


def _grams(query: str) -> Iterator[tuple[str, str]]:
    for word in query.casefold().split():
        for pair in fields.pairs(word):
            yield from ((field, pair) for field in fields.PAIRS.values())


def _reference(document: tantivy.Document) -> str:
    item = msgspec.json.decode(bytes(document["item"][0]))
    kind = next((kind for kind in fields.LISTED if f"/{kind}/" in item["id"]), "national")
    return fields.keyed_reference(kind, item.get("key", ""))


def measured(method: Method, wanted: list[Search]) -> tuple[list[int | None], float]:
    """Return the place of what each search wanted, and the median of the milliseconds a search took."""
    places, times = [], []
    for search in wanted:
        began = time.perf_counter()
        places.append(search.rank(method(search.query)))
        times.append(1000 * (time.perf_counter() - began))
    return places, statistics.median(times)


def report(name: str, places: list[int | None], median: float) -> None:
    first = sum(place == 1 for place in places)
    reciprocal = statistics.fmean(1 / place if place else 0 for place in places)
    ten = sum(place is not None for place in places)
    print(
        f"{name:8} first hit {first:2}/{len(places)}   in ten {ten:2}   MRR {reciprocal:.2f}   median {median:.1f} ms"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--releases", type=Path, default=Path("releases"))
    parser.add_argument("--show", action="store_true", help="show the searches whose first hit is another")
    chosen = parser.parse_args()
    release = live(chosen.releases)
    if release is None:
        parser.error(f"{chosen.releases} holds no release. Build one with `policygraph build`.")
    wanted = searches()
    app = create_app(ServerConfig(releases=chosen.releases, lanes=Lanes(fast=1)))
    for name, method in (("ours", ours(app.test_client())), ("BM25", plain(release))):
        places, median = measured(method, wanted)
        report(name, places, median)
        for search, place in zip(wanted, places, strict=True) if chosen.show else ():
            if place != 1:
                print(f"    {search.query}: {place or 'not in ten'} ({search.why})")
        missed = Counter(search.why for search, place in zip(wanted, places, strict=True) if place != 1)
        print("    missed:", ", ".join(f"{why} {number}" for why, number in missed.most_common()) or "none")
    close(app)


if __name__ == "__main__":
    main()
