"""The reference data: what is in it, what of it is published, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapping.errors import CuratedDataError
from mapping.reference.reference import Reference, load, packaged
from ontology.iris import Iris

PREFIXES = """
@prefix policy: <https://w3id.org/policygraph/def#> .
@prefix agency: <https://w3id.org/policygraph/agency/430000/> .
@prefix function: <https://w3id.org/policygraph/function/> .
@prefix jurisdiction: <https://w3id.org/policygraph/jurisdiction/> .
@prefix kind: <https://w3id.org/policygraph/kind/> .
@prefix national: <https://w3id.org/policygraph/national/> .
@prefix theme: <https://w3id.org/policygraph/theme/> .
@prefix part: <https://w3id.org/policygraph/national/mot-2031-7/part/> .
@prefix point: <https://w3id.org/policygraph/national/mot-2031-7/point/> .
@prefix requirement: <https://w3id.org/policygraph/national/mot-2031-7/requirement/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix schema: <http://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""

AGENCY = """
agency:{slug} a policy:Agency ;
    skos:prefLabel "{name}"@zh, "Department"@en ; skos:altLabel "{short}"@zh ;
    policy:function function:{function} ; org:classification kind:{kind} ; dct:spatial jurisdiction:{place} .
"""

SECOND_DOCUMENT = """
national:mot-2031-7 a policy:NationalOpinion ; dct:identifier "mot-2031-7" ; eli:id_local "交运发〔2031〕7号" ;
    dct:title "关于改善乡村道路的意见"@zh, "Opinions on Better Rural Roads"@en ; eli:jurisdiction jurisdiction:100000 .
part:1 a policy:Part ; eli:is_part_of national:mot-2031-7 ; eli:number "一" ; schema:position 1 ;
    dct:title "修路"@zh, "Build"@en ; policy:theme theme:roads .
point:01 a policy:Point ; eli:is_part_of part:1 ; eli:number "（一）" ; schema:position 1 ;
    dct:title "修好路"@zh, "Build well"@en ; policy:theme theme:roads .
requirement:01.1 a policy:Requirement ; eli:is_part_of point:01 ; eli:number "01.1" ; schema:position 1 ;
    schema:text "修好每一条路。"@zh ; policy:theme theme:roads .
theme:roads a policy:Theme ; skos:prefLabel "道路"@zh, "roads"@en .
"""


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load()


def _with(folder: Path, turtle: str) -> Reference:
    (folder / "more.ttl").write_text(PREFIXES + turtle, "utf-8")
    return load((packaged(), folder))


def _agency(
    *,
    slug: str = "sheng-shang-wu-ting",
    name: str = "湖南省商务厅",
    short: str = "省商务厅",
    function: str = "commerce",
    kind: str = "provincial-department",
    place: str = "430000",
) -> str:
    return AGENCY.format(slug=slug, name=name, short=short, function=function, kind=kind, place=place)


def _subjects(reference: Reference, *reached: str) -> set[str]:
    return {reference.iris.reference(quad.subject.value) for quad in reference.quads(reached)}  # type: ignore[union-attr]


def test_a_requirement_knows_its_point_its_place_and_its_theme(reference: Reference) -> None:
    found = reference.national("ndrc-2020-293").requirements[35]

    assert (found.reference, found.number) == ("pg:national/ndrc-2020-293/requirement/07.1", "07.1")
    assert (found.point, found.position, found.theme) == (7, 36, "pg:theme/ndrc-2020-293/07")


def test_an_unknown_document_is_refused_with_the_known_ones(reference: Reference) -> None:
    with pytest.raises(CuratedDataError, match=r"no national document is called 'ndrc-1999-1'\. Known: ndrc-2020-293"):
        reference.national("ndrc-1999-1")


def test_the_lineage_of_a_county_leads_to_the_country(reference: Reference) -> None:
    assert reference.lineage("421102") == ("421102", "421100", "420000", "100000")


def test_the_lineage_of_a_county_that_no_prefecture_holds_skips_it(reference: Reference) -> None:
    assert reference.lineage("429004") == ("429004", "420000", "100000")


def test_the_lineage_of_a_code_nobody_curated_follows_gb2260(reference: Reference) -> None:
    assert reference.lineage("421199") == ("421199", "421100", "420000", "100000")


def test_only_agencies_that_are_reached_are_published(reference: Reference) -> None:
    commerce = "pg:agency/120000/shi-shang-wu-ju"

    assert commerce not in _subjects(reference)
    assert commerce in _subjects(reference, commerce)


def test_a_reached_agency_brings_its_parent_body(reference: Reference) -> None:
    customs = "pg:agency/120000/tian-jin-hai-guan"

    assert _subjects(reference, customs) - _subjects(reference) == {customs, "pg:agency/100000/hai-guan-zong-shu"}


def test_a_body_that_passed_a_national_document_is_always_published(reference: Reference) -> None:
    assert "pg:agency/100000/guo-jia-fa-zhan-gai-ge-wei" in _subjects(reference)


def test_a_reached_county_brings_its_prefecture(reference: Reference) -> None:
    county = "pg:jurisdiction/421102"

    assert _subjects(reference, county) - _subjects(reference) == {county, "pg:jurisdiction/421100"}


def test_a_reached_body_that_was_replaced_brings_its_successors(reference: Reference) -> None:
    former = "pg:agency/100000/guo-wu-yuan-fu-pin-ban"
    brought = {f"pg:agency/100000/{slug}" for slug in ("guo-jia-xiang-cun-zhen-xing-ju", "nong-ye-nong-cun-bu")}

    assert _subjects(reference, former) - _subjects(reference) == {former, *brought}


def test_what_only_the_reader_of_names_needs_is_not_published(reference: Reference) -> None:
    used = {quad.predicate.value for quad in reference.quads()}

    assert "http://www.w3.org/2004/02/skos/core#prefLabel" in used
    for name in ("localUnitForm", "localUnitName", "partyStem", "prefecturalName", "provincialName"):
        assert f"https://w3id.org/policygraph/def#{name}" not in used


def test_quads_stand_in_the_reference_graph_of_the_installation() -> None:
    here = load(iris=Iris("https://v.example/", "https://b.example/"))
    quads = here.quads()

    assert {quad.graph_name.value for quad in quads} == {"https://b.example/graph/reference"}  # type: ignore[union-attr]
    assert not [quad for quad in quads if "w3id.org/policygraph" in str(quad)]
    assert here.national("ndrc-2020-293").reference == "pg:national/ndrc-2020-293"


def test_a_second_national_document_comes_in_as_data_alone(tmp_path: Path) -> None:
    found = _with(tmp_path, SECOND_DOCUMENT).national("mot-2031-7")

    assert [part.title["en"] for part in found.parts] == ["Build"]
    assert [(point.number, point.part) for point in found.points] == [(1, 1)]
    assert [(one.number, one.text, one.theme) for one in found.requirements] == [
        ("01.1", "修好每一条路。", "pg:theme/roads")
    ]


def test_an_agency_of_another_province_comes_in_as_data_alone(tmp_path: Path) -> None:
    found = _with(tmp_path, _agency())

    assert [agency.written_forms for agency in found.agencies_of("430000")] == [("湖南省商务厅", "省商务厅")]


CONTRADICTIONS = {
    "two agencies of a place have one written form": (
        _agency() + _agency(slug="other", name="湖南省贸易厅"),
        "省商务厅 is also a written form of pg:agency/430000/other",
    ),
    "an unknown function": (_agency(function="comerce"), "its function pg:function/comerce is unknown"),
    "an unknown kind": (_agency(kind="ministry"), "its kind pg:kind/ministry is unknown"),
    "an unknown jurisdiction": (_agency(place="990000"), "its jurisdiction 990000 is unknown"),
    "an unknown parent body": (
        _agency() + "agency:sheng-shang-wu-ting org:subOrganizationOf agency:nobody .",
        "its parent body pg:agency/430000/nobody is unknown",
    ),
    "an unknown successor": (
        _agency() + "agency:sheng-shang-wu-ting <http://purl.org/dc/terms/isReplacedBy> agency:nobody .",
        "what replaced it, pg:agency/430000/nobody, is unknown",
    ),
    "a year that is none": (
        _agency() + 'agency:sheng-shang-wu-ting policy:validFrom "lately" .',
        "policy:validFrom is 'lately'",
    ),
    "two functions claim one stem": (
        'function:trade a policy:Function ; skos:prefLabel "商务"@zh, "trade"@en .',
        "商务 is also a stem of pg:function/commerce",
    ),
    "a label in one language": (
        'function:trade a policy:Function ; skos:prefLabel "贸易"@zh .',
        "skos:prefLabel@en stands 0 times",
    ),
    "a requirement whose theme nobody describes": (
        SECOND_DOCUMENT.replace("theme:roads a policy:Theme", "theme:road a policy:Theme"),
        "its theme pg:theme/roads is described nowhere",
    ),
    "a position that stands twice": (
        SECOND_DOCUMENT + SECOND_DOCUMENT.split(".\n")[2].replace("point:01 a", "point:02 a") + ".",
        "its schema:position 1 is also that of pg:national/mot-2031-7/point/01",
    ),
    "a position that is no number": (
        SECOND_DOCUMENT.replace("schema:position 1", 'schema:position "first"'),
        "schema:position is 'first'",
    ),
    "a higher jurisdiction nobody describes": (
        'jurisdiction:990100 a policy:Jurisdiction ; skos:prefLabel "某市"@zh, "X"@en ; skos:broader jurisdiction:990000 .',
        "the higher jurisdiction 990000 is unknown",
    ),
    "jurisdictions above one another": (
        (
            'jurisdiction:990100 a policy:Jurisdiction ; skos:prefLabel "某市"@zh, "X"@en ; skos:broader jurisdiction:990200 .'
            'jurisdiction:990200 a policy:Jurisdiction ; skos:prefLabel "他市"@zh, "Y"@en ; skos:broader jurisdiction:990100 .'
        ),
        "it stands below itself (pg:jurisdiction/990",
    ),
    "a body that is its own part": (
        _agency() + "agency:sheng-shang-wu-ting org:subOrganizationOf agency:sheng-shang-wu-ting .",
        "it stands below itself",
    ),
    "a body that followed itself": (
        _agency() + "agency:sheng-shang-wu-ting <http://purl.org/dc/terms/isReplacedBy> agency:sheng-shang-wu-ting .",
        "it stands before itself",
    ),
    "a function above itself": ("function:commerce skos:broader function:commerce .", "it stands below itself"),
    "a blank node": ('[] skos:prefLabel "无名"@zh .', "a blank node stands in curated data"),
    "broken Turtle": ("function:trade a policy:Function", "this is no Turtle"),
}


@pytest.mark.parametrize("case", CONTRADICTIONS)
def test_what_contradicts_itself_is_refused_with_its_file(case: str, tmp_path: Path) -> None:
    turtle, message = CONTRADICTIONS[case]

    with pytest.raises(CuratedDataError) as caught:
        _with(tmp_path, turtle)

    assert message in str(caught.value)
    assert caught.value.where.document.endswith(".ttl")
    assert caught.value.advice


@pytest.mark.parametrize("name", ["missing", "file.ttl"])
def test_a_folder_of_reference_data_that_is_none_is_named_with_what_to_do(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.ttl").write_text("", "utf-8")
    with pytest.raises(CuratedDataError, match=rf"{name}: .*Correct --reference"):
        load([tmp_path / name])
