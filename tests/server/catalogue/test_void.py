"""VoID of the release of the seeds: it counts what the default graph has, each triple once."""

from __future__ import annotations

from flask.testing import FlaskClient

from mapping.release.folder import Manifest
from server.release.live import EXTENSION


def number(client: FlaskClient, pattern: str) -> int:
    answer = client.post("/sparql", data={"query": f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}", "format": "csv"})
    return int(answer.get_data(as_text=True).split()[1])


def test_void_counts_a_triple_once_however_many_graphs_have_it(client: FlaskClient) -> None:
    once, quads = number(client, "?s ?p ?o"), number(client, "GRAPH ?g { ?s ?p ?o }")
    with client.application.extensions[EXTENSION].use() as now:
        manifest: Manifest = now.manifest
    assert (manifest.merged, manifest.triples) == (once, quads)
    void = client.get("/.well-known/void", headers={"Accept": "application/n-triples"}).get_data(as_text=True)
    assert f'/id/dataset/all> <http://rdfs.org/ns/void#triples> "{once}"' in void
