"""Printed names to bodies, across provinces: one body for every way to write it, one function for every name of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapping.agencies import decisions as agency_decisions
from mapping.agencies.decisions import NameDecisions
from mapping.agencies.resolution import Resolver
from mapping.errors import CuratedDataError
from mapping.reference.reference import Reference, load


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load()


@pytest.fixture(scope="module")
def resolver(reference: Reference) -> Resolver:
    return Resolver(reference)


# Ways to write one body, in one jurisdiction: full name, function.
ONE_BODY = [
    ("430000", "湖南省商务厅", "commerce", "省商务厅 商务厅 湖南省商务厅 湖南商务厅"),
    ("430000", "湖南省发展和改革委员会", "development-reform", "省发改委 省发展改革委 发改委 湖南省发展改革委"),
    ("430000", "湖南省人力资源和社会保障厅", "human-resources", "省人社厅 人社厅 省人力资源社会保障厅"),
    ("430000", "湖南省工业和信息化厅", "industry-information", "省工信厅 工信厅 省工业和信息化厅"),
    ("430000", "湖南省文化和旅游厅", "culture-tourism", "省文旅厅 文旅厅 省文化旅游厅"),
    ("430000", "国家税务总局湖南省税务局", "tax", "省税务局 税务局 湖南省税务局 国家税务总局湖南省税务局 税务"),
    ("430000", "中国人民银行长沙中心支行", "central-bank", "人行长沙中心支行 人民银行长沙中心支行 中国人民银行长沙中心支行"),
    ("430000", "中国证券监督管理委员会湖南监管局", "securities", "湖南证监局 省证监局 证监局 中国证监会湖南监管局"),
    ("430000", "国家外汇管理局湖南省分局", "foreign-exchange", "省外汇管理局 国家外汇管理局湖南省分局 省外汇局"),
    ("430000", "中华人民共和国长沙海关", "customs", "长沙海关 中华人民共和国长沙海关"),
    ("430000", "共青团湖南省委员会", "youth-league", "团省委 共青团湖南省委"),
    ("420000", "湖北省市场监督管理局", "market-regulation", "省市场监管局 市场监管局 湖北省市场监管局"),
    ("420000", "湖北省住房和城乡建设厅", "housing-construction", "省住建厅 省住房城乡建设厅 住房和城乡建设厅"),
    ("420000", "湖北省人民政府办公厅", "general-office", "省政府办公厅 湖北省人民政府办公厅"),
    ("440000", "广东省地方金融监督管理局", "financial-regulation", "省地方金融监管局 省金融监管局 广东省地方金融监督管理局"),
    ("440000", "广东省通信管理局", "telecommunications", "省通信管理局 广东省通信管理局"),
    ("450000", "广西壮族自治区商务厅", "commerce", "自治区商务厅 区商务厅 广西商务厅 广西壮族自治区商务厅"),
    ("450000", "中共广西壮族自治区委宣传部", "publicity", "自治区党委宣传部 广西壮族自治区党委宣传部"),
    ("310000", "上海市经济和信息化委员会", "industry-information", "市经信委 市经济信息化委 上海市经济和信息化委员会"),
    ("310000", "上海市商务委员会", "commerce", "市商务委 商务委 上海市商务委"),
    ("500000", "重庆市规划和自然资源局", "natural-resources", "市规划自然资源局 重庆市规划和自然资源局"),
    ("370000", "中共山东省委机构编制委员会办公室", "institutional-establishment", "省委编办 山东省委编办"),
    ("370000", "国家统计局山东调查总队", "statistical-survey", "国家统计局山东调查总队 山东调查总队"),
    ("330000", "浙江省经济和信息化厅", "industry-information", "省经信厅 省经济和信息化厅"),
    ("330000", "中共浙江省委网络安全和信息化委员会办公室", "cyberspace", "省委网信办 浙江省委网信办 中共浙江省委网信办"),
    ("510000", "四川省机关事务管理局", "government-affairs-administration", "省机关事务管理局 四川省机关事务管理局"),
    ("620000", "甘肃省卫生健康委员会", "health", "省卫健委 省卫生健康委 卫生健康委"),
    ("650000", "新疆维吾尔自治区农业农村厅", "agriculture-rural", "自治区农业农村厅 农业农村厅 新疆农业农村厅"),
    ("510000", "四川省高级人民法院", "courts", "省高级人民法院 省法院 法院 省高院 省高级法院 四川省法院 四川省高级人民法院"),
    ("510000", "四川省人民检察院", "procuratorate", "省检察院 省人民检察院 检察院 四川省检察院"),
    ("510000", "成都市中级人民法院", "courts", "成都市法院 成都市中院 成都中院 成都市中级法院 成都市中级人民法院"),
    ("120000", "天津市高级人民法院", "courts", "市高级人民法院 市法院 市高院 天津高院 法院"),
    ("120000", "天津市第一中级人民法院", "courts", "市第一中级人民法院 市一中院 天津一中院"),
    ("510100", "成都市中级人民法院", "courts", "市中级人民法院 市中院 市法院 市中级法院 中院 法院 成都市中院"),
    ("510100", "成都市人民检察院", "procuratorate", "市检察院 市人民检察院 成都市检察院"),
    ("513400", "凉山彝族自治州中级人民法院", "courts", "州法院 州中院 州中级人民法院 凉山州法院"),
    ("650000", "新疆维吾尔自治区高级人民法院", "courts", "自治区法院 自治区高院 自治区高级人民法院"),
    ("510104", "锦江区人民法院", "courts", "区法院 区人民法院 法院 锦江区法院"),
    ("510183", "邛崃市人民法院", "courts", "市法院 市人民法院 邛崃市法院"),
    ("421100", "黄冈市住房和城乡建设局", "housing-construction", "市住建局 黄冈市住建局 市住房和城乡建设局"),
    ("421102", "黄州区发展和改革局", "development-reform", "区发改局 区发展和改革局 黄州区发改局"),
]  # fmt: skip # entries side by side


@pytest.mark.parametrize(("code", "full", "function", "names"), ONE_BODY, ids=lambda value: value[:12])
def test_every_way_to_write_a_body_gives_that_body(
    resolver: Resolver, code: str, full: str, function: str, names: str
) -> None:
    found = [resolver.resolve(name, code) for name in names.split()]

    assert {one.canonical for one in found} == {full}
    assert {one.function for one in found} == {f"pg:function/{function}"}
    assert len({one.reference for one in found}) == 1


TIANJIN = {
    "市商务局": "shi-shang-wu-ju",
    "天津市商务局": "shi-shang-wu-ju",
    "市商务委": "shi-shang-wu-ju",
    "市发改委": "shi-fa-zhan-gai-ge-wei",
    "天津市发展和改革委员会": "shi-fa-zhan-gai-ge-wei",
    "市市监委": "shi-shi-chang-jian-guan-wei",
    "国家税务总局天津市税务局": "shi-shui-wu-ju",
    "人行天津分行": "ren-min-yin-hang-tian-jin-fen-hang",
    "天津证监局": "tian-jin-zheng-jian-ju",
    "市证监局": "tian-jin-zheng-jian-ju",
    "中共天津市委宣传部": "shi-wei-xuan-chuan-bu",
    " 市 商务局 ": "shi-shang-wu-ju",
}


@pytest.mark.parametrize("name", TIANJIN)
def test_a_curated_agency_wins(resolver: Resolver, name: str) -> None:
    found = resolver.resolve(name, "120000")

    assert found.agency == found.reference == f"pg:agency/120000/{TIANJIN[name]}"


def test_commerce_has_one_function_in_every_province(resolver: Resolver) -> None:
    printed = [("120000", "市商务局"), ("430000", "省商务厅"), ("310000", "市商务委"), ("450000", "自治区商务厅")]

    assert {resolver.resolve(name, code).function for code, name in printed} == {"pg:function/commerce"}


@pytest.mark.parametrize(
    ("code", "name", "agency"),
    [
        ("100000", "国家发改委", "guo-jia-fa-zhan-gai-ge-wei"),
        ("100000", "商务部", "shang-wu-bu"),
        ("100000", "人民银行", "zhong-guo-ren-min-yin-hang"),
        ("100000", "医保局", "guo-jia-yi-bao-ju"),
        ("430000", "国家税务总局", "guo-jia-shui-wu-zong-ju"),
        ("430000", "证监会", "zheng-jian-hui"),
        ("430000", "商务部", "shang-wu-bu"),
    ],
)
def test_a_central_body_is_meant_where_the_name_says_so(resolver: Resolver, code: str, name: str, agency: str) -> None:
    assert resolver.resolve(name, code).agency == f"pg:agency/100000/{agency}"


@pytest.mark.parametrize("name", ["医保局", "人行", "海关", "国资委", "气象局"])
def test_a_bare_name_in_a_province_is_no_central_body(resolver: Resolver, name: str) -> None:
    found = resolver.resolve(name, "430000")

    assert (found.agency, found.jurisdiction) == (None, "430000")
    assert found.function


@pytest.mark.parametrize(
    ("name", "parent"),
    [
        ("长沙海关", "hai-guan-zong-shu"),
        ("人行", "zhong-guo-ren-min-yin-hang"),
        ("省税务局", "guo-jia-shui-wu-zong-ju"),
        ("省通信管理局", "gong-ye-he-xin-xi-hua-bu"),
        ("湖南银保监局", "yin-bao-jian-hui"),
        ("省邮政管理局", "guo-jia-you-zheng-ju"),
    ],
)
def test_a_local_unit_has_the_central_body_as_parent(resolver: Resolver, name: str, parent: str) -> None:
    assert resolver.resolve(name, "430000").parent == f"pg:agency/100000/{parent}"


def test_a_department_of_the_province_has_no_parent(resolver: Resolver) -> None:
    assert [resolver.resolve(name, "430000").parent for name in ("省财政厅", "省商务厅")] == [None, None]


def test_a_unit_named_after_the_capital_serves_the_province(resolver: Resolver) -> None:
    assert resolver.resolve("长沙海关", "430000").jurisdiction == "430000"
    assert resolver.resolve("长沙海关", "430100").reference == resolver.resolve("长沙海关", "430000").reference


def test_a_body_of_a_city_stays_the_citys(resolver: Resolver) -> None:
    found = resolver.resolve("长沙市商务局", "430000")

    assert (found.canonical, found.jurisdiction) == ("长沙市商务局", "430100")
    assert found.reference == resolver.resolve("市商务局", "430100").reference


def test_the_citys_bureaus_in_a_provincial_plan_are_not_the_provinces(resolver: Resolver) -> None:
    found = resolver.resolve("市商务局", "430000")

    assert found.function == "pg:function/commerce"
    assert found.reference != resolver.resolve("省商务厅", "430000").reference


def test_a_district_names_the_municipalitys_agency(resolver: Resolver) -> None:
    assert resolver.resolve("市商务局", "120116").agency == "pg:agency/120000/shi-shang-wu-ju"
    assert resolver.resolve("区商务局", "120116").canonical == "滨海新区商务局"


@pytest.mark.parametrize(
    ("name", "functions"),
    [
        ("区教育体育局", ["education"]),
        ("区卫生健康和医疗保障局", ["health", "medical-insurance"]),
        ("区农业农村和水务局", ["agriculture-rural", "water"]),
        ("区科技和商务局", ["science-technology", "commerce"]),
    ],
)
def test_a_joint_bureau_has_every_function(resolver: Resolver, name: str, functions: list[str]) -> None:
    found = resolver.resolve(name, "421102")

    assert list(found.functions) == [f"pg:function/{slug}" for slug in functions]


def test_a_part_of_a_department_has_its_function_and_its_own_name(resolver: Resolver) -> None:
    found = resolver.resolve("省公安厅交通管理局", "420000")

    assert (found.canonical, found.function) == ("湖北省公安厅交通管理局", "pg:function/public-security")
    assert found.reference != resolver.resolve("省公安厅", "420000").reference


def test_a_zone_with_a_name_of_its_own_is_a_zone(resolver: Resolver) -> None:
    assert resolver.resolve("雄安新区管委会", "130000").function == "pg:function/zone-administration"


@pytest.mark.parametrize("name", ["平潭综合实验区管委会", "马尾保税物流管委会"])
def test_a_zone_is_not_renamed_after_the_place_that_its_name_begins_with(resolver: Resolver, name: str) -> None:
    found = resolver.resolve(name, "350000")

    assert found.canonical == name.replace("管委会", "管理委员会")


@pytest.mark.parametrize(
    ("code", "name", "government", "place"),
    [
        ("420000", "武汉市", "武汉市人民政府", "420100"),
        ("220000", "梅河口市政府", "梅河口市人民政府", "220581"),
        ("000000", "天津市和平区人民政府", "和平区人民政府", "120101"),
        ("421000", "荆州区", "荆州区人民政府", "421003"),
    ],
)
def test_a_place_among_bodies_is_its_government(
    resolver: Resolver, code: str, name: str, government: str, place: str
) -> None:
    found = resolver.resolve(name, code)

    assert (found.canonical, found.jurisdiction, found.functions) == (government, place, ())


@pytest.mark.parametrize(("code", "name"), [("440400", "拱北海关"), ("420500", "三峡海关")])
def test_customs_named_after_no_jurisdiction_are_still_customs(resolver: Resolver, code: str, name: str) -> None:
    found = resolver.resolve(name, code)

    assert (found.canonical, found.parent) == (f"中华人民共和国{name}", "pg:agency/100000/hai-guan-zong-shu")


@pytest.mark.parametrize("name", ["南昌大学", "江西财经大学", "韶关供电局", "长江航道局"])
def test_a_body_that_cannot_be_read_is_not_renamed(resolver: Resolver, name: str) -> None:
    assert resolver.resolve(name, "360000").canonical == name


@pytest.mark.parametrize("name", ["兵团商务局", "新疆生产建设兵团商务局"])
def test_the_corps_of_xinjiang_has_bodies_of_its_own(resolver: Resolver, name: str) -> None:
    found = resolver.resolve(name, "650000")

    assert (found.canonical, found.function) == ("兵团商务局", "pg:function/commerce")


def test_a_short_place_is_sought_in_its_own_province_first(resolver: Resolver) -> None:
    assert resolver.resolve("江北区商务委", "500000").jurisdiction == "500105"
    assert resolver.resolve("江北区商务局", "330200").jurisdiction == "330205"


def test_a_government_is_itself(resolver: Resolver) -> None:
    found = resolver.resolve("滨海新区人民政府", "120000")

    assert (found.canonical, found.jurisdiction, found.known) == ("滨海新区人民政府", "120116", True)


@pytest.mark.parametrize(
    "name",
    ["省农信联社", "长江委水文局", "国网湖南省电力公司", "商务部门", "贸易商务促进厅", "省推进职能转变办公室"],
)
def test_a_name_that_cannot_be_read_is_never_matched(resolver: Resolver, name: str) -> None:
    found = resolver.resolve(name, "430000")

    assert (found.agency, found.functions, found.known, found.confidence) == (None, (), False, "0")
    assert found.reference.startswith("id/agency/430000/")


def test_an_unknown_name_comes_with_what_resembles_it_best_first(resolver: Resolver) -> None:
    guesses = resolver.resolve("市商务发展局", "120000").guesses

    assert guesses[0].reference == "pg:agency/120000/shi-shang-wu-ju"
    assert [guess.score for guess in guesses] == sorted((guess.score for guess in guesses), reverse=True)


def test_an_unknown_name_keeps_its_place_once(resolver: Resolver) -> None:
    assert resolver.resolve("省农信联社", "430000").canonical == "湖南省农信联社"
    assert resolver.resolve("国网湖南省电力公司", "430000").canonical == "国网湖南省电力公司"


def test_the_name_of_a_local_unit_tells_its_central_body_before_the_year_does(reference: Reference) -> None:
    found = Resolver(reference, year=2025).resolve("湖北银保监局", "420000")

    assert found.canonical == "中国银行保险监督管理委员会湖北监管局"
    assert found.parent == "pg:agency/100000/yin-bao-jian-hui"
    assert found.of_another_time == "中国银行保险监督管理委员会 was replaced in 2023 by 国家金融监督管理总局"


@pytest.mark.parametrize(
    ("code", "name", "year", "said"),
    [
        ("100000", "国家数据局", 2021, "国家数据局 is there since 2023 only"),
        ("320600", "海门市政府", 2024, "海门市 was replaced in 2020 by 海门区"),
        ("330100", "江干区政府", 2023, "江干区 was replaced in 2021 by 上城区、钱塘区"),
        ("100000", "国家数据局", 2023, None),
        ("100000", "国家数据局", None, None),
        ("430000", "省商务厅", 2024, None),
    ],
)
def test_a_body_of_another_time_is_told(
    reference: Reference, code: str, name: str, year: int | None, said: str | None
) -> None:
    assert Resolver(reference, year=year).resolve(name, code).of_another_time == said


@pytest.mark.parametrize("name", ["省体育", "湖北省医疗保障", "省农业农村", "市住房城乡建设"])
def test_a_name_without_its_ending_is_half_a_name(resolver: Resolver, name: str) -> None:
    found = resolver.resolve(name, "420000")

    assert (found.half, found.known, found.functions) == (True, False, ())
    assert found.guesses


@pytest.mark.parametrize(
    "name", ["省妇联", "省法院", "省总工会", "省供销社", "省红十字会", "税务", "省工商业联合会", "省政协"]
)
def test_a_name_that_needs_no_ending_is_no_half(resolver: Resolver, name: str) -> None:
    found = resolver.resolve(name, "420000")

    assert (found.half, found.known) == (False, True)
    assert not found.canonical.endswith("会会")


def test_a_part_of_a_railway_bureau_is_not_a_citys(resolver: Resolver) -> None:
    found = resolver.resolve("武汉铁路局宜昌车务段", "420000")

    assert found.parent == "pg:agency/100000/tie-lu-wuhan"
    assert found.functions == ("pg:function/railway",)


# ---- decisions -----------------------------------------------------------------------------------------------------


def _decisions(folder: Path, reference: Reference, text: str) -> NameDecisions:
    path = folder / "agencies.tsv"
    path.write_text(text, "utf-8")
    return agency_decisions.load(path, reference)


def test_a_decision_wins_over_everything(tmp_path: Path, reference: Reference) -> None:
    text = "name\tagency\tguesses\tcomment\n市商务局\tpg:agency/120000/shi-ti-yu-ju\t\t借调\n"
    found = Resolver(reference, _decisions(tmp_path, reference, text)).resolve("市商务局", "120000")

    assert (found.agency, found.how, found.confidence) == (
        "pg:agency/120000/shi-ti-yu-ju",
        "ManualMappingCuration",
        "1",
    )


def test_a_decision_may_name_the_function_of_a_body_that_nobody_has_described(
    tmp_path: Path, reference: Reference
) -> None:
    text = "name\tagency\n三星堆研究院\tpg:function/cultural-relics\n"
    found = Resolver(reference, _decisions(tmp_path, reference, text)).resolve("三星堆研究院", "510000")

    assert (found.agency, found.canonical, found.jurisdiction) == (None, "三星堆研究院", "510000")
    assert (found.functions, found.how) == (("pg:function/cultural-relics",), "ManualMappingCuration")
    assert found.reference == Resolver(reference).resolve("三星堆研究院", "510000").reference


def test_an_autonomous_prefecture_is_known_without_its_peoples(resolver: Resolver) -> None:
    found = resolver.resolve("大理州", "530000")
    assert (found.canonical, found.jurisdiction) == ("大理白族自治州人民政府", "532900")
    assert resolver.resolve("黔西南州商务局", "520000").canonical == "黔西南布依族苗族自治州商务局"
    assert resolver.resolve("海南省商务厅", "460000").jurisdiction == "460000"


def test_a_decision_may_be_written_as_an_iri(tmp_path: Path, reference: Reference) -> None:
    text = "name\tagency\n市某局\thttps://w3id.org/policygraph/agency/120000/shi-ti-yu-ju\n"

    assert _decisions(tmp_path, reference, text).get("市某局") == "pg:agency/120000/shi-ti-yu-ju"


def test_an_empty_agency_is_a_decision_still_to_be_made(tmp_path: Path, reference: Reference) -> None:
    assert _decisions(tmp_path, reference, "name\tagency\n市某局\t\n").get("市某局") is None


def test_no_file_holds_no_decision(tmp_path: Path, reference: Reference) -> None:
    assert agency_decisions.load(tmp_path / "agencies.tsv", reference) == NameDecisions()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name\tbody\n", r"agencies.tsv, row 1: the column 'agency' is missing"),
        (
            "name\tagency\n市某局\tpg:agency/120000/nobody\n",
            r"row 2: “市某局”: no curated agency is 'pg:agency/120000/nobody'",
        ),
        (
            "name\tagency\n市某局\tpg:agency/120000/shi-ti-yu-ju\n市某局\tpg:agency/120000/shi-jiao-wei\n",
            r"row 3: “市某局”: this name is decided twice",
        ),
    ],
)
def test_a_wrong_decision_is_refused_with_its_row(
    tmp_path: Path, reference: Reference, text: str, message: str
) -> None:
    with pytest.raises(CuratedDataError, match=message):
        _decisions(tmp_path, reference, text)


def test_the_table_for_a_steward_reads_back_as_nothing_decided(tmp_path: Path, reference: Reference) -> None:
    text = agency_decisions.table([{"name": "市某局", "guesses": "pg:agency/120000/shi-ti-yu-ju 0.60"}])

    assert text.splitlines()[1] == "市某局\t\tpg:agency/120000/shi-ti-yu-ju 0.60\t"
    assert _decisions(tmp_path, reference, text) == NameDecisions()
