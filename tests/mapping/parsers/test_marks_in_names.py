"""Names that hold what looks like a mark: first names, then the marks between them."""

import pytest

from mapping.parsers.agencies import parse, read


@pytest.mark.parametrize(
    "name",
    [
        "会同县教育局",
        "天等县人民政府",
        "新会商务局",
        "市学会协会商会",
        "省科协办",
        "市全运会办",
        "广州联合交易园区管委会",
        "中国联合水泥集团",
        "中原联合银行",
        "市公众参与中心",
        "县法律协助中心",
        "高铁新城商区管委会",
        "各承办企业",
        "各项目参建单位",
        "市12345热线中心",
    ],
)
def test_a_name_that_holds_a_mark_is_one_name_and_turns_no_role(name: str) -> None:
    for text in (f"责任单位：市水务局、{name}、市林业局", f"（责任单位：市水务局、市林业局、{name}）"):
        said = read(text)
        assert {body.name: body.role for body in said.bodies} == dict.fromkeys(
            ["市水务局", name, "市林业局"], "responsible"
        )
    led = read(f"（市水务局牵头，市林业局、{name}配合）")
    assert {body.name: body.role for body in led.bodies} == {
        "市水务局": "lead",
        "市林业局": "supporting",
        name: "supporting",
    }


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("市水务局会同县林业局", {"市水务局": "lead", "县林业局": "supporting"}),
        ("县水务局牵头，会同县林业局办理", {"县水务局": "lead", "县林业局": "supporting"}),
        ("市水务局联合市林业局", {"市水务局": "lead", "市林业局": "supporting"}),
        ("市水务局商各区政府", {"市水务局": "lead", "各区政府": "supporting"}),
        ("市水务局主办，市发改委会办", {"市水务局": "lead", "市发改委": "supporting"}),
        ("市水务局牵头、会同市林业局", {"市水务局": "lead", "市林业局": "supporting"}),
    ],
)
def test_a_mark_between_two_names_stays_a_mark(text: str, roles: dict[str, str]) -> None:
    assert {body.name: body.role for body in parse(text).bodies} == roles
