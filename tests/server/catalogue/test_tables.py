"""Every table says what its columns are, as a validator that is not ours reads it (CSV on the Web)."""

from __future__ import annotations

import csv
import io
import json
import warnings
from pathlib import Path
from urllib.parse import urljoin

import pytest
from csvw import CSVW  # type: ignore[import-untyped]
from flask.testing import FlaskClient
from lxml import etree
from rdflib import Graph, Namespace, URIRef

from mapping.release.tables import measures
from server.catalogue.dcat.distributions import LISTS
from server.catalogue.harvest import csvw
from server.lists.tables import COLUMNS

DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCT = Namespace("http://purl.org/dc/terms/")
_WHERE = "{http://www.w3.org/2001/XMLSchema-instance}noNamespaceSchemaLocation"
TABLES = ("dumps/measures.csv", "dumps/plan/tianjin-2020-293.csv", *(f"{name}.csv" for name in LISTS))


def written(table: str, client: FlaskClient, folder: Path) -> Path:
    """Write a table and its description side by side, as a reader would keep them."""
    path = folder / Path(table).name
    for suffix in ("", "-metadata.json"):
        with client.get(f"/{table}{suffix}", follow_redirects=True) as answer:
            assert answer.status_code == 200
            path.with_name(path.name + suffix).write_bytes(answer.data)
    return path


def faults(path: Path, caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what the validator finds: it warns of a description that is wrong, and logs cells that are."""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        valid = CSVW(str(path), validate=True).is_valid
    found = [str(each.message) for each in warned] + [each.getMessage() for each in caplog.records]
    return found if valid else [*found, "is not valid"]


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_valid_by_its_own_description(
    table: str, client: FlaskClient, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = written(table, client, tmp_path)
    assert faults(path, caplog) == []
    table_of_things = CSVW(str(path)).to_json()["tables"][0]
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))
    assert len(table_of_things["row"]) == len(rows) - 1 > 0
    key = "measure" if table.startswith("dumps/") else "id"
    told = [row["describes"][0][key] for row in table_of_things["row"]]
    assert told == [row[rows[0].index(key)] for row in rows[1:]]


def test_the_validator_does_find_what_is_wrong(
    client: FlaskClient, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = written("plans.csv", client, tmp_path)
    path.write_text(path.read_text("utf-8").replace("2020-05-23", "last spring"), "utf-8")
    assert any("last spring" in each for each in faults(path, caplog))
    path = written("plans.csv", client, tmp_path)
    metadata = path.with_name(path.name + "-metadata.json")
    metadata.write_text(metadata.read_text("utf-8").replace('"jurisdiction"', '"place"'), "utf-8")
    assert faults(path, caplog)


def test_the_columns_described_are_those_of_the_tables() -> None:
    for kind in ("plan", "measure", "requirement", "theme", "agency", "jurisdiction"):
        assert tuple(csvw.columns(kind)) == ("id", "key", *COLUMNS[kind])


@pytest.mark.parametrize("name", LISTS)
def test_a_list_leads_to_what_its_columns_are(name: str, client: FlaskClient) -> None:
    link = f'</{name}.csv-metadata.json>; rel="describedby"; type="application/csvm+json"'
    assert link in client.get(f"/{name}.csv").headers["Link"]
    assert link in client.get(f"/{name}", headers={"Accept": "text/csv"}).headers["Link"]
    assert link not in client.get(f"/{name}.json").headers["Link"]


def test_titles_are_in_both_languages_and_the_description_is_not_sent_twice(client: FlaskClient) -> None:
    answer = client.get("/dumps/measures.csv-metadata.json", follow_redirects=True)
    column = json.loads(answer.data)["tableSchema"]["columns"][0]
    assert column["titles"] == {"en": ["plan", "id of the plan"], "zh": "方案标识"}
    again = client.get(answer.request.path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("name", ["measures", "plan/tianjin-2020-293"])
def test_the_measures_as_xml_are_valid_by_the_schema_they_name_and_say_what_the_csv_says(
    name: str, client: FlaskClient
) -> None:
    answer = client.get(f"/dumps/{name}.xml", follow_redirects=True)
    with answer:
        written = answer.data
    assert answer.mimetype == "application/xml"
    assert '</dumps/measures.xsd>; rel="describedby"; type="application/xml"' in answer.headers["Link"]
    root = etree.fromstring(written)
    with client.get(urljoin(answer.request.path, str(root.get(_WHERE)))) as schema:
        etree.XMLSchema(etree.fromstring(schema.data)).assertValid(root)
    with client.get(f"/dumps/{name}.csv", follow_redirects=True) as table:
        assert records(root) == measures.of_csv(table.data.decode()) != []


def records(root: etree._Element) -> list[measures.Row]:
    return [
        tuple(
            tuple(each.text or "" for each in record.findall(name))
            if "several" in column
            else record.findtext(name, default="")
            for name, column in measures.columns().items()
        )
        for record in root.findall("record")
    ]


def test_the_catalogue_offers_the_measures_of_a_plan_as_xml_that_conforms_to_the_schema(client: FlaskClient) -> None:
    page = Graph().parse(data=client.get("/doc/id/dataset/tianjin-2020-293.ttl").data, format="turtle")
    (file,) = [each for each in page.subjects(DCAT.downloadURL) if str(each).endswith("/tianjin-2020-293/xml")]
    download = str(page.value(file, DCAT.downloadURL))
    assert download.endswith("/dumps/plan/tianjin-2020-293.xml")
    assert page.value(file, DCAT.mediaType) == URIRef("https://www.iana.org/assignments/media-types/application/xml")
    assert str(page.value(file, DCT["format"])).endswith("/file-type/XML")
    schema = page.value(file, DCT.conformsTo)
    assert str(schema) == download.replace("plan/tianjin-2020-293.xml", "measures.xsd")
    whole = Graph().parse(data=client.get("/doc/id/dataset/all.ttl").data, format="turtle")
    assert schema in set(whole.objects(None, DCAT.downloadURL))
    shown = client.get("/doc/id/dataset/tianjin-2020-293?lang=en").text
    assert '<a href="/dumps/measures.xsd">what the elements are (XML Schema)</a>' in shown


def test_only_a_table_of_measures_has_a_description_behind_it(client: FlaskClient) -> None:
    for name in ("measures.xml", "measures.xsd", "plan/tianjin-2020-293.ttl", "measures.csv.gz"):
        assert client.get(f"/dumps/{name}-metadata.json").status_code == 404
        archived = client.get(f"/dumps/{name}").headers["Location"]
        assert client.get(f"{archived}-metadata.json").status_code == 404
