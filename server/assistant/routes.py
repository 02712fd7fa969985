"""``/llms.txt``: what a machine that reads should know first."""

from __future__ import annotations

from flask import Blueprint, Response, request

from server.assistant.guide import guide
from server.release import answering
from server.release.live import served
from server.web.representations import MARKDOWN, negotiate

assistant = Blueprint("assistant", __name__)


@assistant.get("/llms.txt")
def llms() -> Response:
    """Answer with the guide."""
    negotiate(request.headers.get("Accept"), (MARKDOWN,))
    return answering.reply(MARKDOWN, answering.tag_of(MARKDOWN, "llms"), lambda: guide(served()))
