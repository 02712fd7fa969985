"""Makes plan folders from a seed: the same seed and size give the same bytes.

``python -m benchmarks.plan_folders FOLDER --plans 100`` writes 100 plans of 84 measures below ``FOLDER``, as CSV, web page,
Markdown and text, of real jurisdictions, by agencies of which hardly any is curated, with numbers and deadlines. One row in
twenty asks for something that no national requirement says, and one plan in forty, which is held back for it, has a row that
nobody is responsible for.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

import click

from mapping.reference import reference
from mapping.reference.bodies import Jurisdiction
from mapping.reference.national import NationalRequirement

DOCUMENT = "ndrc-2020-293"
FAULTY = 40
"""One plan in so many has a row without an agency."""
_UNMATCHED = 20
_FIRST = (
    "发展改革", "商务", "财政", "教育", "科技", "工业和信息化", "民政", "人力资源社会保障", "自然资源", "生态环境",
    "住房城乡建设", "交通运输", "水利", "农业农村", "文化和旅游", "卫生健康", "市场监管", "体育", "统计", "医疗保障",
    "地方金融监管", "粮食和物资储备", "林业和草原", "药品监督管理", "知识产权", "供销合作", "邮政管理", "通信管理",
    "大数据发展", "政务服务",
)  # fmt: skip # entries side by side
_DO = ("支持", "推动", "完善", "加快建设", "扩大", "优化", "开展", "落实", "培育", "引导企业发展")
_WHAT = (
    "夜间经济街区", "品牌连锁便利店", "家政服务标准", "养老服务机构", "新能源汽车充电桩", "农产品冷链物流",
    "智慧商圈", "免税购物点", "乡村旅游线路", "体育赛事平台", "绿色家电下乡", "老旧小区加装电梯",
    "跨境电子商务园区", "文化消费试点", "消费信用体系", "托育服务网点",
)  # fmt: skip # entries side by side
_UNITS = ("家", "个", "条", "亿元", "万人次", "%")
_HEADER = ("序号", "国家要求", "落实举措", "牵头单位", "配合单位", "完成时限")
Row = tuple[str, str, str, str, str, str]


def make(folder: Path, plans: int, seed: int = 293) -> list[Path]:
    """Write plan folders below ``folder`` and return them."""
    data = reference.load()
    places = [
        place for code, place in sorted(data.jurisdictions.items()) if code.endswith("00") and code != reference.CENTRE
    ]
    requirements = data.national(DOCUMENT).requirements
    return [plan(folder, number, places, requirements, seed) for number in range(plans)]


def plan(
    folder: Path, number: int, places: list[Jurisdiction], requirements: tuple[NationalRequirement, ...], seed: int
) -> Path:
    """Write the plan of a number, which depends on nothing but the number and the seed."""
    chance = random.Random(f"{seed}/{number}")
    place = places[number * 7 % len(places)]
    name = f"corpus-{number:05d}-293"
    rows = list(_rows(chance, requirements, faulty=number % FAULTY == FAULTY - 1))
    suffix, write = sorted(_LAYOUTS.items())[number % len(_LAYOUTS)]
    (target := folder / name).mkdir(parents=True)
    (target / f"document.{suffix}").write_text(write(rows), "utf-8", newline="")
    title = f"{place.label['zh']}促进消费任务分工方案（{number}）"
    settings = [
        f'id = "{name}"', f'document = "document.{suffix}"', f'national = "{DOCUMENT}"',
        f'jurisdiction = "{place.code}"',
        f"date_document = 2020-{number % 12 + 1:02d}-{number % 28 + 1:02d}", "sample = true",
        f'title = {{ zh = "{title}", en = "Division of work {number}" }}', "[layout]", 'kind = "table"', "[layout.columns]",
        *(f'{key} = "{column}"' for key, column in zip(_KEYS, _HEADER, strict=True)),
    ]  # fmt: skip # entries side by side
    (target / "plan.toml").write_text("\n".join(settings), "utf-8")
    return target


_KEYS = ("serial", "requirement", "measure", "lead", "supporting", "deadline")


def _rows(chance: random.Random, requirements: tuple[NationalRequirement, ...], *, faulty: bool) -> Iterator[Row]:
    own = chance.sample(_FIRST, 22)
    for number, requirement in enumerate(requirements, 1):
        asked = requirement.text if number % _UNMATCHED else f"建立{chance.choice(_WHAT)}的数字孪生气象观测制度。"
        lead, *others = (f"{name}局" for name in chance.sample(own, chance.randint(1, 4)))
        if faulty and number == len(requirements):
            lead, others = "", []
        until = f"202{chance.randint(1, 5)}年{chance.randint(1, 12)}月底前" if number % 3 == 0 else ""
        yield str(number), asked, _measure(chance), lead, "、".join(others), until


def _measure(chance: random.Random) -> str:
    said = [f"{chance.choice(_DO)}{chance.choice(_WHAT)}" for _ in range(chance.randint(2, 6))]
    if chance.random() < 1 / 3:
        said.append(f"新增{chance.choice(_WHAT)}{chance.randint(2, 900)}{chance.choice(_UNITS)}")
    return "，".join(said) + "。"


def _as_csv(rows: list[Row]) -> str:
    csv.writer(text := io.StringIO()).writerows([_HEADER, *rows])
    return text.getvalue()


def _as_text(rows: list[Row]) -> str:
    return "".join("\t".join(row) + "\n" for row in (_HEADER, *rows))


def _as_html(rows: list[Row]) -> str:
    lines = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>\n" for row in (_HEADER, *rows))
    return f'<!doctype html><meta charset="utf-8"><title>任务分工</title><table>{lines}</table>\n'


def _as_markdown(rows: list[Row]) -> str:
    return "".join(f"| {' | '.join(row)} |\n" for row in (_HEADER, ("---",) * len(_HEADER), *rows))


_LAYOUTS: dict[str, Callable[[list[Row]], str]] = {
    "csv": _as_csv, "html": _as_html, "md": _as_markdown, "txt": _as_text,
}  # fmt: skip # entries side by side


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--plans", default=100, show_default=True)
@click.option("--seed", default=293, show_default=True)
def main(folder: Path, plans: int, seed: int) -> None:
    """Write plan folders below FOLDER."""
    click.echo(f"{len(make(folder, plans, seed))} plan folders")


if __name__ == "__main__":
    main()
