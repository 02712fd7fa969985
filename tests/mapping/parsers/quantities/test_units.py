"""Units are named in QUDT where its vocabulary has them; a unit that it lacks has its words only."""

import pytest
from rdflib import Graph, URIRef
from rdflib.collection import Collection

from mapping.parsers.quantities import units
from mapping.parsers.quantities.targets import read
from ontology.iris import Iris
from shapes import library

QUDT = "http://qudt.org/vocab/unit/"


def allowed() -> set[str]:
    """Return the units that the shapes let pass."""
    graph: Graph = library.load(Iris())
    listed = Collection(graph, URIRef("https://w3id.org/policygraph/shape/QudtUnits"))
    return {str(unit) for unit in listed}


def test_the_shapes_let_every_unit_pass_that_the_parser_names() -> None:
    named = {unit.qudt for unit in units.known().values() if unit.qudt}
    assert named
    assert {name.replace("unit:", QUDT) for name in named} <= allowed()
    assert all(unit.startswith(QUDT) for unit in allowed())


@pytest.mark.parametrize(
    ("text", "unit", "qudt"),
    [
        ("抽水蓄能装机达到1800兆瓦", "兆瓦", "unit:MegaW"),
        ("光伏装机新增75万kW", "kW", "unit:KiloW"),
        ("海上风电装机达到3GW", "GW", "unit:GigaW"),
        ("储能放电量达到60万kWh", "kWh", "unit:KiloW-HR"),
        ("校园网出口带宽达到800Mbps", "Mbps", "unit:MegaBIT-PER-SEC"),
        ("骨干网带宽达到100Gbps", "Gbps", "unit:GigaBIT-PER-SEC"),
        ("内河港口吞吐量达到90万TEU", "TEU", None),
        ("新增冷库面积4万㎡", "㎡", "unit:M2"),
        ("新增绿化面积60万m²", "m2", "unit:M2"),
        ("改造厂房30万平米", "平米", "unit:M2"),
        ("建成油茶基地20万亩", "亩", None),
        ("造林6000公顷", "公顷", "unit:HA"),
        ("人均预期寿命达到80.6岁", "岁", "unit:YR"),
        ("小麦单产达到950斤", "斤", None),
        ("人口自然增长率达到1.5‰", "‰", "unit:PPTH"),
        ("研发经费占比提高0.3百分点", "百分点", "unit:PERCENT"),
        ("细颗粒物浓度降到25微克/立方米", "微克/立方米", "unit:MicroGM-PER-M3"),
        ("接待游客700万人次", "人次", None),
        ("公交日均客运量达到90万乘次", "乘次", None),
        ("养护公路2.4万车道公里", "车道公里", None),
        ("劳动生产率达到18万元/人", "元/人", None),
        ("节约能源9万吨标准煤", "吨标准煤", None),
        ("社会融资规模突破2万亿", "", None),
    ],
)
def test_units_are_read_as_printed_and_named_where_qudt_has_them(text: str, unit: str, qudt: str | None) -> None:
    (mention,) = read(text).targets
    assert (mention.unit_text, mention.unit) == (unit, qudt)


def test_power_and_energy_on_either_side_of_a_slash_are_two_targets() -> None:
    found = read("电化学储能规模达到200兆瓦/400兆瓦时").targets
    assert [(each.value, each.unit) for each in found] == [("200", "unit:MegaW"), ("400", "unit:MegaW-HR")]
    assert {each.description for each in found} == {"电化学储能规模"}
