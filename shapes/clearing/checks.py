"""Constraints as checks of many things at once (SHACL §4): each returns the things that may break it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Set
from decimal import Decimal
from functools import lru_cache

import pyoxigraph as ox
from pyshacl.graph_abstraction import to_rdf
from rdflib import RDF, XSD, Graph, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from shapes.clearing.data import NOTHING, Looked, Term

Check = Callable[[Looked], Set[Term]]
_LONGEST = 64
"""Characters of a number: Python refuses to read very long ones."""


class UnclearError(Exception):
    """Something that is not looked at here."""


# ---- of all values together ---------------------------------------------------------------------------------------------


def count(value: Node) -> int:
    """Return the number that a parameter says."""
    return int(str(value))


def _at_least(least: Node) -> Check:
    number = count(least)

    def check(seen: Looked) -> Set[Term]:
        if number == 1:
            return seen.things - {thing for thing, values in seen.values.items() if values}
        return {thing for thing in seen.things if sum(map(_is_as_written, seen.of(thing))) < number}

    return check


def _is_as_written(value: Term) -> bool:
    """Return whether pyshacl knows a value from any that is written otherwise; 1 and 01 it takes for one."""
    return isinstance(value, ox.NamedNode) or (isinstance(value, ox.Literal) and value.datatype in _TEXTS)


def _at_most(most: Node) -> Check:
    number = count(most)
    return lambda seen: {thing for thing in seen.things if len(seen.of(thing)) > number}


def _one_a_language(_value: Node) -> Check:
    def is_doubtful(values: Iterable[Term]) -> bool:
        tags = [each.language for each in values if isinstance(each, ox.Literal) and each.language]
        return len(tags) != len(set(tags))

    return lambda seen: {thing for thing in seen.things if is_doubtful(seen.of(thing))}


def _equal(other: Node) -> Check:
    name = ox.NamedNode(str(other))

    def check(seen: Looked) -> Set[Term]:
        others = seen.data.values(name)
        return {thing for thing in seen.things if seen.of(thing) != others.get(thing, NOTHING)}

    return check


def _has(value: Node) -> Check:
    wanted = _named(value)
    return lambda seen: {thing for thing in seen.things if wanted not in seen.of(thing)}


_TEXTS = (ox.NamedNode(XSD.string), ox.NamedNode(RDF.langString))
OF_ALL_VALUES: Mapping[Node, Callable[[Node], Check]] = {
    SH.minCount: _at_least,
    SH.maxCount: _at_most,
    SH.uniqueLang: _one_a_language,
    SH.equals: _equal,
    SH.hasValue: _has,
}

# ---- of each value by itself --------------------------------------------------------------------------------------------

_IsSure = Callable[[Term], bool]


def of_each(is_sure: _IsSure) -> Check:
    """Return the check that doubts whoever has a value that is not sure."""
    return lambda seen: seen.whose({value for value in seen.all() if not is_sure(value)})


def _named(value: Node) -> ox.NamedNode:
    if not isinstance(value, URIRef):
        raise UnclearError
    return ox.NamedNode(value)


def _of_datatype(_shapes: Graph, datatype: Node) -> _IsSure:
    form, name = _FORMS.get(datatype), _named(datatype)
    if form is None:
        raise UnclearError
    return lambda value: isinstance(value, ox.Literal) and value.datatype == name and form(value.value)


def _is_date(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) and dt.date.fromisoformat(text))
    except ValueError:
        return False


def _like(pattern: str) -> Callable[[str], bool]:
    form = re.compile(pattern)
    return lambda text: len(text) <= _LONGEST and form.fullmatch(text) is not None


_FORMS: Mapping[Node, Callable[[str], bool]] = {
    XSD.string: lambda _: True,
    XSD.integer: _like(r"-?[0-9]+"),
    XSD.decimal: _like(r"-?[0-9]+([.][0-9]+)?"),
    XSD.boolean: _like("true|false"),
    XSD.date: _is_date,
    XSD.gYear: _like("[12][0-9]{3}"),
    XSD.hexBinary: _like("([0-9a-f]{2})+"),
}
"""Forms of literals that are right beyond doubt; there are others."""


def _bounded(holds: Callable[[Decimal, Decimal], bool]) -> Callable[[Graph, Node], _IsSure]:
    def made(_shapes: Graph, bound: Node) -> _IsSure:
        limit = Decimal(str(bound))

        def is_sure(value: Term) -> bool:
            form = _NUMBERS.get(value.datatype) if isinstance(value, ox.Literal) else None
            return form is not None and form(str(value.value)) and holds(Decimal(value.value), limit)

        return is_sure

    return made


_NUMBERS = {ox.NamedNode(str(each)): _FORMS[each] for each in (XSD.integer, XSD.decimal)}


def _in_language(shapes: Graph, listed: Node) -> _IsSure:
    tags = set(map(str, shapes.items(listed)))
    return lambda value: isinstance(value, ox.Literal) and value.language in tags


def _one_of(shapes: Graph, listed: Node) -> _IsSure:
    names = set(map(_named, shapes.items(listed)))
    return lambda value: value in names


def _of_kind(_shapes: Graph, kind: Node) -> _IsSure:
    if kind != SH.IRI:
        raise UnclearError
    return lambda value: isinstance(value, ox.NamedNode)


def _matching(_shapes: Graph, pattern: Node) -> _IsSure:
    form = re.compile(str(pattern))
    return lambda value: (text := _as_text(value)) is not None and form.search(text) is not None


def not_matching(pattern: Node) -> _IsSure:
    """Return whether a value surely does not match a pattern."""
    form = re.compile(str(pattern))
    return lambda value: (text := _as_text(value)) is not None and form.search(text) is None


def _no_shorter(_shapes: Graph, length: Node) -> _IsSure:
    number = count(length)
    return lambda value: (text := _as_text(value)) is not None and len(text) >= number


def _no_longer(_shapes: Graph, length: Node) -> _IsSure:
    number = count(length)
    return lambda value: (text := _as_text(value)) is not None and len(text) <= number


@lru_cache(maxsize=65536)
def _as_text(value: Term) -> str | None:
    """Return the text of a literal or an IRI, nothing where pyshacl may have another: it writes 007 as 7."""
    if isinstance(value, ox.BlankNode):
        return None
    return value.value if str(to_rdf(value)) == value.value else None


OF_ONE_VALUE: Mapping[Node, Callable[[Graph, Node], _IsSure]] = {
    SH.datatype: _of_datatype,
    SH.minInclusive: _bounded(lambda value, limit: value >= limit),
    SH.maxInclusive: _bounded(lambda value, limit: value <= limit),
    SH.languageIn: _in_language,
    SH["in"]: _one_of,
    SH.nodeKind: _of_kind,
    SH.pattern: _matching,
    SH.minLength: _no_shorter,
    SH.maxLength: _no_longer,
}
