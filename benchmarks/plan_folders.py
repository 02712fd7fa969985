"""Makes plan folders from a seed: the same seed and size give the same bytes.

``python -m benchmarks.plan_folders FOLDER --plans 100`` writes 100 plans of 84 measures below ``FOLDER``, as CSV, web page,
Markdown and text, of real jurisdictions, by agencies of which hardly any is curated, with numbers and deadlines. One row in
twenty asks for something that no national requirement says, and one plan in forty, which is held back for it, has a row that
nobody is responsible for. What every row says goes into ``FOLDER/truth.csv``; ``--read RELEASES`` counts of how many rows a
build of the folder came to the same.
"""

from __future__ import annotations

import calendar
import csv
import io
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from html import escape
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import click

from mapping.reference import reference
from mapping.reference.bodies import Jurisdiction
from mapping.reference.national import NationalRequirement
from mapping.release import compression
from mapping.release.folder import live, read_manifest

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
_UNITS = {
    "家": (1, "家"),
    "个": (1, "个"),
    "条": (1, "条"),
    "亿元": (10**8, "元"),
    "万人次": (10**4, "人次"),
    "%": (1, "%"),
}
"""Units as they are printed, with the factor and the unit in which they are published."""
_HEADER = ("序号", "国家要求", "落实举措", "牵头单位", "配合单位", "完成时限")
_TRUTH = "truth.csv"
HELD_BACK = "plans with a fault held back, and others published"
Row = tuple[str, str, str, str, str, str]


class RowTruth(NamedTuple):
    """What a row says: the requirement that it carries out, if any, how many bodies, the last day, and the figure."""

    plan: str
    number: str
    requirement: str
    lead: str
    supporting: str
    deadline: str
    figure: str


def make(folder: Path, plans: int, seed: int = 293, *, provinces: bool = False) -> list[Path]:
    """Write plan folders below ``folder``, of provinces alone or of other places too, and return them."""
    data = reference.load()
    ending = "0000" if provinces else "00"
    places = [
        place
        for code, place in sorted(data.jurisdictions.items())
        if code.endswith(ending) and code != reference.CENTRE
    ]
    requirements = data.national(DOCUMENT).requirements
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _TRUTH).open("w", encoding="utf-8", newline="") as file:
        (truth := csv.writer(file)).writerow(RowTruth._fields)
        return [plan(folder, number, places, requirements, seed, truth.writerow) for number in range(plans)]


def agreement(folder: Path, releases: Path) -> dict[str, Counter[bool]]:
    """Return of how many rows of published plans a build came to what the row says, and of how many not, by what it is."""
    if not (release := live(releases)):
        raise click.ClickException(f"{releases} has no release")
    found: dict[str, Counter[bool]] = defaultdict(Counter)
    with (folder / _TRUTH).open(encoding="utf-8", newline="") as file:
        truths = [RowTruth(*row) for row in csv.reader(file)][1:]
    published = {entry.id for entry in read_manifest(release).plans}
    for name, rows in groupby(truths, lambda row: row.plan):
        found[HELD_BACK][(name in published) != _is_faulty(name)] += 1
        if name in published:
            text = compression.read(release, f"dumps/plan/{name}.csv").decode("utf-8-sig")
            read = {said["number"]: said for said in csv.DictReader(io.StringIO(text, newline=""))}
            for truth in rows:
                said = _said(name, read[truth.number]) if truth.number in read else None
                for what in RowTruth._fields[2:]:
                    found[what][said is not None and getattr(said, what) == getattr(truth, what)] += 1
    return found


def _is_faulty(plan: str) -> bool:
    return int(plan.split("-")[1]) % FAULTY == FAULTY - 1


def _said(plan: str, row: Mapping[str, str]) -> RowTruth:
    """Return what a row of a release's table says."""
    return RowTruth(
        plan=plan,
        number=row["number"],
        requirement=row["implements"].rpartition("/")[2],
        lead=_bodies(row["lead"]),
        supporting=_bodies(row["supporting"]),
        deadline=row["deadline"],
        figure=(row["targets"] or row["parameters"]).rpartition(": ")[2],
    )


def _bodies(cell: str) -> str:
    return str(len(list(filter(None, cell.split("|")))))


def plan(
    folder: Path,
    number: int,
    places: list[Jurisdiction],
    requirements: tuple[NationalRequirement, ...],
    seed: int,
    tell: Callable[[RowTruth], object] = lambda _: None,
) -> Path:
    """Write the plan of a number, which depends on nothing but the number and the seed, and tell what its rows say."""
    chance = random.Random(f"{seed}/{number}")
    place = places[number * 7 % len(places)]
    name = f"corpus-{number:05d}-293"
    rows = []
    for row, truth in _rows(chance, requirements, name):
        rows.append(row)
        tell(truth)
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


def _rows(
    chance: random.Random, requirements: tuple[NationalRequirement, ...], name: str
) -> Iterator[tuple[Row, RowTruth]]:
    own = chance.sample(_FIRST, 22)
    for number, requirement in enumerate(requirements, 1):
        known = bool(number % _UNMATCHED)
        asked = requirement.text if known else f"建立{chance.choice(_WHAT)}的数字孪生气象观测制度。"
        lead, *others = (f"{name}局" for name in chance.sample(own, chance.randint(1, 4)))
        if _is_faulty(name) and number == len(requirements):
            lead, others = "", []
        until, day = _until(chance) if number % 3 == 0 else ("", "")
        text, figure = _measure(chance)
        truth = RowTruth(
            name, str(number), requirement.number if known else "", str(bool(lead) + 0), str(len(others)), day, figure
        )
        yield (str(number), asked, text, lead, "、".join(others), until), truth


def _until(chance: random.Random) -> tuple[str, str]:
    """Return a deadline as it is printed, and its day."""
    year, month = 2020 + chance.randint(1, 5), chance.randint(1, 12)
    return f"{year}年{month}月底前", f"{year}-{month:02d}-{calendar.monthrange(year, month)[1]}"


def _measure(chance: random.Random) -> tuple[str, str]:
    """Return a measure's text, and the figure in it with its unit."""
    said = [f"{chance.choice(_DO)}{chance.choice(_WHAT)}" for _ in range(chance.randint(2, 6))]
    if chance.random() >= 1 / 3:
        return f"{'，'.join(said)}。", ""
    thing, number, unit = chance.choice(_WHAT), chance.randint(2, 900), chance.choice(list(_UNITS))
    factor, plain = _UNITS[unit]
    return f"{'，'.join(said)}，新增{thing}{number}{unit}。", f"{number * factor} {plain}"


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
@click.option("--provinces", is_flag=True, help="Plans of provinces alone, of each in turn.")
@click.option("--read", type=click.Path(path_type=Path), help="Folder of releases: say how far a build agrees instead.")
def main(folder: Path, plans: int, seed: int, *, provinces: bool, read: Path | None) -> None:
    """Write plan folders below FOLDER."""
    if not read:
        click.echo(f"{len(make(folder, plans, seed, provinces=provinces))} plan folders")
        return
    for what, counted in agreement(folder, read).items():
        click.echo(f"{what}: {counted[True]:,} as the rows say, {counted[False]:,} not")


if __name__ == "__main__":
    main()
