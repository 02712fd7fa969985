"""A national document of a file: what is a part, a point, a requirement; who issued it and when; and what is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from mapping.errors import CuratedDataError, DocumentError, LayoutError
from mapping.national.proposing import NationalProposal, propose_national
from mapping.reference import reference
from mapping.reference.national import NationalDocument

Propose = Callable[..., NationalProposal]
SAMPLE = Path(__file__).parents[2] / "samples" / "national" / "竹产业.html"


@pytest.fixture(scope="module")
def known() -> reference.Reference:
    return reference.load()


@pytest.fixture(scope="module")
def sample(known: reference.Reference, tmp_path_factory: pytest.TempPathFactory) -> NationalProposal:
    return propose_national(SAMPLE, tmp_path_factory.mktemp("reference"), known)


@pytest.fixture(scope="module")
def read_back(sample: NationalProposal) -> NationalDocument:
    return reference.load([reference.packaged(), sample.path.parents[1]]).national("xushangfa-2031-9")


@pytest.fixture
def propose(tmp_path: Path, known: reference.Reference) -> Propose:
    def make(text: str, identifier: str | None = None, name: str = "文件.txt") -> NationalProposal:
        (tmp_path / name).write_text(text, "utf-8")
        return propose_national(tmp_path / name, tmp_path / "reference", known, identifier)

    return make


def codes(proposal: NationalProposal, severity: str = "warning") -> list[str]:
    return [finding.code for finding in proposal.findings if finding.severity == severity]


def test_a_page_of_a_government_becomes_reference_data_that_is_read_back(read_back: NationalDocument) -> None:
    assert read_back.number == "虚商发〔2031〕9号"
    assert read_back.title == {"zh": "商务部等2部门关于加快竹产业发展的指导意见"}
    assert [(part.number, part.title["zh"]) for part in read_back.parts] == [
        (1, "总体要求"),
        (2, "壮大竹加工业"),
        (3, "拓展竹产品市场"),
    ]
    assert [(point.part, point.title["zh"]) for point in read_back.points] == [
        (2, "建设竹材分拣中心"),
        (2, "培育竹家居品牌"),
        (3, "拓展竹产品市场"),
    ]


def test_each_sentence_is_a_requirement_without_the_bracket_of_who_is_responsible(read_back: NationalDocument) -> None:
    assert [(one.number, one.text) for one in read_back.requirements] == [
        ("01.1", "在主产县建设竹材分拣中心，配齐破竹和烘干设备。"),
        ("01.2", "支持合作社“以租代建”，就近收购竹材。"),
        ("02.1", "开展设计大赛。每年举办一次竹家居设计大赛（含线上赛。下同）。"),
        ("02.2", "到2033年，培育竹家居品牌30个。"),
        ("03.1", "组织竹产品进商超、进酒店。"),
        ("03.2", "对出口竹产品的企业提供检测服务。"),
    ]


def test_dates_and_issuers_are_those_that_the_site_and_the_signature_say(sample: NationalProposal) -> None:
    head = sample.draft.head
    assert (str(head.written), str(head.published)) == ("2031-05-06", "2031-05-20")
    assert sample.draft.issuers == ("shang-wu-bu", "nong-ye-nong-cun-bu")


def test_what_is_no_requirement_is_told_and_doubts_stand_in_the_file(sample: NationalProposal) -> None:
    assert codes(sample) == ["unread-table", "no-english"]
    assert {"general", "before-the-parts", "responsible-bodies", "below-the-text"} <= set(codes(sample, "info"))
    written = sample.path.read_text("utf-8")
    assert "The table “指标 单位 2033年 竹林道路 万公里 2” is in no part" in written


def test_a_circular_of_ministries_numbered_1_2_3_ends_where_they_sign(propose: Propose) -> None:
    found = propose(
        "教育部 体育总局关于开展校园跳绳活动的通知\n教体艺〔2032〕6号\n各省教育厅、体育局：\n现通知如下。\n"
        "1．配备器材。每校配备跳绳不少于一百根。\n2．组织比赛！每年五月办赛。\n教育部　　体育总局\n二〇三二年四月一日\n"
        "附件\n比赛规则\n一、分组\n二、计时\n"
    )
    assert found.draft.identifier == "jiaotiyi-2032-6"
    assert found.draft.issuers == ("jiao-yu-bu", "ti-yu-zong-ju")
    assert [point.title for point in found.outline.points] == ["配备器材", "组织比赛"]
    assert "below-the-text" in codes(found)


def test_a_document_of_the_centre_without_number_says_so_and_is_still_read(propose: Propose) -> None:
    found = propose(
        "中共中央 国务院\n关于保护古驿道的意见\n（2030年3月4日）\n"
        "一、总体要求\n（一）指导思想。保护第一。\n（二）主要目标。到2035年修缮驿道。\n"
        "二、主要任务\n（三）各级文物部门应当每年巡查驿道，建立台账。\n（五）划定范围。由县级人民政府公布。\n"
    )
    assert found.draft.head.number is None
    assert found.draft.issuers == ("zhong-gong-zhong-yang", "guo-wu-yuan")
    assert [point.number for point in found.outline.points] == [1, 2, 3, 5]
    assert [len(point.requirements) for point in found.outline.points] == [0, 1, 1, 1]
    assert codes(found) == ["number-gap", "no-number", "no-english"]


def test_points_that_begin_anew_in_each_part_are_numbered_through(propose: Propose) -> None:
    found = propose(
        "关于发展冰雪运动的指导意见\n目录\n一、建场地\n二、办赛事\n一、建场地\n（一）修冰场。每市修冰场。\n（二）修雪道。修雪道。\n"
        "二、办赛事\n（一）办联赛。办联赛。\n"
    )
    assert [(point.number, point.printed) for point in found.outline.points] == [
        (1, "（一）"),
        (2, "（二）"),
        (3, "（一）"),
    ]
    assert "contents" in codes(found, "info")


def test_headings_that_a_page_runs_together_in_one_paragraph_are_parted(propose: Propose) -> None:
    found = propose(
        "关于种树的指导意见\n一、多种树（一）种松树。每村种松树十棵。（二）种柏树。种柏树。二、护好树（三）防虫。查虫。\n"
    )
    assert [part.title for part in found.outline.parts] == ["多种树", "护好树"]
    assert [point.title for point in found.outline.points] == ["种松树", "种柏树", "防虫"]


def test_articles_of_chapters_keep_their_whole_text(propose: Propose) -> None:
    found = propose("步道管理办法\n第一章 总则\n第一条 各地编制步道规划。规划应当公示。\n第二条【标识】步道设标识。\n")
    assert [point.requirements for point in found.outline.points] == [
        ("各地编制步道规划。", "规划应当公示。"),
        ("步道设标识。",),
    ]
    assert [point.title for point in found.outline.points] == ["各地编制步道规划", "标识"]


def test_a_word_document_is_read_like_any_other(tmp_path: Path, known: reference.Reference) -> None:
    document = docx.Document()
    text = "国务院办公厅关于发展夜校的意见\n国办发〔2033〕4号\n一、办好夜校\n（一）开课。每周开课。\n国务院办公厅\n2033年1月2日"
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(str(tmp_path / "夜校.docx"))
    found = propose_national(tmp_path / "夜校.docx", tmp_path, known)
    assert found.draft.identifier == "guobanfa-2033-4"
    assert [point.requirements for point in found.outline.points] == [("每周开课。",)]


def test_a_province_s_document_is_told_to_be_none(propose: Propose) -> None:
    assert "not-national" in codes(propose("安徽省关于种桑的意见\n一、种桑。多种桑。\n"))


def test_text_that_would_break_turtle_is_escaped(propose: Propose, known: reference.Reference) -> None:
    found = propose('关于种茶的意见\n一、种"茶"\\n.}<x>。多种"茶"\\。\n')
    reread = reference.load([reference.packaged(), found.path.parents[1]])
    assert [one.text for one in reread.national(found.draft.identifier).requirements] == ['多种"茶"\\。']


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("", DocumentError, "empty"),
        ("没有编号的一段话。\n", LayoutError, "no title was found.*no part and no point"),
        ("关于种茶的意见\n一、种茶\n二、采茶\n", LayoutError, "hold no sentence"),
        ("关于促进消费的意见\n发改就业〔2020〕293号\n一、消费。促消费。\n", CuratedDataError, "already"),
    ],
)
def test_what_cannot_be_one_is_refused_with_everything_that_is_missing(
    propose: Propose, text: str, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        propose(text)


def test_a_file_that_is_there_is_never_written_over(propose: Propose) -> None:
    text = "关于种麻的意见\n一、种麻。多种麻。\n"
    propose(text, "ma-2031-1")
    with pytest.raises(CuratedDataError, match="already"):
        propose(text, "ma-2031-1")
    with pytest.raises(CuratedDataError, match="cannot be an id"):
        propose(text, "../麻")
