"""The path under which the site stands: that of the configured base, whatever a proxy leaves of it or says of itself.

Inside, an address is a path below the base (``/plans``), so that no blueprint needs to know where the site was put. Here, at
the rim, the path of the base is taken from what comes in, and put before what goes out: in the headers that hold addresses,
and in the links of pages. Host and scheme become those of the base, so that no answer depends on what a client or proxy says
of them.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote_to_bytes, urlsplit

import jinja2
from flask import Flask, has_request_context, request

from server.web.links import ascii_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ENTERED = "policygraph.mount"
"""Where the environment holds the path of the base, without a slash at its end; nothing where the base has none."""
_SAFE = "/%:@!$&'()*+,;=~-._"
_ADDRESSED = {"Location", "Content-Location"}
_LINKED = re.compile(r"<(?=/(?!/))")
_HREF = re.compile(r"""(\s(?:href|src|action|formaction|data-[a-z-]+)=["'])(?=/(?!/))""")
"""Texts of a page hold no such quote: they are escaped."""


@functools.lru_cache(maxsize=16)
def prefix_of(base: str) -> str:
    """Return the path of a base as it stands in an address, without the slash at its end."""
    return quote(urlsplit(base).path, safe=_SAFE).rstrip("/")


@functools.lru_cache(maxsize=16)
def host_of(base: str) -> str:
    """Return the host of a base as a request names it: in ASCII, with the port, without who may enter."""
    _, _, host = urlsplit(base).netloc.rpartition("@")
    return host if host.isascii() else host.encode("idna").decode()


def inside(path: str, prefix: str) -> str:
    """Return a path, decoded as WSGI has it, below a prefix; one that is not below it as it is: its proxy took it away."""
    own = unquote_to_bytes(prefix).decode("latin-1")
    if own and (path == own or path.startswith(f"{own}/")):
        return path.removeprefix(own) or "/"
    return path


def outside(address: str | None) -> str | None:
    """Return an address of this site as an answer that is no page has to write it, under the path of the base."""
    return address if address is None else _entered() + address


def _entered() -> str:
    return request.environ.get(ENTERED, "") if has_request_context() else ""


class MountedTemplate(jinja2.Template):
    """A page whose links stand under the path of the base."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        """Return the page."""
        text = super().render(*args, **kwargs)
        return under(text, prefix) if (prefix := _entered()) else text


def under(page: str, prefix: str) -> str:
    """Return a page of HTML with a prefix before every address of its attributes that begins with a slash."""
    return _HREF.sub(lambda found: f"{found[1]}{prefix}", page)


class Mount:
    """A WSGI application around another, which stands at the root and knows no other place."""

    def __init__(self, further: WSGIApplication, base: Callable[[], str]) -> None:
        self._further = further
        self._base = base

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request as if it had come to the base (PEP 3333)."""
        base = self._base()
        if not base:
            return self._further(environ, start_response)
        prefix, scheme, host = prefix_of(base), urlsplit(base).scheme, host_of(base)
        environ[ENTERED] = prefix
        environ["PATH_INFO"] = inside(environ["PATH_INFO"], prefix)
        environ["wsgi.url_scheme"], environ["HTTP_HOST"] = scheme, host

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            rewritten = (
                [(name, _led(name, value, f"{scheme}://{host}", prefix)) for name, value in headers]
                if prefix
                else headers
            )
            return start_response(status, rewritten, exc_info)

        return self._further(environ, start)


def _led(name: str, value: str, root: str, prefix: str) -> str:
    """Return a header's value with its addresses under the path of the base."""
    if name == "Link":
        return ascii_of(_LINKED.sub(f"<{prefix}", value))
    if name not in _ADDRESSED:
        return value
    value = ascii_of(value)
    if value.startswith(f"{root}/") and not value.startswith(f"{root}{prefix}/"):
        value = value.removeprefix(root)
    return prefix + value if value.startswith("/") and not value.startswith("//") else value


def register(app: Flask, base: Callable[[], str]) -> None:
    """Put an application under the path of a base: that of the release that is served, nothing where none is."""
    app.jinja_env.template_class = MountedTemplate
    app.wsgi_app = Mount(app.wsgi_app, base)  # type: ignore[method-assign]
