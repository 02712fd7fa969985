"""Pictures by themselves: as a file, and in a page that any site may show in a frame, which nothing else here allows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from flask import Response, current_app, render_template

from server.release.answering import reply_to_address
from server.web.problems import Problem
from server.web.representations import HTML, SVG, Representation
from server.web.security import CONTENT_SECURITY_POLICY
from server.words.links import Link

FRAMED = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
"""What the page of a picture says to browsers: as any page, but that others may frame it."""
FILE = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors *"
"""What a picture's file says: it brings its own colours, which a browser that opens it alone has to take."""
STYLE = """\
text{font:13px/1.2 system-ui,'Noto Sans','PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;fill:#1c2226}
a{text-decoration:none}.head,.hub-label{font-weight:600}.total{fill:#555e66;font-size:12px}.grid{stroke:#e3e8eb}
.dot,.hub{fill:#0f5e6b}.node{fill:#fff;stroke:#0f5e6b;stroke-width:2.5}.spoke{stroke:#0f5e6b;stroke-opacity:.55}
.tie,.strand{stroke:#b7c6ca;fill:none}.hub-label{paint-order:stroke;stroke:#fff;stroke-width:4px}
.held{fill:#0f5e6b}.known{fill:#d9e8ea;stroke:#0f5e6b;stroke-dasharray:4 2}
.none{fill:#f4f7f8;stroke:#858e96}text.on{fill:#fff}"""


@dataclass(frozen=True, slots=True)
class PictureAddress:
    """Where a picture stands by itself: its page, and its file."""

    page: str
    file: str


@dataclass(frozen=True, slots=True)
class Embedding:
    """How a picture is drawn by itself; ``at`` makes its links."""

    framed: bool
    file: bool
    at: Callable[[str], str]
    style: str = STYLE


def suffixed(path: str) -> tuple[str, Representation]:
    """Return the path of a picture and whether its page or its file is asked for."""
    return (path.removesuffix(".svg"), SVG) if path.endswith(".svg") else (path, HTML)


def embedded(
    representation: Representation,
    template: str,
    source: Link,
    public: Callable[[str], str],
    shown: Callable[[], Mapping[str, object]],
) -> Response:
    """Answer with the block ``picture`` of a template by itself; ``source`` is the page that it belongs to."""
    is_file = representation is SVG
    response = reply_to_address(representation, lambda: _drawn(template, is_file, source, public, dict(shown())))
    response.headers["Content-Security-Policy"] = FILE if is_file else FRAMED
    return response


def _drawn(template: str, is_file: bool, source: Link, public: Callable[[str], str], context: dict[str, object]) -> str:
    at = public if is_file else str
    context["embedding"] = Embedding(framed=not is_file, file=is_file, at=at)
    current_app.update_template_context(context)
    found = current_app.jinja_env.get_template(template)
    block = found.blocks.get("picture")
    drawn = "".join(block(found.new_context(context))).strip() if block else ""
    if "<svg" not in drawn:
        raise Problem.worded(HTTPStatus.NOT_FOUND, "no_picture", thing=source.text.value)
    return drawn if is_file else render_template("pictures/embed.html", drawn=drawn, origin=source)
