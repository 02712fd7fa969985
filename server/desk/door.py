"""Who may come in: this machine's browser, from the address that the command printed, and from no other page."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from http import HTTPStatus

from flask import Flask, Response, redirect, request

from server.web.problems import Problem
from server.words.addresses import with_query


@dataclass(frozen=True, slots=True)
class Door:
    """The door of a desk that listens on a port of 127.0.0.1.

    The ``token`` in the address is changed for a cookie, which no other site can have sent. A name that leads to this
    machine (DNS rebinding) is refused by its Host, a form of another page by its Origin.
    """

    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    session: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    @property
    def address(self) -> str:
        """The address to open, with the token."""
        return with_query(f"http://127.0.0.1:{self.port}/", [("token", self.token)])

    def register(self, app: Flask) -> None:
        """Stand before every request of an application."""
        app.before_request(self._admit)
        app.after_request(_keep_to_itself)

    @property
    def _cookie(self) -> str:
        return f"policygraph-desk-{self.port}"  # cookies of one machine are shared by its ports

    def _admit(self) -> Response | None:
        """Let a request in, send one with the token back without it, or refuse.

        Raises:
            Problem: the request is for another name, from another page, or of somebody who does not have the address.
        """
        if request.host not in (f"127.0.0.1:{self.port}", f"localhost:{self.port}"):
            raise Problem.worded(HTTPStatus.FORBIDDEN, "desk_name", host=request.host)
        origin = request.headers.get("Origin")
        is_reading = request.method in {"GET", "HEAD"}
        if (origin or not is_reading) and origin != f"http://{request.host}":
            raise Problem.worded(HTTPStatus.FORBIDDEN, "desk_origin", origin=origin or "–")
        if given := request.args.get("token"):
            return self._exchange(given)
        if request.endpoint == "static" and is_reading:
            return None  # the looks of a page that refuses
        if not hmac.compare_digest(request.cookies.get(self._cookie, "").encode(), self.session.encode()):
            raise Problem.worded(HTTPStatus.FORBIDDEN, "desk_stranger")
        return None

    def _exchange(self, given: str) -> Response:
        if not hmac.compare_digest(given.encode(), self.token.encode()):
            raise Problem.worded(HTTPStatus.FORBIDDEN, "desk_token")
        rest = [(name, value) for name, value in request.args.items(multi=True) if name != "token"]
        response = redirect(with_query(request.path, rest), 303)
        response.set_cookie(self._cookie, self.session, httponly=True, samesite="Strict", path="/")
        return response  # type: ignore[return-value]


def _keep_to_itself(response: Response) -> Response:
    """Let nothing of a plan under review stay in a cache, or be told to another site."""
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
