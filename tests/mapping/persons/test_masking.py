"""Names of persons are covered wherever a document has them, and nothing else is: no body, no place, no word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mapping import readers
from mapping.blocks import Document
from mapping.persons import COVER, Masked, mask
from mapping.persons.authors import is_person

Read = Callable[..., Document]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def make(text: str, name: str = "plan.txt") -> Document:
        (tmp_path / name).write_text(text, "utf-8")
        return readers.read(tmp_path / name)

    return make


def covered(document: Document) -> set[str]:
    """Return what was covered, without the blanks."""
    masked = mask(document)
    assert len(masked.document.text) == len(document.text)
    assert all(new in (old, COVER) for old, new in zip(document.text, masked.document.text, strict=True))
    kept = "".join(
        "\n" if new == COVER else "\t" if not old.isspace() else ""
        for old, new in zip(document.text, masked.document.text, strict=True)
    )
    shown = "".join("" if old.isspace() else old for old in document.text)
    runs, run = set(), ""
    for mark, character in zip(kept, shown, strict=True):
        if mark == "\n":
            run += character
        elif run:
            runs.add(run)
            run = ""
    return runs | ({run} if run else set())


NAMES = [
    "钱伟", "郑丽", "孟晓东", "尉迟恭", "澹台明月", "司徒静", "阿布都拉·吐尔逊", "木合塔尔•艾买提", "仁青卓玛", "斯琴", "岳鹏",
]  # fmt: skip # entries side by side
LABELS = [
    "责任编辑",
    "联系人",
    "分管领导",
    "挂钩市领导"[2:],
    "填报人",
    "经办人",
    "责 任 人",
    "审核人",
    "牵头县领导",
    "召集人",
    "网络编辑",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("label", LABELS)
def test_a_name_after_a_word_for_persons_is_covered(read: Read, name: str, label: str) -> None:
    assert covered(read(f"某方案\n{label}：{name}\n一、任务\n")) == {name}
    assert covered(read(f"某方案（{label}: {name}；牵头单位：市水务局）\n")) == {name}


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("来源：晚报　作者：钱伟", {"钱伟"}),
        ("审核：孟晓东", {"孟晓东"}),
        ("组　长：尉迟恭　　市委书记", {"尉迟恭"}),
        ("成　员：孟　丽　　市水务局局长\n　　　　仁青卓玛　　市文旅局局长", {"孟丽", "仁青卓玛"}),
        ("由钱伟副市长牵头，请郑丽同志协助。", {"钱伟", "郑丽"}),
        ("市水务局局长孟晓东、郑丽出席。", {"孟晓东", "郑丽"}),
        ("县长吐尔逊·买买提强调，要抓紧。", {"吐尔逊·买买提"}),
        ("省长　岳鹏飞", {"岳鹏飞"}),
        ("批注 [郑丽2]：此段删去", {"郑丽"}),
        ("记者 孟晓东 报道", {"孟晓东"}),
        (
            "联系人：市水务局 钱伟（0571-85123456）、郑丽（13812345670）",
            {"钱伟", "0571-85123456", "郑丽", "13812345670"},
        ),
        ("联系人：钱伟\n电话：85123456  邮箱：qw_1@shui.gov.cn", {"钱伟", "85123456", "qw_1@shui.gov.cn"}),
        ("责任人：钱伟、郑 丽和孟晓东", {"钱伟", "郑丽", "孟晓东"}),
        ("咨询：85123456（郑老师）", {"85123456", "郑"}),
    ],
)
def test_the_ways_in_which_documents_name_persons(read: Read, line: str, names: set[str]) -> None:
    assert covered(read(f"某方案\n{line}\n")) == names


HARMLESS = """
责任单位：市水务局、黄山市人民政府、安康市发展改革委、金华海关、华润集团、方正公司、国网徽州供电公司、文联、安监局
责任领导：分管副市长　牵头领导：常务副市长　责任人：各县（市、区）长　负责人：市水务局主要负责人　联系人：办公室
加强组织领导：成立专班，明确分工。　落实责任领导：压实责任，统筹推进
编辑：新闻中心　来源：文汇报　审核：各单位初审　发布：市政府办公室　成员：市水务局、人民银行丽水中心支行
学习贯彻习近平新时代中国特色社会主义思想，落实习近平总书记重要讲话精神，弘扬雷锋精神。
由分管副市长任召集人，市长任组长，副市长任副组长；局长办公会研究，主任委员会议决定，老师傅带徒。
温州市长江路、杭州市长乐亭、高新区长期坚持，全体书记参加，项目主任负责。办公室主任由市水务局局长担任。
支持安吉县、德清县、文成县、武义县、常山县、余杭区、路桥区、方城县、成武县、石林彝族自治县、张家港市、连云港市
投资85123456元，热线12345，关于明确任务，早高峰时段，方案、项目、单位、常态化、应用、温泉、牛奶、金属、林业、安全、时代
"""


@pytest.mark.parametrize("line", HARMLESS.strip().split("\n"))
def test_bodies_places_and_words_stay(read: Read, line: str) -> None:
    document = read(f"某方案\n{line}\n")
    assert mask(document).document.text == document.text


AGAIN = "分管领导：{name}\n{text}\n"


@pytest.mark.parametrize(
    ("name", "text", "times"),
    [
        ("孟晓东", "一、孟晓东每月调度，报孟晓东审定。", 3),
        ("孟晓东", "一、孟 晓 东每月调度。", 2),
        ("吐尔逊·买买提", "由吐尔逊•买买提负责。", 2),
        ("钱伟", "钱伟要求各县每月报送。", 2),
        ("高峰", "高峰带队检查，报高峰审定。", 3),
        ("高峰", "避开早高峰，高峰期间加密班次，举办高峰论坛。", 1),
        ("安康", "安康市、平利县共建，保障群众安康。", 1),
        ("黄山", "黄山市水务局牵头，黄山区配合。", 1),
        ("于明", "关于明确任务的通知，由于明显滞后。", 1),
        ("王杰", "保护王杰故居，建设王杰村。", 1),
        ("张力", "保持张力，由张力牵头。", 2),
    ],
)
def test_the_same_name_is_covered_again_and_the_same_characters_are_not(
    read: Read, name: str, text: str, times: int
) -> None:
    document = read(AGAIN.format(name=name, text=text))
    cover = mask(document).document.text.count(COVER)
    assert cover == times * len(name)


def test_a_column_of_leaders_is_covered_but_for_its_bodies_and_offices(read: Read) -> None:
    first = "1,办展。孟晓东调度。,副市长 孟晓东,市水务局,郑丽 85123456\n"
    header, last = "序号,任务,牵头市领导,责任单位,联系人及电话\n", "2,办会。,市水务局局长,市水务局,\n"
    document = read(f"{header}{first}{last}", "plan.csv")
    assert covered(document) == {"孟晓东", "郑丽85123456"}
    assert "副市长" in mask(document).document.text


@pytest.mark.parametrize("header", ["挂包领导", "市级负责人", "链长", "姓名", "责任人(职务)", "经办人"])
def test_headers_that_no_plan_toml_names_are_known_as_persons(read: Read, header: str) -> None:
    assert covered(read(f"任务,{header},责任单位\n办展。,岳鹏,市水务局\n", "plan.csv")) == {"岳鹏"}


def test_other_texts_about_the_document_lose_the_names_too(read: Read) -> None:
    masked = mask(read("责任编辑：孟晓东\n", "孟晓东-方案.txt"))
    assert masked.document.name == "███-方案.txt"
    assert masked.cover("此前由孟晓东写") == "此前由███写"
    (said,) = masked.findings()
    assert "孟晓东" not in said.message
    assert masked.names_persons


def test_a_document_without_persons_is_as_it_was(read: Read) -> None:
    document = read("某方案\n一、任务。（市水务局牵头）\n")
    assert mask(document) == Masked(document=document)


@pytest.mark.parametrize(
    "author",
    [
        "孟晓东",
        "孟 丽",
        "澹台明月",
        "艾力·买买提",
        "仁青卓玛",
        "mengxiaodong",
        "Meng Xiaodong",
        "John Smith",
        "zhangw",
        "md@x.cn",
        "李刚1",
    ],
)
def test_who_wrote_a_file_may_be_a_person(author: str) -> None:
    assert is_person(author)


@pytest.mark.parametrize(
    "author",
    ["", "Administrator", "微软用户", "市水务局", "某省水利厅办公室", "python-docx", "openpyxl", "WPS Office", "Windows User",
     "lenovo",
     "PC-2020", "文印室", "番茄花园", "hp", "综合处", "user", "LibreOffice"],
)  # fmt: skip # entries side by side
def test_programs_bodies_and_computers_are_no_persons(author: str) -> None:
    assert not is_person(author)


def test_a_unit_in_a_column_that_is_headed_like_bodies_is_no_person(read: Read) -> None:
    table = "指标,单位,2035年\n绿道,万公里,3\n农房,平方米,200\n客流,万人次,50\n林地,万亩,9\n"
    assert covered(read(table, "aims.csv")) == set()
