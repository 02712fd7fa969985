"""A steward's decision belongs to the text that it was made for, not to the number that this text once had."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from mapping import build
from mapping import plan_folder as folders
from mapping.alignment.relocation import Relocated, doubt, relocate
from mapping.alignment.sssom import NO_TERM, MappingDecisions, MappingRow
from mapping.extract import PlanExtraction, extract
from mapping.findings import WITHOUT_TEXT
from mapping.new import review
from mapping.reference import reference
from mapping.release import folder as release
from mapping.workbench import Settings
from server.command.cli import main

POINT = "pg:national/ndrc-2020-293/point/{:02}"
HEAD = "subject_id\tsubject_label\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\n"
PREFIXES = '#curie_map:\n#  data: "http://localhost:8000/"\n#  pg: "https://w3id.org/policygraph/"\n'
KILNS, BOATS, LAMPS = "修复龙窑。保护古窑址。", "维修摇橹船。每年查一次。", "点亮河灯。办灯会。"


def decided(subject: str, label: str, point: int = 1, *, modifier: str = "") -> str:
    return f"data:id/{subject}\t{label}\tskos:broadMatch\t{modifier}\t{POINT.format(point)}\tsemapv:ManualMappingCuration\n"


@pytest.fixture(scope="module")
def known() -> reference.Reference:
    return reference.load()


Extracted = Callable[..., PlanExtraction]


@pytest.fixture
def folder(plan_folder: Callable[..., Path]) -> Callable[..., Path]:
    def make(*measures: str, decisions: str = "", agencies: str = "") -> Path:
        rows = "".join(f"{number},{text},省商务厅\n" for number, text in enumerate(measures, 1))
        path = plan_folder(rows, header="序号,落实举措,责任单位")
        (path / "alignment.sssom.tsv").write_text(PREFIXES + HEAD + decisions, "utf-8")
        if agencies:
            (path / "agencies.tsv").write_text(f"name\tagency\n{agencies}", "utf-8")
        return path

    return make


@pytest.fixture
def extracted(folder: Callable[..., Path], known: reference.Reference) -> Extracted:
    return lambda *measures, **given: extract(folders.load(folder(*measures, **given)), known)


def meanings(extraction: PlanExtraction) -> dict[str, list[str]]:
    return {one.text: [target.rpartition("/")[2] for target in one.implements] for one in extraction.plan.measures}


def doubts(extraction: PlanExtraction) -> list[str]:
    return [finding.message for finding in extraction.findings if finding.code == WITHOUT_TEXT]


BOTH = decided("measure/small-2020/1", KILNS, 3) + decided("measure/small-2020/2", BOATS, 9)


def test_a_measure_put_in_before_the_others_moves_no_decision(extracted: Extracted) -> None:
    found = extracted(LAMPS, KILNS, BOATS, decisions=BOTH)
    assert meanings(found) == {LAMPS: [], KILNS: ["03"], BOATS: ["09"]}
    assert [one.number for one in found.findings if one.code == "unmatched-requirement"] == ["1"]
    assert not doubts(found)


def test_measures_that_change_places_keep_their_decisions(extracted: Extracted) -> None:
    assert meanings(extracted(BOATS, KILNS, decisions=BOTH)) == {KILNS: ["03"], BOATS: ["09"]}


def test_a_decision_whose_text_is_gone_is_not_applied_and_said(extracted: Extracted) -> None:
    found = extracted("修复龙窑三座。保护古窑址。", BOATS, decisions=BOTH)
    assert meanings(found) == {"修复龙窑三座。保护古窑址。": [], BOATS: ["09"]}
    (said,) = doubts(found)
    assert KILNS in said
    assert "修复龙窑三座" in said
    assert "unmatched-requirement" in {finding.code for finding in found.findings}


@pytest.mark.parametrize(("was", "now"), [("增长5.5%。办展。", "增长55%。办展。"), ("建库12座。", "建库1座、2座。")])
def test_a_figure_that_was_corrected_makes_another_text(extracted: Extracted, was: str, now: str) -> None:
    found = extracted(now, decisions=decided("measure/small-2020/1", was))
    assert meanings(found) == {now: []}
    assert len(doubts(found)) == 1


def test_blanks_and_the_width_of_forms_make_no_other_text(extracted: Extracted) -> None:
    found = extracted(
        "修复ＡＢ型 龙窑，保护\u200b古窑址。", decisions=decided("measure/small-2020/9", "修复AB型龙窑,保护 古窑址。")
    )
    assert list(meanings(found).values()) == [["01"]]


def test_a_rejected_likeness_stays_rejected_under_a_new_number(
    folder: Callable[..., Path], known: reference.Reference
) -> None:
    text = "持续办好中国品牌日活动。"
    path = folder(LAMPS, text)
    proposed = extract(folders.load(path), known).plan.measures[1].implements
    assert proposed
    rejected = (
        f"data:id/measure/small-2020/1\t{text}\tskos:closeMatch\tNot\t{proposed[0]}\tsemapv:ManualMappingCuration\n"
    )
    (path / "alignment.sssom.tsv").write_text(PREFIXES + HEAD + rejected, "utf-8")
    assert extract(folders.load(path), known).plan.measures[1].implements == ()


def test_a_row_without_a_text_decides_nothing_unless_another_row_of_its_subject_has_one(extracted: Extracted) -> None:
    own = decided("measure/small-2020/1", "", 5)
    found = extracted(KILNS, decisions=own)
    assert meanings(found) == {KILNS: []}
    assert "no subject_label" in doubts(found)[0]


def test_a_further_row_of_a_subject_needs_no_text_of_its_own(extracted: Extracted) -> None:
    found = extracted(
        LAMPS, KILNS, decisions=decided("measure/small-2020/1", KILNS, 3) + decided("measure/small-2020/1", "", 5)
    )
    assert meanings(found)[KILNS] == ["03", "05"]


def row(subject: str, label: str, target: str) -> MappingRow:
    return MappingRow(
        subject=subject, subject_label=label, predicate="broad", object=target, justification="ManualMappingCuration"
    )


@pytest.mark.parametrize(
    ("old", "now", "moved"),
    [
        (["3", "7"], ["4", "8"], {"3": "4", "7": "8"}),
        (["3"], ["3", "9"], {"3": "3"}),
        (["3"], ["4", "9"], {}),
        (["3", "7"], ["4"], {}),
    ],
)
def test_equal_texts_are_told_apart_by_number_or_by_order_or_not_at_all(
    old: list[str], now: list[str], moved: dict[str, str]
) -> None:
    rows = tuple(row(f"id/measure/p/{number}", "同文。", f"x:{number}") for number in old)
    relocated = relocate(MappingDecisions(rows=rows), {f"id/measure/p/{number}": "同文。" for number in now})
    assert {one.object: one.subject for one in relocated.decisions.rows} == {
        f"x:{before}": f"id/measure/p/{after}" for before, after in moved.items()
    }
    assert len(relocated.lost) == len(old) - len(moved)


def test_a_decision_on_a_quotation_is_none_on_a_measure_of_the_same_words() -> None:
    relocated = relocate(
        MappingDecisions(rows=(row("id/quotation/p/1", "办展。", "x:1"),)), {"id/measure/p/1": "办展。"}
    )
    assert relocated == Relocated(MappingDecisions(), (row("id/quotation/p/1", "办展。", "x:1"),))


TEXTS = {"id/measure/p/1": "点灯。", "id/measure/p/2": "修窑。", "id/measure/p/3": "修窑。"}


@pytest.mark.parametrize(
    ("one", "message", "text"),
    [
        (row("id/measure/p/9", "办展。", "x:1"), "“办展。” means x:1 is not applied: no such text stands", "办展。"),
        (row("id/measure/p/9", "办展。", NO_TERM), "“办展。” means nothing national is not", "办展。"),
        (row("id/measure/p/1", "办展。", "x:1"), "any more; id/measure/p/1 is now “点灯。”", "办展。"),
        (row("id/measure/p/9", "修窑。", "x:1"), "this text stands 2 times in the document now, under other", "修窑。"),
        (
            row("id/measure/p/1", "", "x:1"),
            "The decision on id/measure/p/1 is not applied: its row has no",
            "id/measure/p/1",
        ),
    ],
)
def test_a_decision_that_is_not_applied_says_what_it_was_and_why(one: MappingRow, message: str, text: str) -> None:
    said = doubt(one, TEXTS)
    assert message in said.message
    assert (said.code, said.text) == (WITHOUT_TEXT, text)


def test_what_was_rejected_is_said_not_to_mean_it() -> None:
    rejected = msgspec.structs.replace(row("id/measure/p/9", "办展。", "x:1"), rejected=True)
    assert "“办展。” is not x:1 is not applied" in doubt(rejected, TEXTS).message


def test_the_review_file_is_written_anew_with_every_decision(
    folder: Callable[..., Path], known: reference.Reference
) -> None:
    path = folder(LAMPS, KILNS, decisions=BOTH)
    before = folders.load(path)
    review(before, extract(before, known), known)
    lines = (path / "alignment.sssom.tsv").read_text("utf-8").splitlines()
    assert [line.split("\t")[:2] for line in lines if "ManualMappingCuration" in line] == [
        ["data:id/measure/small-2020/2", KILNS],
        ["data:id/measure/small-2020/2", BOATS],
    ]
    assert any(LAMPS in line and "NoTermFound" in line for line in lines)
    again = extract(before, known)
    assert meanings(again) == {LAMPS: [], KILNS: ["03"]}
    assert len(doubts(again)) == 1


def test_a_decision_on_a_name_that_the_document_does_not_print_is_said(extracted: Extracted) -> None:
    agencies = "省商务厅\tpg:function/commerce\n省窑业局\tpg:function/commerce\n"
    (said,) = doubts(extracted(KILNS, agencies=agencies))
    assert "省窑业局" in said


def test_build_says_what_it_did_not_apply_in_the_terminal_and_in_the_report(
    folder: Callable[..., Path], tmp_path: Path
) -> None:
    path = folder(LAMPS, BOATS, decisions=BOTH)
    result = CliRunner().invoke(main, ["build", str(path), "--releases", str(tmp_path / "r")])
    assert result.exit_code == 0, result.output
    assert f"The decision that “{KILNS}”" in result.output
    live = release.live(tmp_path / "r")
    assert live is not None
    report = (live / "reports" / "small-2020.json").read_text("utf-8")
    assert report.count("ImplementationPlan/decisions") == 1
    assert KILNS in report


def test_a_plan_whose_decisions_all_stand_has_no_such_warning(folder: Callable[..., Path], tmp_path: Path) -> None:
    built = build.build([folder(LAMPS, KILNS, BOATS, decisions=BOTH)], Settings(), tmp_path / "r", build.Options())
    assert built.release is not None
    assert "ImplementationPlan/decisions" not in (built.release / "reports" / "small-2020.json").read_text("utf-8")
