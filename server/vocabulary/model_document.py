"""``docs/model.md``, made from the model: ``python -m server.vocabulary.model_document > docs/model.md``."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pyoxigraph as ox

from ontology.curies import Curies
from ontology.iris import Iris
from server.vocabulary.model import EDGES, ModelClass, ModelProperty, examples, model

_HEAD = """# The model

What there is to ask for: every class, with every property that its things have. This page is made from the ontology, the
shapes and the examples that come with it, by `make model`; the page `/model` of a running server shows the same with how
many things of its release have each, and an example of its own. The [ontology](../ontology/policy.ttl) defines the terms.

"""
_ADVICE = """
## Before you write

- **A number is no identifier.** `eli:number` is unique in its plan only, and measures, quotations and requirements have
  one. Bind the plan, and the place where there are several:
  `?measure a policy:Measure ; eli:number "36" ; eli:is_part_of ?plan . ?plan eli:jurisdiction ?place`.
- **A plan is `policy:ImplementationPlan`** only where its text is held and its measures are published. One that is known
  by name alone is a `policy:KnownPlan`, and has no measures.
- **Who is responsible**: `policy:responsibleAgency` is everyone; `policy:leadAgency` and `policy:supportingAgency` are
  those whose role the plan says; `policy:hasResponsibility` has the role, the order and the words, and groups that are
  no agency.
- **Names** are `skos:prefLabel` of agencies, functions, themes and jurisdictions, `dct:title` of documents; each has a
  language: `FILTER (LANG(?name) = "zh")`.
- **Themes** of a measure are those of the requirement that it implements; a theme's `skos:broader` is the part above it.
- **How many** is what the shapes ask for: `1` and `1–n` are always there, for the others use `OPTIONAL`.
- *Follows* marks what is stated because something else is: asking for either gives the same.

[Twenty questions](questions.md) have a query each; [slow or empty](slow-or-empty.md) says what to do then.

"""


def document(iris: Iris) -> str:
    """Return the page as Markdown."""
    classes = model(iris, "en")
    chinese = {each.iri: each.label.value for each in model(iris, "zh")}
    curies = Curies(iris)
    sections = "\n".join("\n".join(_section(each, chinese[each.iri], iris, curies)) for each in classes)
    return f"{_HEAD}{_picture()}{_ADVICE}## Classes\n\n{sections}"


def _picture() -> str:
    lines = (f"  {_node(start)} -- {prop} --> {_node(end)}" for start, prop, end in EDGES)
    return "```mermaid\nflowchart LR\n" + "\n".join(lines) + "\n```\n"


def _node(short_name: str) -> str:
    return short_name.partition(":")[2]


def _section(each: ModelClass, chinese: str, iris: Iris, curies: Curies) -> Iterator[str]:
    yield f"### {each.anchor}\n"
    yield f"`{each.short_name}` · {each.label.value} · {chinese}\n"
    if each.definition:
        yield f"{each.definition.value}\n"
    yield "| property | | how many | values | example |\n|---|---|---|---|---|"
    yield from (_row(prop, iris, curies) for prop in each.properties)
    yield ""


def _row(prop: ModelProperty, iris: Iris, curies: Curies) -> str:
    label = prop.label.value if prop.label else ""
    if prop.follows:
        label = f"{label} (*follows* {', '.join(f'`{each}`' for each in prop.follows)})".strip()
    values = ", ".join(f"`{each}`" if ":" in each else each for each in prop.values)
    return f"| `{prop.short_name}` | {label} | {prop.how_many} | {values} | {_example(prop.example, iris, curies)} |"


def _example(value: ox.NamedNode | ox.Literal | None, iris: Iris, curies: Curies) -> str:
    if value is None:
        return ""
    if isinstance(value, ox.Literal):
        text = value.value if len(value.value) <= 40 else f"{value.value[:40]}…"
        return text.replace("|", "\\|")
    title = examples(iris).text(value.value, "zh", "skos:prefLabel", "dct:title")
    return title.value if title else f"`{curies.compact(value.value).removeprefix(iris.base)}`"


if __name__ == "__main__":
    sys.stdout.write(document(Iris()))
