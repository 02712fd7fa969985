"""Reads pages of a catalogue as CKAN's harvester does; runs in an environment of its own, with CKAN in it.

Standard input: a JSON list of [media type, text]. Standard output: what ``ckanext.dcat.processors.RDFParser`` found.
"""

from __future__ import annotations

import json
import sys
import warnings

warnings.simplefilter("ignore")

from ckan.common import config  # noqa: E402
from ckanext.dcat.processors import RDFParser  # noqa: E402


def read(media_type: str, text: str) -> dict[str, object]:
    """Return the datasets of a page, and the address of the next one."""
    parser = RDFParser()
    parser.parse(text, _format=media_type)
    return {"datasets": list(parser.datasets()), "next": parser.next_page()}


def main() -> None:
    """Read pages for each default language: CKAN takes the title in its own language, or the first."""
    asked = json.load(sys.stdin)
    config.update({"ckan.locale_default": asked["locale"], "ckan.site_url": "https://portal.example"})
    json.dump([read(media_type, text) for media_type, text in asked["pages"]], sys.stdout)


if __name__ == "__main__":
    main()
