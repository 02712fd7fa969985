"""The command, as a person types it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from mapping.release import compression
from server.command.cli import COMMANDS, main

ROOT = Path(__file__).parents[1]
TIANJIN = ROOT / "seeds" / "plans" / "tianjin-2020-293"


def policygraph(*arguments: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin, catch_exceptions=False)


def test_help_names_every_command_and_how_to_start() -> None:
    text = policygraph("--help").output
    assert "policygraph build" in text
    for command in COMMANDS:
        assert command in text
        assert policygraph(command, "--help").exit_code == 0


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [command for command in COMMANDS if f"policygraph {command}" not in readme] == []


def test_the_settings_page_names_every_option_and_environment_variable() -> None:
    text = (ROOT / "docs" / "settings.md").read_text("utf-8")
    context = click.Context(main)
    options = {
        option
        for name in COMMANDS
        if (command := main.get_command(context, name))
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--")
    }
    assert len(options) > 40
    assert [option for option in sorted(options) if f"`{option}`" not in text] == []


def test_the_settings_file_knows_options_by_their_names_on_the_command_line(tmp_path: Path) -> None:
    (file := tmp_path / "policygraph.toml").write_text(
        f'[build]\nplans = "{tmp_path}/none"\n[validate]\nformat = "json"\n', "utf-8"
    )
    assert f"{tmp_path}/none: no plan folder" in policygraph("--config", file, "build").output
    (graph := tmp_path / "a.ttl").write_text("<urn:a> a <https://w3id.org/policygraph/def#Measure> .", "utf-8")
    assert json.loads(policygraph("--config", file, "validate", graph).stdout)


def test_a_setting_that_is_misspelt_is_told(tmp_path: Path) -> None:
    (file := tmp_path / "policygraph.toml").write_text("[build]\nkep = 3\n", "utf-8")
    result = policygraph("--config", file, "build")
    assert result.exit_code == 2
    assert "The settings of build have no 'kep'" in result.output
    assert "keep" in result.output


def test_the_environment_knows_options_by_their_names_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICYGRAPH_BUILD_PLANS", str(tmp_path / "none"))
    assert "none: no plan folder" in policygraph("build").output


def test_an_error_names_a_file_whose_name_looks_like_markup_on_one_line(tmp_path: Path) -> None:
    (path := tmp_path / "[bold]plan.ttl").write_text("<urn:x:a", "utf-8")
    result = policygraph("validate", path)
    assert result.exit_code == 2
    assert f"error: {path}: is not valid RDF" in result.output


def test_build_publishes_and_says_so(tmp_path: Path) -> None:
    result = policygraph("build", TIANJIN, "--releases", tmp_path / "r")
    assert result.exit_code == 0
    assert "published" in result.output
    assert (tmp_path / "r" / "current" / "manifest.json").exists()


def test_build_says_how_its_warnings_and_the_doubts_of_the_reading_stand_to_each_other(
    tmp_path: Path, plan_folder: Callable[..., Path]
) -> None:
    folder = plan_folder("1,种植水稻。,种植水稻。,省商务厅、三星堆院\n2,种植小麦。,种植小麦。,三星堆院\n")
    said = " ".join(policygraph("build", folder, "--releases", tmp_path / "r").output.split())
    report = json.loads((tmp_path / "r/current/reports/small-2020.json").read_text("utf-8"))
    warnings = sum(result["severity"].endswith("Warning") for result in report["results"])
    assert warnings > 3
    assert f"Warnings ({warnings}) are what the shapes miss in the graph" in said
    assert "Doubts (3: small-2020 3) are what was unclear while reading" in said
    shown = policygraph("extract", "--all", folder).output.partition("To look at")[2]
    assert shown.count("document.csv") == 3


def test_build_takes_bases_from_option_environment_and_file_in_that_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def base(*options: str | Path) -> str:
        arguments = [*options, "build", TIANJIN, "--releases", tmp_path / "r", "--keep-last"]
        assert policygraph(*arguments).exit_code == 0
        found: str = json.loads((tmp_path / "r/current/manifest.json").read_text("utf-8"))["publication"]["base"]
        return found

    file = tmp_path / "policygraph.toml"
    file.write_text('[publication]\nbase = "https://file.example/"\n')
    assert base("--config", file) == "https://file.example/"
    monkeypatch.setenv("POLICYGRAPH_BASE", "https://environment.example/")
    assert base("--config", file) == "https://environment.example/"


@pytest.mark.parametrize("base", ["nonsense", "http://has space/", "https://no.slash", "ftp://x/", "http://x/?q=/"])
def test_a_base_that_is_no_iri_is_refused(tmp_path: Path, base: str) -> None:
    result = policygraph("build", TIANJIN, "--releases", tmp_path / "r", "--base", base)
    assert result.exit_code == 2
    assert base in result.output
    assert not (tmp_path / "r").exists()


@pytest.mark.parametrize(
    "content",
    [
        "[publcation]\n",
        "[publication]\nbas = 'x'\n",
        "no toml",
        "[publication]\nbase = 3\n",
        "[publication]\npublisher = { zh = '甲' }\n",
        "[publication]\ntitle = { zh = '甲', en = ' ' }\n",
    ],
)
def test_a_settings_file_with_a_fault_is_refused_by_name(tmp_path: Path, content: str) -> None:
    file = tmp_path / "policygraph.toml"
    file.write_text(content)
    result = policygraph("--config", file, "build", TIANJIN, "--releases", tmp_path / "r")
    assert result.exit_code == 2
    assert "policygraph.toml" in result.output


@pytest.mark.parametrize(("option", "value"), [("--contact", "data@example.org"), ("--license", "MIT")])
def test_terms_that_no_catalogue_could_link_to_are_refused(tmp_path: Path, option: str, value: str) -> None:
    result = policygraph("build", TIANJIN, "--releases", tmp_path / "r", option, value)
    assert result.exit_code == 2
    assert value in result.output
    assert not (tmp_path / "r").exists()


def test_a_folder_without_plans_is_named(tmp_path: Path) -> None:
    result = policygraph("build", "--plans", tmp_path)
    assert result.exit_code == 2
    assert "plan.toml" in result.output


def test_extract_shows_the_plan_as_a_table_and_as_json() -> None:
    assert "84 measures" in policygraph("extract", TIANJIN).output
    plan = json.loads(policygraph("extract", TIANJIN, "--json").output)
    assert plan["measures"][35]["implements"] == ["pg:national/ndrc-2020-293/requirement/07.1"]


def test_explain_answers_a_line_for_a_line() -> None:
    lines = [
        {"text": "（责任单位：省商务厅、省发展改革委，各市州人民政府）", "jurisdiction": "430000"},
        {"text": "由市商务局牵头，市财政局等相关部门配合，到2022年底新建便利店200家。"},
    ]
    asked = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\nno json\n"
    first, second, third = (json.loads(line) for line in policygraph("explain", stdin=asked).output.splitlines())
    assert [(b["name"], b["role"], b["kind"]) for b in first["bodies"]] == [
        ("省商务厅", "responsible", "agency"),
        ("省发展改革委", "responsible", "agency"),
        ("各市州人民政府", "responsible", "group"),
    ]
    assert all(line["text"][b["start"] : b["end"]] == b["name"] for line, b in ((lines[0], b) for b in first["bodies"]))
    assert [(b["name"], b["role"]) for b in second["bodies"]] == [("市商务局", "lead"), ("市财政局", "supporting")]
    assert (second["open_ended"], second["deadline"], second["targets"][0]["value"]) == (True, "2022-12-31", "200")
    assert "error" in third


def test_explain_takes_a_body_for_the_one_of_the_year() -> None:
    lines = [{"text": "责任单位：江苏金融监管局", "jurisdiction": "320000", "year": year} for year in (2021, 2024)]
    asked = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    found = [
        json.loads(line)["bodies"][0]["official"] for line in policygraph("explain", stdin=asked).output.splitlines()
    ]
    assert found == ["江苏省地方金融监督管理局", "国家金融监督管理总局江苏监管局"]
    whole = policygraph("explain", "--json", "--jurisdiction", "320000", "--year", "2021", str(lines[0]["text"]))
    assert json.loads(whole.output)["bodies"][0]["official"] == found[0]


def test_explain_aligns_a_requirement() -> None:
    result = policygraph(
        "explain", "--json", "保护和发展中华老字号品牌，建立动态管理机制，认定和培育一批中华老字号品牌。"
    )
    (found,) = json.loads(result.output)["implements"]
    assert found["requirement"].endswith("national/ndrc-2020-293/requirement/02.2")
    assert 0.7 <= found["confidence"] <= 1


def test_explain_names_the_terms_that_speak_for_a_requirement() -> None:
    (found,) = json.loads(policygraph("explain", "--json", "三年内改造提升“九曲”等步行街八条。").output)["implements"]
    assert found["requirement"].endswith("/requirement/08.4")
    assert found["evidence"] == ["步行街"]
    assert "“步行街” stand" in " ".join(policygraph("explain", "三年内改造提升“九曲”等步行街八条。").output.split())


def test_explain_shows_what_is_nearest_where_nothing_is_sure_enough() -> None:
    text = "推动邮轮母港周边道路建设，完善邮轮码头接驳条件，加强沿线环境治理。"
    read = json.loads(policygraph("explain", "--json", text).output)
    assert read["implements"] == []
    assert read["candidates"][0]["requirement"].endswith("/requirement/05.8")
    assert read["candidates"][0]["evidence"] == ["邮轮"]
    assert all(one["confidence"] < 0.65 and one["comment"] for one in read["candidates"])
    assert "perhaps implements: " in policygraph("explain", text).output


def test_new_makes_a_folder_that_builds_and_publishes_nothing(tmp_path: Path) -> None:
    document = tmp_path / "湖南省方案.csv"
    rows = "1,持续办好中国品牌日活动。,办好品牌日活动。,省发展改革委\n2,鼓励行业协会开展中国品牌研究。,开展研究。,省商务厅\n"
    document.write_text(f"序号,国家要求,落实举措,责任单位\n{rows}", encoding="utf-8")
    result = policygraph("new", document, "--plans", tmp_path / "plans", "--id", "hunan-2020")
    assert result.exit_code == 0
    assert "2 measures" in result.output
    made = tmp_path / "plans" / "hunan-2020"
    assert sorted(path.name for path in made.iterdir()) == [
        "agencies.tsv", "alignment.sssom.tsv", "plan.toml", "湖南省方案.csv",
    ]  # fmt: skip # entries side by side
    assert policygraph("build", made, "--releases", tmp_path / "r").exit_code == 0
    again = policygraph("new", document, "--plans", tmp_path / "plans", "--id", "hunan-2020")
    assert again.exit_code == 2
    assert "--id" in again.output


def test_new_shows_roles_and_what_a_steward_must_decide_before_what_is_clear(tmp_path: Path) -> None:
    document = tmp_path / "方案.csv"
    document.write_text(
        "四川省任务分工方案,,\n序号,工作任务,牵头单位,配合单位\n"
        "1,持续办好中国品牌日活动。,省商务厅,三星堆研究院\n2,开展中国品牌研究。,省发展改革委,省商务厅\n",
        encoding="utf-8",
    )
    result = policygraph("new", document, "--all", "--plans", tmp_path / "plans", "--id", "sichuan-2020")
    assert "[lead]" in result.output
    assert "[supporting]" in result.output
    names = [
        line.split("\t")[0] for line in (tmp_path / "plans/sichuan-2020/agencies.tsv").read_text("utf-8").splitlines()
    ]
    assert names == ["name", "三星堆研究院", "省发展改革委", "省商务厅"]
    shown = result.output.partition("To look at")[2]
    assert shown.index("“三星堆研究院”") < shown.index("for information") < shown.index("“省商务厅”")


def test_a_name_is_quoted_as_the_plan_prints_it_and_decided_on_so(tmp_path: Path) -> None:
    document = tmp_path / "方案.csv"
    document.write_text(
        "四川省任务分工方案,,\n序号,工作任务,责任单位\n1,持续办好中国品牌日活动。,省口岸物流办、交通运输厅、三星堆院\n",
        encoding="utf-8",
    )
    result = policygraph("new", document, "--all", "--plans", tmp_path / "plans", "--id", "sichuan-2020")
    assert "“交通运输厅”" in result.output
    assert "“省交通运输厅”" not in result.output
    folder = tmp_path / "plans/sichuan-2020"
    decisions = folder / "agencies.tsv"
    text = decisions.read_text("utf-8")
    assert "\n交通运输厅\t\t\tread as 四川省交通运输厅\n" in text
    assert [line.split("\t")[0] for line in text.splitlines()] == ["name", "三星堆院", "交通运输厅", "省口岸物流办"]
    decisions.write_text(text.replace("\n三星堆院\t", "\n三星堆院\tpg:function/culture-tourism"), "utf-8")
    plan = json.loads(policygraph("extract", "--json", folder).output)
    assert ["pg:function/culture-tourism"] in [agency.get("function") for agency in plan["agencies"]]


def test_new_takes_neither_title_nor_heading_for_a_doubtful_requirement(tmp_path: Path) -> None:
    document = tmp_path / "plan.html"
    document.write_text(
        "<h1>广西落实发改就业〔2020〕293号任务分解表</h1><h2>一、提升供给</h2><table><tr><th>序号<th>任务<th>责任单位</tr>"
        "<tr><td>1<td>深入推进城乡高效配送专项行动。<td>自治区商务厅</tr>"
        "<tr><td>2<td>建设航天测控母港。<td>自治区商务厅</tr></table>",
        encoding="utf-8",
    )
    result = policygraph("new", document, "--plans", tmp_path / "plans", "--id", "guangxi-2020")
    assert result.exit_code == 0
    folder = tmp_path / "plans/guangxi-2020"
    assert 'jurisdiction = "450000"' in (folder / "plan.toml").read_text("utf-8")
    record = json.loads(policygraph("extract", "--json", folder).output)
    assert [quotation["text"] for quotation in record["quotations"]] == ["一、提升供给"]
    unmatched = result.output.count("Nothing in ndrc-2020-293")
    assert unmatched == 1  # the second measure; the first says itself what it carries out


def test_the_row_of_a_text_that_nothing_matches_names_the_nearest_requirements(tmp_path: Path) -> None:
    document = tmp_path / "plan.txt"
    document.write_text(
        "湖南省实施方案\n为落实发改就业〔2020〕293号文件，制定本方案。\n"
        "1.建设邮政快递营业场所，改善乡镇网点条件。（省邮政管理局牵头）\n2.种植水稻。（省农业农村厅牵头）\n",
        encoding="utf-8",
    )
    shown = policygraph("new", document, "--plans", tmp_path / "plans", "--id", "hunan-2020").output
    nearest = "pg:national/ndrc-2020-293/requirement/09.3"
    assert "nearest" in shown
    rows = (tmp_path / "plans/hunan-2020/alignment.sssom.tsv").read_text("utf-8").splitlines()
    by_number = {row.partition("\t")[0].rpartition("/")[2]: row for row in rows if "NoTermFound" in row}
    assert f"nearest={nearest}" in by_number["1"]
    assert by_number["1"].rstrip().endswith("“快递” “邮政”")
    assert "nearest" not in by_number["2"]


def test_every_text_that_nothing_matches_has_a_row_to_fill_in(tmp_path: Path) -> None:
    document = tmp_path / "plan.txt"
    document.write_text(
        "湖南省实施方案\n为落实发改就业〔2020〕293号文件，制定本方案。\n1.种植水稻。（省农业农村厅牵头）\n2.种植小麦。（省农业农村厅牵头）\n",
        encoding="utf-8",
    )
    shown = policygraph("new", document, "--plans", tmp_path / "plans", "--id", "hunan-2020").output
    assert "".join(shown.split()).count("Nothinginndrc-2020-293") == 2
    folder = tmp_path / "plans/hunan-2020"
    rows = folder / "alignment.sssom.tsv"
    first, second = (f"data:id/measure/hunan-2020/{number}\t" for number in (1, 2))
    lines = rows.read_text("utf-8").splitlines()
    assert [line.split("\t")[0] + "\t" for line in lines[-2:]] == [first, second]
    wrong = lines[-2].replace("sssom:NoTermFound", "pg:national/ndrc-2020-293/requirement/99.9")
    rows.write_text("\n".join([*lines, wrong]) + "\n", "utf-8")
    assert "ndrc-2020-293 has no requirement/99.9" in policygraph("extract", folder).output
    lines[-2] = lines[-2].replace("sssom:NoTermFound", "pg:national/ndrc-2020-293/requirement/02.4")
    lines[-1] = lines[-1].replace("semapv:LexicalSimilarityThresholdMatching", "semapv:ManualMappingCuration")
    rows.write_text("\n".join(lines) + "\n", "utf-8")
    shown = policygraph("extract", folder).output
    assert "Nothing in" not in shown
    one, other = json.loads(policygraph("extract", "--json", folder).output)["measures"]
    assert one["implements"] == ["pg:national/ndrc-2020-293/requirement/02.4"]
    assert one["mappings"][0]["justification"] == "semapv:ManualMappingCuration"
    assert "implements" not in other


@pytest.mark.parametrize(
    ("notice", "known"),
    [
        ("为落实发改就业〔2020〕293号文件，制定本方案。", True),
        ("为落实国家发展改革委等23部门发改就业[2020]293号文件，制定本方案。", True),
        ("为落实国家发展改革委等部门（发改就业（2020）293号）文件，制定本方案。", True),
        ("为落实发改就业(2020)第293号文件，制定本方案。", True),
        ("为落实发改就业【２０２０】 293 号文件，制定本方案。", True),
        ("为落实\n发改就业〔2020〕293号\n文件，制定本方案。", True),
        ("为落实发改就业\n〔2020〕293号文件，制定本方案。", True),
        ("为落实发改就业〔2020〕\n293号文件，制定本方案。", True),
        ("为促进消费扩容提质加快\n形成强大国内市场，制定本方案。", True),
        ("为落实湘发改就业〔2020〕293号文件，制定本方案。", False),
        ("为落实发改就业〔2020〕2293号文件，制定本方案。", False),
        ("为落实发改就业〔2020〕29号文件，制定本方案。", False),
        ("为促进消费扩容提质加快形成强大国内市场，制定本方案。", True),
        ("为促进消费，制定本方案。", False),
    ],
)
def test_new_knows_the_national_document_by_number_or_subject(tmp_path: Path, notice: str, known: bool) -> None:
    document = tmp_path / "plan.txt"
    document.write_text(f"湖南省实施方案\n{notice}\n1.办好中国品牌日活动。（省商务厅牵头）\n", encoding="utf-8")
    result = policygraph("new", document, "--plans", tmp_path / "plans", "--id", "hunan-2020")
    assert ("No national document" in " ".join(result.output.split())) is not known
    assert "id_local" not in (tmp_path / "plans" / "hunan-2020" / "plan.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("关于支持浙江建设茶乡的若干举措\n1.种植茶树。（省林业局）\n", "330000"),
        ("茶业发展实施方案\n浙茶办发〔2031〕7号\n1.种植茶树。（省林业局）\n", "330000"),
        ("茶业发展实施方案\n福建省、福建省的茶，福建省的树。\n1.种植茶树。（省林业局）\n", "350000"),
        ("国务院办公厅关于茶业的意见\n1.种植茶树。（林草局）\n", "100000"),
        ("茶业发展实施方案\n1.种植茶树。（省林业局、省财政厅）\n", ""),
    ],
)
def test_new_takes_the_jurisdiction_from_the_document_or_leaves_it_open(tmp_path: Path, text: str, code: str) -> None:
    document = tmp_path / "plan.txt"
    document.write_text(text, encoding="utf-8")
    result = policygraph("new", document, "--plans", tmp_path / "plans", "--id", "tea")
    assert result.exit_code == 0
    assert f'jurisdiction = "{code}"' in (tmp_path / "plans" / "tea" / "plan.toml").read_text("utf-8")
    assert ("left open" in " ".join(result.output.split())) is (code == "")


def test_new_says_once_why_a_document_cannot_be_read_yet(tmp_path: Path) -> None:
    document = tmp_path / "plan.txt"
    document.write_text("湖南省实施方案\n序号 主要任务 牵头单位\n1 甲事。 省商务厅\n", encoding="utf-8")
    result = policygraph("new", document, "--plans", tmp_path / "plans", "--id", "hunan-2020")
    assert result.exit_code == 0
    assert " ".join(result.output.split()).count("no paragraph") == 1
    assert "[layout]" in result.output


def test_validate_says_what_conforms_and_what_does_not(tmp_path: Path, live: Path) -> None:
    text = compression.read(live, "dumps/plan/tianjin-2020-293.ttl").decode()
    (dump := tmp_path / "plan.ttl").write_text(text, "utf-8")
    assert policygraph("validate", dump).exit_code == 0
    broken = tmp_path / "broken.ttl"
    assert 'eli:number "36"' in text
    broken.write_text(text.replace('eli:number "36"', 'eli:number "37"'), "utf-8")
    result = policygraph("validate", broken)
    assert result.exit_code == 1
    assert "document.txt, block 38, row 2" in result.output
    assert policygraph("validate", tmp_path / "missing.ttl").exit_code == 2


def test_diff_shows_what_a_withdrawn_plan_took_with_it(tmp_path: Path, plan_folder: Callable[..., Path]) -> None:
    rows = "1,持续办好中国品牌日活动。,办好品牌日活动。,省商务厅\n"
    one, two, releases = plan_folder(rows, "one-2020"), plan_folder(rows, "two-2020"), tmp_path / "r"
    names = []
    for plans in ((one, two), (one,)):
        assert policygraph("build", *plans, "--releases", releases, "--withdraw", "two-2020").exit_code == 0
        names.append((releases / "current").readlink().name)
    table = policygraph("diff", *names, "--releases", releases).output
    assert "two-2020" in table
    assert "measure/one-2020" not in table
    patch = policygraph("diff", *names, "--releases", releases, "--patch").output
    assert any(line.startswith("D ") and "id/measure/two-2020/1" in line for line in patch.splitlines())
    missing = policygraph("diff", "nothing", "current", "--releases", releases)
    assert missing.exit_code == 2
    assert "nothing" in missing.output


def test_serve_without_a_release_says_what_to_do(tmp_path: Path) -> None:
    result = policygraph("serve", "--releases", tmp_path)
    assert result.exit_code == 2
    assert "policygraph build" in result.output


@pytest.fixture
def run_away_from_the_checkout(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "server.command.cli", *map(str, arguments)]
        return subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
            env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
        )  # fmt: skip # entries side by side

    return run


def test_a_plan_folder_builds_away_from_the_checkout(
    run_away_from_the_checkout: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    done = run_away_from_the_checkout("build", TIANJIN)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "releases" / "current").exists()
