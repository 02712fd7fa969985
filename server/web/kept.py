"""Answers that depend on nothing but the release, its history, the language and the address: made once, then kept."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, request

from server.release.live import live, served
from server.web import chrome, responses
from server.web.answers import Kept
from server.web.representations import Representation


def reply(representation: Representation, body: Callable[[], bytes | str]) -> Response:
    """Return the answer, or 304; ``body`` is called once a release, language and address."""
    # The history grows with the journal, even when an older release goes live again.
    state = (served().id, str(len(live().shelf.history.events)))
    spoken = (chrome.look(), chrome.language(), str(chrome.wish()))
    tag = responses.entity_tag(*state, request.full_path, *spoken, representation.media_type)
    if unchanged := responses.not_modified(tag):
        return unchanged
    kept = live().answers.get(tag)
    if kept is None:
        made = body()
        kept = Kept(body=made.encode() if isinstance(made, str) else made)
        live().answers.put(tag, kept)
    return responses.answer(kept.body, representation, tag)
