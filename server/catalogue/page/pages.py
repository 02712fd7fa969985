"""The catalogue's pages for people."""

from __future__ import annotations

from flask import render_template

from server.catalogue.dcat.edition import Edition
from server.catalogue.dcat.nodes import Texts
from server.catalogue.dcat.texts import counted, texts
from server.web import chrome


def shown(template: str, edition: Edition, **values: object) -> str:
    """Return a page; in the template, ``catalogue_words`` speaks the language of the request."""
    language = chrome.language()

    def catalogue_words(key: str, **given: str | int | Texts) -> str:
        return texts(key, **given)[language]

    return render_template(
        f"catalogue/{template}.html", edition=edition, catalogue_words=catalogue_words, counting=counted, **values
    )
