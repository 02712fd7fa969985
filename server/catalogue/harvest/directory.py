"""The catalogue as a directory of government information resources (政务信息资源目录编制指南（试行）, 发改高技〔2017〕1272号).

A resource has the 13 core fields of the guide and what portals ask for besides: where the data is, when it changed, how much
it is. Its code is 类, 项, 目, 细目 and, behind a slash, a running number, which a plan gets when first seen and keeps for ever.
提供方 of a plan is the government of its jurisdiction, that of the rest who publishes here.
"""

from __future__ import annotations

import csv
import functools
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from mapping.release.datasets import COMMON
from mapping.release.folder import Dump
from mapping.release.release import Release
from mapping.release.tables import measures
from server.catalogue.dcat import authorities, datasets, distributions
from server.catalogue.dcat.edition import CatalogueDataset, Edition
from server.catalogue.dcat.texts import texts
from server.web.representations import CSV

Entry = dict[str, Any]
_FIRST_PLAN = 101
_CHINA = "100000"
_FIXED = {"date": 10, "boolean": 5}
"""How many characters a value of a type takes, where that follows from the type."""


@functools.cache
def words() -> dict[str, Any]:
    """Return what the guide and the schemes call things."""
    return tomllib.loads((files("server.catalogue.harvest") / "directory.toml").read_text("utf-8"))


def entries(edition: Edition, release: Release) -> list[Entry]:
    """Return an entry a dataset, in the order of the catalogue."""
    codes = _codes(edition)
    return [_entry(dataset, codes, release) for dataset in edition.datasets.values()]


def _codes(edition: Edition) -> dict[str, str]:
    """Return the running number of every dataset, also of plans that were withdrawn: theirs is never given again."""
    seen = dict.fromkeys(event.plan for event in edition.history.changes if event.change == "create")
    numbers = {name: number for number, name in enumerate(COMMON, 1)}
    numbers |= {name: number for number, name in enumerate(seen, _FIRST_PLAN)}
    return {
        name: f"{_class_code(classes(CatalogueDataset(edition, name)))}/{number:06d}"
        for name, number in numbers.items()
    }


def classes(dataset: CatalogueDataset) -> dict[str, dict[str, str]]:
    """Return 类, 项, 目 and 细目 of a dataset, each with code and name; those of a plan end in its GB/T 2260 code."""
    edition = dataset.edition
    plan = dataset.plan
    found = dict(words()["classes"]["common" if dataset.name in COMMON else "plan"])
    if plan:
        province = f"{plan.jurisdiction[:2]}0000"
        found["目"] = [f"0{plan.jurisdiction[:2]}", edition.place_label(province)["zh"]]
        found["细目"] = [plan.jurisdiction, edition.place_label(plan.jurisdiction)["zh"]]
    return {level: {"代码": code, "名称": label} for level, (code, label) in found.items()}


def _class_code(found: dict[str, dict[str, str]]) -> str:
    return "".join(level["代码"] for level in found.values())


def _entry(dataset: CatalogueDataset, codes: dict[str, str], release: Release) -> Entry:
    edition = dataset.edition
    terms, plan = words()["words"], dataset.plan
    publication, dumps = edition.manifest.publication, distributions.files(dataset)
    place = plan.jurisdiction if plan else _CHINA
    issuer = terms["government"].format(place=edition.place_label(place)["zh"])
    license_ = dataset.license
    return {
        "信息资源分类": classes(dataset),
        "信息资源名称": datasets.title(dataset)["zh"],
        "信息资源代码": codes.get(dataset.name, ""),
        "信息资源提供方": issuer if plan else publication.publisher["zh"],
        "信息资源提供方代码": (plan.issuer_code or "") if plan else publication.publisher_code,
        "行政区划代码": place,
        "信息资源摘要": datasets.description(dataset)["zh"],
        "信息资源格式": _formats(dumps),
        "信息项信息": list(_information_items(dataset, release, dumps)),
        "共享属性": {
            "共享类型": terms["sharing"],
            "共享条件": terms["no-condition"],
            "共享方式": dict(zip(("分类", "类型"), terms["way"], strict=True)),
        },
        "开放属性": {"是否向社会开放": terms["open"], "开放条件": terms["openness"].format(license=license_)},
        "更新周期": terms["cycle"],
        "发布日期": dataset.issued[:10],
        "更新日期": dataset.modified[:10],
        "关联资源代码": [codes[each] for each in _related(dataset) if each in codes],
        "数据地址": [distributions.latest(edition, dump) for dump in dumps],
        "数据量": f"{sum(dump.byte_size for dump in dumps)} 字节，{dataset.triples} 条陈述",
    }


def _formats(dumps: list[Dump]) -> list[dict[str, str]]:
    found = {authorities.format_label(dump.media_type): _kind(dump.media_type) for dump in dumps}
    return [{"分类": kind, "类型": label} for label, kind in found.items()]


def _kind(media_type: str) -> str:
    known = words()["formats"].items()
    return next((kind for begins, kind in known if media_type.startswith(begins)), "自描述格式")


def _information_items(dataset: CatalogueDataset, release: Release, dumps: list[Dump]) -> Iterator[Entry]:
    """Yield what is told of each thing: the columns of the table, or the kinds of things where there is no table."""
    if dataset.name != "all" and not dataset.plan:
        for kind in texts(f"{dataset.name}.items")["zh"].split("、"):
            yield {"信息项名称": kind, "数据类型": "", "长度": ""}
        return
    longest = _longest(release, dumps)
    for column, heading in measures.columns().items():
        kind = heading.get("type", "string")
        length = _FIXED.get(kind) or longest.get(column) or ""
        yield {"信息项名称": heading["zh"], "数据类型": words()["types"][kind], "长度": str(length)}


def _longest(release: Release, dumps: list[Dump]) -> dict[str, int]:
    """Return how many characters the longest value of each column of the table has; of none where there is no value."""
    path = next((dump.path for dump in dumps if dump.media_type == CSV.media_type), None)
    return release.once(_lengths, path) if path else {}


def _lengths(release: Release, table: str) -> dict[str, int]:
    path = release.folder / table
    if not path.exists():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        heads = next(rows, [])
        most = [0] * len(heads)
        for row in rows:
            most = [max(known, len(value)) for known, value in zip(most, row, strict=False)]
    return dict(zip(heads, most, strict=True))


def _related(dataset: CatalogueDataset) -> tuple[str, ...]:
    """Return the datasets that a dataset builds on: a plan on the reference data and the ontology, the whole on all."""
    if dataset.name == "all":
        return tuple(each for each in COMMON if each in dataset.edition.datasets and each != "all")
    return ("all", "reference", "ontology") if dataset.plan else ("all",)
