"""The steward's alignment file: read, merged with what the machine proposes, written again."""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.alignment import sssom
from mapping.alignment.alignment import Alignment
from mapping.alignment.sssom import NO_TERM, STEWARD, MappingDecisions, MappingRow
from mapping.errors import PlanFolderError

SUBJECT = "id/quotation/tianjin-2020-293/7"
ONE = "pg:national/ndrc-2020-293/requirement/02.1"
OTHER = "pg:national/ndrc-2020-293/requirement/02.2"
ID = "http://localhost:8000/id/mapping/tianjin-2020-293"
LICENSE = "https://creativecommons.org/licenses/by/4.0/"

FILE = """\
#mapping_set_id: http://localhost:8000/id/mapping/tianjin-2020-293
#license: https://creativecommons.org/licenses/by/4.0/
#curie_map:
#  data: "http://localhost:8000/"
#  pg: "https://w3id.org/policygraph/"
#  role: "https://w3id.org/policygraph/role/"
#  semapv: "https://w3id.org/semapv/vocab/"
#  skos: "http://www.w3.org/2004/02/skos/core#"
subject_id\tsubject_label\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\treviewer_id\tcomment
data:id/quotation/tianjin-2020-293/7\t实施“三品”战略\tskos:closeMatch\t\t\
pg:national/ndrc-2020-293/requirement/02.1\tsemapv:ManualMappingCuration\trole:steward\t逐字核对
data:id/quotation/tianjin-2020-293/8\t\tskos:exactMatch\tNot\t\
pg:national/ndrc-2020-293/requirement/02.2\tsemapv:MappingReview\trole:steward\t
"""


def machine(target: str = ONE) -> Alignment:
    return Alignment(
        target=target,
        confidence="0.93",
        predicate="close",
        justification="LexicalSimilarityThresholdMatching",
        comment="近",
    )


def row(
    target: str = ONE, *, subject: str = SUBJECT, rejected: bool = False, reviewer: str | None = None
) -> MappingRow:
    return MappingRow(
        subject=subject,
        predicate="close",
        object=target,
        justification="LexicalSimilarityThresholdMatching",
        rejected=rejected,
        reviewer=reviewer,
        confidence=None if reviewer or rejected or target == NO_TERM else "0.93",
    )


def render(decisions: MappingDecisions) -> str:
    return sssom.render(decisions, mapping_set_id=ID, license=LICENSE)


def test_a_file_is_read_as_references() -> None:
    confirmed, rejected = sssom.parse(FILE).rows
    assert (confirmed.subject, confirmed.object, confirmed.reviewer) == (SUBJECT, ONE, STEWARD)
    assert (confirmed.predicate, confirmed.decision, confirmed.comment) == ("close", "confirmed", "逐字核对")
    assert (rejected.decision, rejected.object) == ("rejected", OTHER)


def test_a_folder_without_a_file_has_no_decisions(tmp_path: Path) -> None:
    assert sssom.read(tmp_path / "alignment.sssom.tsv") == MappingDecisions()


def test_a_file_saved_by_a_spreadsheet_is_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "alignment.sssom.tsv"
    padded = "\n".join(line + "\t\t" if line.startswith("#") else line for line in FILE.splitlines())
    path.write_bytes(padded.replace("\n", "\r\n").encode("utf-8-sig"))
    assert sssom.read(path).rows == sssom.parse(FILE).rows


def test_whole_iris_are_as_good_as_prefixed_names() -> None:
    spelt_out = FILE.replace("\tpg:national", "\thttps://w3id.org/policygraph/national")
    assert sssom.parse(spelt_out).rows == sssom.parse(FILE).rows


def test_a_file_may_name_its_own_prefix() -> None:
    own = FILE.replace('#  pg: "', '#  mine: "').replace("\tpg:national", "\tmine:national")
    assert sssom.parse(own).rows == sssom.parse(FILE).rows


def test_a_confirmed_row_stands_alone_against_the_machine() -> None:
    (decided,) = sssom.parse(FILE).decide(SUBJECT, [machine(OTHER)])
    assert (decided.target, decided.justification, decided.reviewer) == (ONE, "ManualMappingCuration", STEWARD)
    assert decided.confidence == "1.00"


def test_a_rejected_row_takes_away_what_the_machine_says_and_nothing_else() -> None:
    decisions = sssom.parse(FILE)
    subject = "id/quotation/tianjin-2020-293/8"
    assert decisions.decide(subject, [machine(OTHER), machine(ONE)]) == (machine(ONE),)


def test_a_proposal_in_the_file_decides_nothing() -> None:
    decisions = MappingDecisions(rows=(row(ONE),))
    assert decisions.decide(SUBJECT, [machine(OTHER)]) == (machine(OTHER),)
    assert decisions.subjects() == frozenset()


def test_an_object_written_into_a_row_that_had_none_is_a_decision() -> None:
    (proposed,) = sssom.proposals(SUBJECT, "某句", [])
    filled_in = MappingDecisions(rows=(msgspec.structs.replace(proposed, object=ONE),))
    (decided,) = filled_in.decide(SUBJECT, [machine(OTHER)])
    assert (decided.target, decided.justification, decided.reviewer) == (ONE, "ManualMappingCuration", STEWARD)
    assert filled_in.subjects() == {SUBJECT}
    assert sssom.merge([proposed], filled_in).rows == filled_in.rows


def test_rejection_wins_over_confirmation_of_the_same_pair() -> None:
    decisions = MappingDecisions(rows=(row(ONE, reviewer=STEWARD), row(ONE, rejected=True)))
    assert decisions.decide(SUBJECT, [machine(ONE)]) == ()


def test_a_steward_can_say_that_a_text_means_nothing_nationally() -> None:
    decisions = MappingDecisions(rows=(row(NO_TERM, reviewer=STEWARD),))
    assert decisions.decide(SUBJECT, [machine(ONE)]) == ()


def test_one_subject_may_be_confirmed_to_mean_several_requirements() -> None:
    decisions = MappingDecisions(rows=(row(ONE, reviewer=STEWARD), row(OTHER, reviewer=STEWARD)))
    assert [found.target for found in decisions.decide(SUBJECT, [])] == [ONE, OTHER]


def test_what_is_not_found_is_proposed_as_not_found() -> None:
    (proposed,) = sssom.proposals(SUBJECT, "某句", [])
    assert (proposed.object, proposed.decision) == (NO_TERM, "proposed")
    assert "sssom:NoTermFound" in render(MappingDecisions(rows=(proposed,)))


def test_merging_keeps_every_decision_word_for_word() -> None:
    steward = sssom.parse(FILE)
    merged = sssom.merge(sssom.proposals(SUBJECT, "新", [machine(OTHER)]), steward)
    assert set(merged.rows) == set(steward.rows)


def test_what_was_nearest_stands_beside_a_row_without_an_object_and_is_no_part_of_the_decision_on_it() -> None:
    nearest = ["pg:national/x/requirement/01.1 0.41 “词”", "pg:national/x/requirement/02.2 0.10"]
    row = sssom.proposals(SUBJECT, "某句", [], nearest)[0]
    text = sssom.render(sssom.MappingDecisions(rows=(row,)), mapping_set_id="https://example.org/m", license="CC0")
    (read,) = sssom.parse(text).rows
    assert read == row
    assert dict(read.other) == {"other": "|".join(f"nearest={one}" for one in nearest)}
    filled = text.replace("sssom:NoTermFound", "pg:national/x/requirement/01.1")
    (decided,) = sssom.parse(filled).decide(SUBJECT, [])
    assert (decided.target, decided.comment) == ("pg:national/x/requirement/01.1", None)


def test_merging_replaces_old_proposals_by_new_ones() -> None:
    merged = sssom.merge([row(OTHER)], MappingDecisions(rows=(row(ONE),)))
    assert [found.object for found in merged.rows] == [OTHER]


TARGETS = st.sampled_from([ONE, OTHER, "pg:national/ndrc-2020-293/point/02"])
SUBJECTS = st.sampled_from([f"id/quotation/p/{n}" for n in (1, 2, 10)])
ROWS = st.lists(
    st.builds(row, TARGETS, subject=SUBJECTS, rejected=st.booleans(), reviewer=st.sampled_from([None, STEWARD])),
    max_size=8,
)


@settings(max_examples=200, deadline=None)
@given(ROWS, ROWS)
def test_a_rejected_pair_is_never_proposed_or_decided_again(steward: list[MappingRow], found: list[MappingRow]) -> None:
    decisions = MappingDecisions(rows=tuple(steward))
    rejected = {(r.subject, r.object) for r in steward if r.rejected}
    merged = sssom.merge([r for r in found if not r.rejected], decisions)
    assert not {(r.subject, r.object) for r in merged.rows if r.decision == "proposed"} & rejected
    for subject in {r.subject for r in found}:
        decided = merged.decide(subject, [machine(r.object) for r in found if r.subject == subject])
        assert not {(subject, alignment.target) for alignment in decided} & rejected


@settings(max_examples=100, deadline=None)
@given(ROWS, st.randoms())
def test_writing_does_not_depend_on_the_order_of_rows_and_reading_gives_them_back(
    rows: list[MappingRow], random: object
) -> None:
    unique = list(dict.fromkeys(rows))
    text = render(MappingDecisions(rows=tuple(unique)))
    shuffled = list(unique)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert render(MappingDecisions(rows=tuple(shuffled))) == text
    again = sssom.parse(text)
    assert set(again.rows) == set(unique)
    assert render(again) == text


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_label_and_comment_survive_as_one_line(text: str) -> None:
    written = MappingRow(
        subject=SUBJECT,
        subject_label=text,
        predicate="exact",
        object=ONE,
        justification="ManualMappingCuration",
        comment=text,
        author=STEWARD,
    )
    (again,) = sssom.parse(render(MappingDecisions(rows=(written,)))).rows
    assert again.subject_label == " ".join(text.split())
    assert (again.comment or "") == " ".join(text.split())


def test_rows_are_in_the_order_of_the_plan() -> None:
    rows = tuple(row(ONE, subject=f"id/quotation/p/{n}") for n in (10, 9, 2))
    lines = render(MappingDecisions(rows=rows)).splitlines()[-3:]
    assert [line.split("\t")[0].rpartition("/")[2] for line in lines] == ["2", "9", "10"]


def test_the_header_and_the_columns_of_the_steward_are_kept() -> None:
    text = FILE.replace("#license", "#mapping_set_version: 3\n#license").replace("\tcomment", "\tmapping_date\tcomment")
    text = text.replace("role:steward\t逐", "role:steward\t2024-05-01\t逐").replace(
        "role:steward\t\n", "role:steward\t\t\n"
    )
    written = render(sssom.parse(text))
    assert "#mapping_set_version: 3\n" in written
    assert "mapping_date" in written
    assert "2024-05-01" in written


@pytest.mark.parametrize(
    ("old", "new", "says", "advises"),
    [
        ("skos:exactMatch", "skos:narrowMatch", "line 11: predicate_id is 'skos:narrowMatch'", "skos:exactMatch"),
        ("\tNot\t", "\tnot\t", "predicate_modifier is 'not'", "Write Not"),
        ("data:id/quotation/tianjin-2020-293/8", "第8行", "'第8行' is no identifier here", "curie_map"),
        ("semapv:MappingReview", "manual", "mapping_justification is 'manual'", "semapv:ManualMappingCuration"),
        ("role:steward\t逐", "orcid:0000-0001\t逐", "line 10: 'orcid:0000-0001' is no identifier", "add its prefix"),
        ("role:steward\t逐", "data:zhang-san\t逐", "'data:zhang-san' is not a role", "Persons are not published"),
        ("\tmapping_justification", "\tjustification", "line 9: the table lacks mapping_justification", "tab"),
        ("\tsubject_label", "\tsubject_id", "subject_id stands twice", "one column"),
        ("#curie_map:", "#curie_map", "line 3:", "one slot a line"),
        ("pg:national/ndrc-2020-293/requirement/02.2", "", "object_id is empty", "delete the row"),
        ("逐字核对", "逐字\t核对", "9 cells under 8 columns", "Remove the tabs"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_what_to_do(old: str, new: str, says: str, advises: str) -> None:
    assert old in FILE
    with pytest.raises(PlanFolderError) as caught:
        sssom.parse(FILE.replace(old, new), name="alignment.sssom.tsv")
    assert says in caught.value.what
    assert advises in caught.value.advice
    assert caught.value.where.document == "alignment.sssom.tsv"


@pytest.mark.parametrize("confidence", ["1.5", "-0.1", "high", "NaN"])
def test_a_confidence_is_a_number_from_0_to_1(confidence: str) -> None:
    text = FILE.replace("\tcomment", "\tconfidence").replace("逐字核对", confidence)
    with pytest.raises(PlanFolderError, match="confidence is"):
        sssom.parse(text)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "alignment.sssom.tsv"
    path.write_bytes(FILE.encode("gb18030"))
    with pytest.raises(PlanFolderError, match="not UTF-8"):
        sssom.read(path)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*'#\t\n\r":/ \0', "data", "pg", "curie_map", "skos", "Not", "中"]), max_size=40))
def test_any_text_is_read_or_refused_but_never_a_crash(pieces: list[str]) -> None:
    for text in ("".join(pieces), FILE + "".join(pieces)):
        with contextlib.suppress(PlanFolderError):
            assert all(row.subject and row.object for row in sssom.parse(text).rows)


@pytest.mark.filterwarnings("ignore")
def test_the_reference_implementation_accepts_the_file(tmp_path: Path) -> None:
    parsers = pytest.importorskip("sssom.parsers", reason="sssom is not installed: its dependencies are heavy")
    validators = pytest.importorskip("sssom.validators")
    path = tmp_path / "alignment.sssom.tsv"
    rows = [*sssom.parse(FILE).rows, *sssom.proposals("id/quotation/p/1", "找“不到”的", [])]
    rows += sssom.proposals("id/quotation/p/2", "近的", [machine()])
    path.write_text(render(MappingDecisions(rows=tuple(rows))), encoding="utf-8")
    mapping_set = parsers.parse_sssom_table(str(path))
    reports = validators.validate(mapping_set, fail_on_error=True)
    assert len(mapping_set.df) == 4
    assert all(not report.results for report in reports.values())
