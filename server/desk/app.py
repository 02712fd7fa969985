"""The application of the desk: a function of a review, of what publishes, and of the door it stands behind."""

from __future__ import annotations

from flask import Flask, Response

from mapping.errors import MappingError
from mapping.review.review import Review
from server.desk.door import Door
from server.desk.forms import forms
from server.desk.pages import desk
from server.desk.publishing import Publishing
from server.desk.state import EXTENSION, Desk
from server.web import chrome, problems
from server.web.problems import Problem

_LARGEST_FORM = 4 * 2**20


def create_desk(review: Review, publishing: Publishing, door: Door) -> Flask:
    """Return the application of a desk."""
    app = Flask("server")
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = _LARGEST_FORM
    app.extensions[EXTENSION] = Desk(review, publishing)
    door.register(app)
    chrome.register(app)
    problems.register(app)
    app.register_error_handler(MappingError, _broken)
    app.register_blueprint(desk)
    app.register_blueprint(forms)
    return app


def _broken(error: MappingError) -> Response:
    """Say what is wrong with the plan's files, as a page."""
    return problems.answer_problem(Problem.bad_request(str(error)))
