"""The application: a function of its settings."""

from __future__ import annotations

import atexit
import logging
import secrets
from types import TracebackType
from typing import Any

from flask import Blueprint, Flask, Response, g, jsonify, request

from server.api.routes import api
from server.assistant.routes import assistant
from server.catalogue.blueprint import catalogue
from server.changes.routes import changes
from server.compare.routes import compare
from server.config import ServerConfig
from server.gateway.environ import REFUSED
from server.gateway.exchange import IDENTIFIER
from server.lists.routes import lists
from server.pictures.routes import pictures
from server.quality.routes import quality
from server.reconcile.routes import reconcile
from server.release import live
from server.release.live import EXTENSION, Live, served
from server.release.store.errors import StoreError
from server.release.store.problems import answer_store_error
from server.search.routes import search
from server.search_index.opened import opened
from server.search_index.selection import Selection
from server.sparql import express
from server.sparql.endpoint import sparql
from server.things.front import front
from server.things.routes import things
from server.things.source_documents import documents
from server.vocabulary.routes import vocabulary
from server.web import chrome, mount, problems, responses
from server.web.problems import Problem

_LOG = logging.getLogger(__name__)

BLUEPRINTS: tuple[Blueprint, ...] = (
    front,
    things,
    sparql,
    catalogue,
    changes,
    compare,
    reconcile,
    lists,
    search,
    api,
    quality,
    vocabulary,
    documents,
    pictures,
    assistant,
)
"""The blueprints of the window."""


class Application(Flask):
    """Flask, but a fault of ours is logged with an id that the client is told."""

    def log_exception(
        self, exc_info: tuple[type, BaseException, TracebackType | None] | tuple[None, None, None], /
    ) -> None:
        """Log a fault under the id of the exchange."""
        g.fault_id = request.environ.get(IDENTIFIER) or secrets.token_hex(8)
        _LOG.error("fault %s at %s %s", g.fault_id, request.method, request.path, exc_info=exc_info)


def create_app(config: ServerConfig, blueprints: tuple[Blueprint, ...] = BLUEPRINTS) -> Flask:
    """Return the application; its store is open, and closed by :func:`close`, at the latest when the process ends."""
    app = Application("server")
    app.config["MAX_CONTENT_LENGTH"] = config.limits.body_bytes
    app.config["MAX_FORM_MEMORY_SIZE"] = config.limits.body_bytes
    app.url_map.strict_slashes = False
    app.extensions[EXTENSION] = keeper = Live(config)
    app.before_request(_refuse)
    app.after_request(live.keep_while_sent)
    app.teardown_appcontext(live.give_back)
    responses.register(app)
    chrome.register(app)
    problems.register(app)
    app.register_error_handler(StoreError, answer_store_error)
    app.add_url_rule("/livez", view_func=livez)
    for path in ("/readyz", "/healthz"):
        app.add_url_rule(path, view_func=readyz)
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    express.register(app)
    mount.register(app, lambda: keeper.base)
    atexit.register(close, app)
    return app


def close(app: Flask) -> None:
    """Close the application's store and end its workers."""
    keeper: Live | None = app.extensions.pop(EXTENSION, None)
    if keeper is not None:
        keeper.close()


def _refuse() -> None:
    """Refuse what the door refuses, in words, and addresses that are too long."""
    if refused := request.environ.get(REFUSED):
        raise refused
    limit = live.live().config.limits.uri_bytes
    raw: Any = request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI") or ""
    if max(len(raw), len(request.environ.get("PATH_INFO", "")) + len(request.query_string)) > limit:
        raise Problem.uri_too_long(limit)


def livez() -> Response:
    """Answer that this process answers, whatever its release and its store do: one that does not is to be started anew."""
    return _uncached(status="alive")


def readyz() -> Response:
    """Answer whether the window is ready, which release it shows, from which store, and which ones are damaged."""
    now = served()
    try:
        now.store.check()
        opened().total(Selection(kinds=("measure",)))
    except StoreError as error:
        raise Problem.unavailable("store_not_ready", 5, why=error) from error
    except (OSError, ValueError, RuntimeError) as error:
        raise Problem.unavailable("release_not_ready", 30, release=now.id, why=error) from error
    return _uncached(status="ready", release=now.id, store=now.store.kind, setAside=live.live().set_aside)


def _uncached(**members: object) -> Response:
    response = jsonify(**members)
    response.headers["Cache-Control"] = "no-store"
    return response
