"""The directory of government information resources in the forms that portals take: JSON, XML, CSV, spreadsheet; and in the
fields of a provincial scheme (``?scheme=``).
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from xml.etree import ElementTree as ET

import msgspec
from flask import Blueprint, Response, request

from mapping.release.release import Release
from mapping.release.tables import xml_text
from server.catalogue.answering import chosen, reply
from server.catalogue.dcat.edition import Edition, current
from server.catalogue.harvest.directory import Entry, entries, words
from server.release.live import served
from server.web.problems import Problem
from server.web.representations import CSV, JSON, XLSX, XML, Representation
from server.web.sheets import Sheet, separated, workbook

directory = Blueprint("directory", __name__)

Flat = dict[str, str]
_OFFERS = (JSON, XML, CSV, XLSX)
_LEVELS = ("类", "项", "目", "细目")
_ITEM = ("信息资源代码", "信息项名称", "数据类型", "长度")


@directory.get("/directory", defaults={"suffix": None})
@directory.get("/directory.<suffix>")
def get(suffix: str | None) -> Response:
    """Answer with the directory as JSON, XML, CSV or a spreadsheet; raises :class:`Problem` for a scheme that is not known."""
    edition, release = current(), served()
    representation = chosen(_OFFERS, suffix)
    scheme = request.args.get("scheme")
    if scheme is not None and scheme not in words()["schemes"]:
        raise Problem.worded(HTTPStatus.BAD_REQUEST, "scheme", None, given=scheme, known=", ".join(words()["schemes"]))
    return reply(edition, representation, lambda: _written(edition, release, representation, scheme))


def _written(edition: Edition, release: Release, representation: Representation, scheme: str | None) -> bytes:
    found = entries(edition, release)
    if scheme:
        in_scheme = [_in_scheme(_flat(entry), edition, scheme) for entry in found]
        return _SCHEME_WRITERS[representation](in_scheme)
    return _WRITERS[representation](found)


def _flat(entry: Entry) -> Flat:
    """Return an entry as a row of a table: what has parts becomes columns, what has several values a cell with commas."""
    levels = {f"信息资源分类（{level}）": entry["信息资源分类"].get(level, {}).get("名称", "") for level in _LEVELS}
    sharing, openness = entry["共享属性"], entry["开放属性"]
    way = sharing["共享方式"]
    rest = {name: entry[name] for name in ("更新周期", "发布日期", "更新日期")}
    return {
        **levels,
        "信息资源分类代码": entry["信息资源代码"].partition("/")[0],
        **{name: value for name, value in entry.items() if name.startswith("信息资源") and isinstance(value, str)},
        "行政区划代码": entry["行政区划代码"],
        "信息资源格式": "、".join(f"{each['分类']}（{each['类型']}）" for each in entry["信息资源格式"]),
        "信息项信息": "；".join(map(_item, entry["信息项信息"])),
        "共享类型": sharing["共享类型"],
        "共享条件": sharing["共享条件"],
        "共享方式": f"{way['分类']}（{way['类型']}）",
        **openness,
        **rest,
        "关联资源代码": "、".join(entry["关联资源代码"]),
        "数据地址": " ".join(entry["数据地址"]),
        "数据量": entry["数据量"],
    }


def _item(item: dict[str, str]) -> str:
    about = "，".join(filter(None, (item["数据类型"], item["长度"])))
    return f"{item['信息项名称']}（{about}）" if about else item["信息项名称"]


def _in_scheme(row: Flat, edition: Edition, scheme: str) -> Flat:
    """Return a row under the names of a provincial scheme."""
    known = row | {
        "信息资源分类": "/".join(filter(None, (row[f"信息资源分类（{level}）"] for level in _LEVELS))),
        "查询服务地址": edition.address("sparql"),
        "元数据维护方": edition.manifest.publication.publisher["zh"],
        "版本": edition.manifest.id,
    }
    return {name: known[ours] for name, ours in words()["schemes"][scheme].items()}


def _json(found: list[Any]) -> bytes:
    return msgspec.json.format(msgspec.json.encode({"目录": found}), indent=1)


def _xml(found: list[Entry]) -> bytes:
    root = ET.Element("directory", {"xml:lang": "zh"})
    for entry in found:
        resource = ET.SubElement(root, "resource")
        for field, value in entry.items():
            _element(resource, field, value)
    return xml_text.document(root)


def _element(parent: ET.Element, field: str, value: Any) -> None:
    """Add a value: parts as elements of their own, several values one after the other."""
    for each in value if isinstance(value, list) else [value]:
        element = ET.SubElement(parent, words()["elements"][field], {"title": field})
        if isinstance(each, dict):
            for name, part in each.items():
                _element(element, name, part)
        else:
            element.text = each


def _scheme_xml(rows: list[Flat]) -> bytes:
    root = ET.Element("目录", {"xml:lang": "zh"})
    for row in rows:
        resource = ET.SubElement(root, "信息资源")
        for name, value in row.items():
            ET.SubElement(resource, name).text = value
    return xml_text.document(root)


def _sheet(rows: list[Flat]) -> Sheet:
    heads = tuple(rows[0]) if rows else ()
    return Sheet("目录", heads, [tuple(row.values()) for row in rows])


def _rows(found: list[Entry]) -> list[Flat]:
    return [_flat(entry) for entry in found]


def _book(found: list[Entry]) -> bytes:
    """Return the directory as a spreadsheet: its second sheet has a row an item of information."""
    items = [
        (entry["信息资源代码"], *(item[name] for name in _ITEM[1:])) for entry in found for item in entry["信息项信息"]
    ]
    return workbook([_sheet(_rows(found)), Sheet("信息项", _ITEM, items)], _ABOUT)


_ABOUT = [("依据", "政务信息资源目录编制指南（试行），发改高技〔2017〕1272号")]
_WRITERS: dict[Representation, Callable[[list[Entry]], bytes]] = {
    JSON: _json, XML: _xml, CSV: lambda found: separated(_sheet(_rows(found))), XLSX: _book,
}  # fmt: skip # entries side by side
_SCHEME_WRITERS: dict[Representation, Callable[[list[Flat]], bytes]] = {
    JSON: _json, XML: _scheme_xml, CSV: lambda rows: separated(_sheet(rows)),
    XLSX: lambda rows: workbook([_sheet(rows)], []),
}  # fmt: skip # as above
