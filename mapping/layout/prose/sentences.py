"""Responsibilities inside sentences: 由省商务厅牵头，会同省财政厅制定…."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mapping.blocks import Place
from mapping.parsers.agencies import parse, read
from mapping.parsers.names import is_authority, is_complete, is_group

_SENTENCE = re.compile(r"[^。；;!！?？]+[。；;!！?？]?")
_CLAUSE = re.compile(r"[^，,]*[，,]?")
_VERB = re.compile(r"牵头|负责|配合|会同|主办|协办|承办")
_OTHERWISE = re.compile(r"负责解释|工作(?:机制|格局|体系|专班)|领导小组|联席会议|为组长|组织领导")


def clauses_with_bodies(text: str, place: Place) -> Iterator[Place]:
    """Yield the clauses of a paragraph that say who leads, is responsible or supports, outside brackets and lists.

    Sentences about how work is organised, or who explains the document, give no responsibility for a measure.
    """
    for sentence in _SENTENCE.finditer(text):
        if _OTHERWISE.search(sentence[0]) or not _VERB.search(sentence[0]):
            continue
        bodies = read(sentence[0]).bodies
        names = {body.name for body in bodies}
        if not any(map(is_authority, names)) or not all(is_complete(name) or is_group(name) for name in names):
            continue
        first, last = min(body.start for body in bodies), max(body.end for body in bodies)
        clauses = [clause.span() for clause in _CLAUSE.finditer(sentence[0]) if clause[0]]
        start = max((begin for begin, _ in clauses if begin <= first), default=0)
        end = next(stop for begin, stop in clauses if begin < last <= stop)
        for begin in dict.fromkeys((first, start)):
            if {body.name for body in parse(sentence[0][begin:end]).bodies} == names:
                yield place.part(sentence.start() + begin, sentence.start() + end)
                break
