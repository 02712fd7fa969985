import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.parsers.citations import citations

PLAN = Path(__file__).parents[3] / "../shared/source/000_ef56ec4b67c98340.txt"
texts = st.text("《》〈〉制定印发落实的后,。、和 (试行)A推动出台", max_size=60) | st.text(max_size=60)


def made(text: str) -> dict[str, bool]:
    return {citation.title: citation.produces for citation in citations(text)}


def test_tianjin_names_nine_documents_and_will_make_four_of_them() -> None:
    if not PLAN.exists():
        pytest.skip("the Tianjin plan is not beside this checkout")
    lines = [line.rstrip().split("\t") for line in PLAN.read_text(encoding="utf-8").splitlines()]
    found = {line[0]: made(line[-2]) for line in lines if re.fullmatch(r"\d+", line[0]) and citations(line[-2])}
    assert found == {
        "2": {
            "天津“一日游”服务规范": False,
            "京津冀旅游直通车服务规范": False,
            "旅行社等级的划分与评定": False,
            "天津市运动健身场所管理规范": True,
        },
        "9": {"天津品牌指数": False},
        "26": {"天津市打造湾区亲海亲水旅游项目概念性规划方案": True},
        "41": {"天津市品牌连锁便利店建设标准": True},
        "46": {"食品销售者食品安全主体责任指南(试行)": True},
        "53": {"全国地面数字电视广播频率规划": False},
    }


@pytest.mark.parametrize(
    ("text", "produces"),
    [
        ("研究制定《甲办法》", True),
        ("编制完成《甲规划》", True),
        ("推动《甲条例》出台", True),
        ("适时修订《甲目录》", True),
        ("贯彻落实《甲意见》", False),
        ("按照国家印发的《甲方案》要求推进", False),
        ("制定落实《甲意见》的实施方案", False),
        ("已印发《甲方案》", False),
        ("《甲方案》印发后组织实施", False),
    ],
)
def test_the_nearest_verb_tells_whether_the_measure_makes_the_document(text: str, produces: bool) -> None:
    assert list(made(text).values()) == [produces]


def test_a_verb_holds_for_a_whole_list() -> None:
    assert made("出台《甲办法》《乙细则》和《丙标准》") == {"甲办法": True, "乙细则": True, "丙标准": True}


def test_marks_inside_marks_belong_to_the_title() -> None:
    assert made("执行《贯彻〈甲意见〉方案》") == {"贯彻〈甲意见〉方案": False}
    assert made("执行《贯彻《甲意见》方案》") == {"贯彻《甲意见》方案": False}


@given(texts)
@settings(max_examples=300, deadline=None)
def test_every_citation_is_a_title_between_marks(text: str) -> None:
    for citation in citations(text):
        assert text[citation.start + 1 : citation.end - 1] == citation.title
        assert citation.title.strip()


def test_characters_that_print_nothing_are_no_part_of_a_title() -> None:
    (found,) = citations("出台《渡口\u200b管理\u00ad办法》")
    assert found.title == "渡口管理办法"
