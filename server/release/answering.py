"""One way to answer: 304 where the client has it, what was kept where it was made before, or made now and kept.

The entity tag of an answer names all that it depends on, its release first, so what is kept is never stale (RFC 9110 §8.8.3).
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, request

from server.release.live import live, served
from server.web import chrome, responses
from server.web.answers import Kept
from server.web.representations import HTML, Representation

Body = Callable[[], bytes | str | Kept]
"""Makes the body of an answer, or the answer with headers of its own; raises :class:`~server.web.problems.Problem`."""


def tag_of(representation: Representation, *about: str) -> str:
    """Return the entity tag of an answer: release, software, what it is about and, for a page, its language."""
    spoken = (chrome.language(), str(chrome.wish())) if representation is HTML else ()
    return responses.entity_tag(served().id, chrome.look(), *about, *spoken, representation.media_type)


def reply_to_address(representation: Representation, body: Body) -> Response:
    """Return an answer that depends on the address, the language and what happened to releases, which the journal tells."""
    history = str(len(live().shelf.history.events))
    tag = tag_of(representation, request.full_path, chrome.language(), str(chrome.wish()), history)
    return reply(representation, tag, body)


def reply(representation: Representation, tag: str, body: Body) -> Response:
    """Return the answer with this tag; ``body`` is called where it was not kept."""
    if unchanged := responses.not_modified(tag):
        return unchanged
    kept = live().answers.get(tag)
    if kept is None:
        made = body()
        kept = made if isinstance(made, Kept) else Kept(body=made.encode() if isinstance(made, str) else made)
        live().answers.put(tag, kept)
    response = responses.answer(kept.body, representation, tag)
    response.headers.extend(kept.headers)
    return response
