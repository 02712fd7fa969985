"""What a machine that reads should know first: what there is, where, how to ask: ``llms.txt`` and the tools' instructions."""

from __future__ import annotations

from collections.abc import Iterator

from server.release.live import Served
from server.sparql.fulltext import terms as fulltext
from server.vocabulary.model import FIRST, ModelClass, model
from server.words.addresses import to
from server.words.prefixes import prefixes

_USED = ("dct", "eli", "org", "policy", "prov", "schema", "skos")
_PROPERTIES = 14


def guide(now: Served) -> str:
    """Return the guide as Markdown, in the form of <https://llmstxt.org>."""
    base = now.iris.base.rstrip("/")
    links = (
        ("sparql", "SPARQL 1.1 endpoint; GET or POST ?query=, JSON, CSV, Turtle by Accept or ?format="),
        ("model", "every class with every property, how many things have it, an example"),
        ("api", "JSON of lists and search; /openapi.json describes it"),
        ("search", "full text; /search.json?q= for machines"),
        ("compare", "what places do about the same requirements; .json, .csv"),
        ("catalog", "datasets to download (DCAT)"),
        ("ontology", "the terms"),
    )
    listed = "\n".join(f"- [{name}]({base}{to(name)}): {what}" for name, what in links)
    declared = "\n".join(f"PREFIX {each}: <{prefixes(now.iris)[each]}>" for each in _USED)
    plans = "\n".join(
        f"- {each.title.get('zh', each.id)} ({base}/doc/id/plan/{each.id})" for each in now.manifest.plans[:50]
    )
    classes = "\n".join(_class(each) for each in _first(now))
    return f"""# {now.manifest.publication.title.get("en", "PolicyGraph")}

> Division-of-work plans with which Chinese provinces carry out a national policy, as a knowledge graph: measures, the
> requirements they implement, the agencies responsible, targets and deadlines, each tied to its sentence in the document.

Cite the address of a thing, `{base}/doc/…`, and the sentence that it was read from. What a source does not say is absent, and
named by policy:knownGap. Texts are Chinese; names are in zh and en. Release {now.id}.

## Where

{listed}

## Plans

{plans}

## To write a query

```sparql
{declared}
PREFIX text: <{fulltext.namespace(now.iris)}>
```

{classes}

eli:number is unique in its plan only: bind eli:is_part_of, and the plan's eli:jurisdiction. Names have a language:
FILTER (LANG(?name) = "zh"). Full text:
SERVICE <{now.iris.base}{fulltext.PATH}> {{ ?thing text:query "养老 服务" ; text:score ?score }}.
"""


def _first(now: Served) -> Iterator[ModelClass]:
    wanted = set(FIRST)
    yield from (each for each in model(now.iris, "en") if each.short_name in wanted)


def _class(each: ModelClass) -> str:
    own = [prop for prop in each.properties if not prop.follows][:_PROPERTIES]
    return f"- {each.short_name}: " + ", ".join(f"{prop.short_name} ({prop.how_many})" for prop in own)
