"""The catalogue's pages for people."""

from __future__ import annotations

from flask import render_template

from server import chrome
from server.catalogue.edition import Edition
from server.catalogue.nodes import Texts
from server.catalogue.texts import counted, texts


def shown(template: str, edition: Edition, **values: object) -> str:
    """Return a page; in the template, ``told`` speaks the language of the request."""
    language = chrome.language()

    def told(key: str, **given: str | int | Texts) -> str:
        return texts(key, **given)[language]

    return render_template(f"catalogue/{template}.html", edition=edition, told=told, counting=counted, **values)
