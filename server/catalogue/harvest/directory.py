"""The catalogue in the 13 core fields of the Chinese government-information-resource directory (政务信息资源目录编制指南).

The code is class, item and entry (three numbers that the guide leaves to the publisher's classification, here 2 for resources
by subject and zeros) and a running number, which a plan gets when it is first seen and keeps for ever.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree as ET

import msgspec
from flask import Blueprint, Response

from mapping.release.cells import table
from mapping.release.datasets import COMMON
from server.catalogue.answering import XML, chosen, reply, xml_document
from server.catalogue.dcat import authorities, datasets
from server.catalogue.dcat.edition import Edition, current
from server.catalogue.dcat.texts import texts
from server.catalogue.harvest import csvw
from server.web.representations import CSV, JSON, Representation

directory = Blueprint("directory", __name__)

FIELDS = {
    "名称": "name", "代码": "code", "提供方": "provider", "提供方代码": "providerCode", "摘要": "abstract", "分类": "category",
    "格式": "format", "信息项": "items", "共享属性": "sharing", "开放属性": "openness", "更新周期": "updateCycle",
    "发布日期": "published", "关联资源代码": "relatedCodes",
}  # fmt: skip # entries side by side
"""The fields in the order of the guide, and the names of their XML elements."""

_CLASS = "200000"
_FIRST_PLAN = 101
_ROOM = (JSON, XML, CSV)


@directory.get("/directory", defaults={"suffix": None})
@directory.get("/directory.<suffix>")
def get(suffix: str | None) -> Response:
    """Answer with the directory as JSON, XML or CSV."""
    edition = current()
    representation = chosen(_ROOM, suffix)
    return reply(edition, representation, lambda: _WRITERS[representation](entries(edition)))


def entries(edition: Edition) -> list[dict[str, str]]:
    """Return an entry a dataset, in the order of the catalogue."""
    codes = _codes(edition)
    return [_entry(edition, name, codes) for name in edition.dataset_names]


def _codes(edition: Edition) -> dict[str, str]:
    """Return the code of every dataset, also of plans that were withdrawn: theirs is never given again."""
    seen = dict.fromkeys(event.plan for event in edition.history.changes if event.change == "create")
    numbers = {name: number for number, name in enumerate(COMMON, 1)}
    numbers |= {name: number for number, name in enumerate(seen, _FIRST_PLAN)}
    return {name: f"{_CLASS}/{number:06d}" for name, number in numbers.items()}


def _entry(edition: Edition, name: str, codes: dict[str, str]) -> dict[str, str]:
    tops = edition.coverage.top_themes(edition.graph_of(name))
    formats = dict.fromkeys(authorities.format_label(dump.media_type) for dump in edition.dumps.get(name, []))
    values = (
        datasets.title(edition, name)["zh"],
        codes.get(name, ""),
        edition.manifest.publication.publisher["zh"],
        edition.manifest.publication.publisher_code,
        datasets.description(edition, name)["zh"],
        "、".join(edition.coverage.themes[theme].label["zh"] for theme in tops) or "综合政务",
        "、".join(formats),
        _information_items(edition, name),
        "无条件共享",
        "无条件开放",
        "不定期",
        edition.issued(name)[:10],
        "、".join(codes[each] for each in _related(edition, name) if each in codes),
    )
    return dict(zip(FIELDS, values, strict=True))


def _information_items(edition: Edition, name: str) -> str:
    """Return what is told of each thing: the columns of the table, or the kinds of things where there is no table."""
    if name == "all" or name in edition.plans:
        return "、".join(str(column["zh"]) for column in csvw.columns("dump").values())
    return texts(f"{name}.items")["zh"]


def _related(edition: Edition, name: str) -> tuple[str, ...]:
    """Return the datasets that a dataset builds on: a plan on the reference data and the ontology, the whole on all."""
    if name == "all":
        return tuple(each for each in COMMON if each in edition.dataset_names and each != "all")
    return ("all", "reference", "ontology") if name in edition.plans else ("all",)


def _json(found: list[dict[str, str]]) -> bytes:
    return msgspec.json.format(msgspec.json.encode({"目录": found}), indent=1)


def _xml(found: list[dict[str, str]]) -> bytes:
    root = ET.Element("directory", {"xml:lang": "zh"})
    for entry in found:
        resource = ET.SubElement(root, "resource")
        for field, value in entry.items():
            ET.SubElement(resource, FIELDS[field], {"title": field}).text = value
    return xml_document(root)


def _csv(found: list[dict[str, str]]) -> bytes:
    return table(FIELDS, ([entry.get(field, "") for field in FIELDS] for entry in found)).encode("utf-8-sig")


_WRITERS: dict[Representation, Callable[[list[dict[str, str]]], bytes | str]] = {JSON: _json, XML: _xml, CSV: _csv}
