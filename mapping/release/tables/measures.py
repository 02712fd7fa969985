"""The measures as rows, a row a measure: as CSV, and as XML with a schema (XSD) that says what each element is."""

from __future__ import annotations

import csv
import functools
import io
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import NotRequired, TypedDict
from xml.etree import ElementTree as ET

from mapping.records import records as r
from mapping.release import compression
from mapping.release.compression import Frame, JoinedPart
from mapping.release.folder import Dump
from mapping.release.tables.cells import table, uncell
from mapping.release.tables.xml_text import fit
from ontology.iris import Iris

SCHEMA = "measures.xsd"
"""The name of the schema of the XML, beside the table of all measures."""
_PLANS, _ALL = PurePosixPath("dumps/plan"), PurePosixPath("dumps/measures")
SCHEMA_PATH = f"dumps/{SCHEMA}"
CSV, XML = "text/csv", "application/xml"
Value = str | tuple[str, ...]
"""What a row says in a column: a text, empty where it says nothing, or several."""
Row = tuple[Value, ...]


class Column(TypedDict):
    """What a column is called, in both languages, its datatype, ``string`` where there is none, whether it has several."""

    zh: str
    en: str
    type: NotRequired[str]
    several: NotRequired[bool]


@functools.cache
def columns() -> Mapping[str, Column]:
    """Return the columns in their order."""
    found: Mapping[str, Column] = tomllib.loads((files("mapping.release.tables") / "measures.toml").read_text("utf-8"))
    return found


def rows(plan: r.Plan, names: Mapping[str, str], said: Mapping[str, str], iris: Iris) -> list[Row]:
    """Return a plan's measures as rows; ``names`` are those of agencies, ``said`` translations of national requirements, by
    reference: a requirement that is printed word for word is translated there.
    """
    printed = {quotation.id: quotation for quotation in plan.quotations}
    return [_row(plan.identifier, each, printed.get(each.answers or ""), names, said, iris) for each in plan.measures]


def _row(
    plan: str,
    measure: r.Measure,
    printed: r.QuotedRequirement | None,
    names: Mapping[str, str],
    said: Mapping[str, str],
    iris: Iris,
) -> Row:
    def named(agencies: Iterable[str]) -> tuple[str, ...]:
        return tuple(names[agency] for agency in agencies)

    bodies = [responsibility.agency for responsibility in measure.responsibilities if responsibility.agency]
    passage = measure.passage
    return (
        plan, measure.number, iris.absolute(measure.id), measure.text, printed.text if printed else "",
        tuple(map(iris.absolute, measure.implements)),
        named(dict.fromkeys(bodies)), named(measure.lead_agency), named(measure.supporting_agency),
        "true" if measure.other_agencies else "false",
        tuple(map(_quantity, measure.targets)), tuple(map(_quantity, measure.parameters)),
        measure.deadline or "", _interval(measure.period),
        str(passage.page or ""), str(passage.block), str(passage.row or ""),
        measure.unofficial_translation or "", _of_printed(printed, said),
        _translated(measure.targets), _translated(measure.parameters),
    )  # fmt: skip # entries side by side


def _of_printed(printed: r.QuotedRequirement | None, said: Mapping[str, str]) -> str:
    if printed is None:
        return ""
    exactly = (said[each] for each in printed.exact_match if each in said)
    return printed.unofficial_translation or next(exactly, "")


def _quantity(quantity: r.Quantity) -> str:
    return _said(quantity, quantity.description, quantity.unit_text)


def _translated(quantities: Iterable[r.Quantity]) -> tuple[str, ...]:
    return tuple(
        _said(each, each.unofficial_translation, each.unofficial_unit_translation or each.unit_text)
        for each in quantities
        if each.unofficial_translation
    )


def _said(quantity: r.Quantity, what: str, unit: str | None) -> str:
    bounds = f"{quantity.min_value or ''}-{quantity.max_value or ''}"
    when = quantity.deadline or _interval(quantity.period)
    return f"{what}: {quantity.value or bounds} {unit}" + (f" ({when})" if when else "")


def _interval(period: r.Period | None) -> str:
    """Return a period as an interval (ISO 8601)."""
    return f"{period.start_date}/{period.end_date}" if period else ""


def form_of(dump: Dump) -> str | None:
    """Return as what a file holds measures, ``csv`` or ``xml``; nothing for other files: a source document may be CSV too."""
    path = PurePosixPath(dump.path)
    holds = path.parent == _PLANS or path.with_suffix("") == _ALL
    return path.suffix[1:] if holds and path.suffix in {".csv", ".xml"} else None


def write(measures: list[Row], path: str, staging: Path, graph: str) -> list[Dump]:
    """Write the rows of a plan to ``path`` (without suffix) as CSV and XML."""
    as_table = as_csv(measures).encode()
    return [
        compression.write(staging, f"{path}.csv", as_table, CSV, graph, _frame_of_csv(as_table)),
        _write_xml(measures, path, staging, graph),
    ]


def _write_xml(measures: list[Row], path: str, staging: Path, graph: str) -> Dump:
    content = as_xml(measures, f"../{SCHEMA}")
    return compression.write(staging, f"{path}.xml", content, XML, graph, _frame_of_xml(content))


def complete(path: str, staging: Path, graph: str) -> tuple[Dump, ...]:
    """Write the tables of a plan that is carried over from a release of before there was XML, or these columns."""
    as_table, as_records = (compression.forms(f"{path}.{suffix}") for suffix in ("csv", "xml"))
    written = compression.read(staging, f"{path}.csv").decode()
    if written.partition("\r\n")[0] == ",".join(columns()):
        has_xml = any((staging / form).exists() for form in as_records)
        return () if has_xml else (_write_xml(of_csv(written), path, staging, graph),)
    for form in (*as_table, *as_records):  # they may be links to the files of the release that holds them
        (staging / form).unlink(missing_ok=True)
    return tuple(write(of_csv(written), path, staging, graph))


def write_whole(plans: Sequence[str], staging: Path) -> list[Dump]:
    """Write the measures of all plans, whose own are written, as CSV and XML, and the schema."""
    tables, records = (
        [
            JoinedPart(path, frame(compression.read(staging, path)))
            for path in (f"{_PLANS}/{plan}{suffix}" for plan in plans)
        ]
        for suffix, frame in ((".csv", _frame_of_csv), (".xml", _frame_of_xml))
    )
    head = tables[0].frame if tables else Frame()
    return [
        compression.join(staging, tables, f"{_ALL}.csv", CSV, head),
        compression.join(staging, records, f"{_ALL}.xml", XML, Frame(_beginning(SCHEMA), b"", _END)),
        compression.write(staging, SCHEMA_PATH, schema(), XML),
    ]


# ---- as CSV ----------------------------------------------------------------------------------------------------------


def as_csv(measures: Iterable[Row]) -> str:
    """Return rows as CSV with a header; several values in one cell are separated by ``|``."""
    return table(columns(), (["|".join(_values(value)) for value in row] for row in measures))


def of_csv(written: str) -> list[Row]:
    """Return the rows of what :func:`as_csv` wrote; a column that it had not yet says nothing."""
    return [
        tuple(
            tuple(filter(None, uncell(line.get(name) or "").split("|")))
            if "several" in column
            else uncell(line.get(name) or "")
            for name, column in columns().items()
        )
        for line in csv.DictReader(io.StringIO(written, newline=""))
    ]


def _frame_of_csv(content: bytes) -> Frame:
    """Return the header of a table, above its first row."""
    return Frame(content[: content.find(b"\r\n") + 2])


# ---- as XML ----------------------------------------------------------------------------------------------------------

_END_OF_COLUMNS = b"</columns>\n"
_END = b"</measures>\n"


def as_xml(measures: Iterable[Row], schema: str) -> bytes:
    """Return rows as XML: the columns with their names, then a record a measure; ``schema`` is where the schema is.

    A column is an element, once for each of several values, and none where there is no value.
    """
    return _beginning(schema) + b"".join(map(_record, measures)) + _END


def _beginning(schema: str) -> bytes:
    known = ET.Element("columns")
    for name, column in columns().items():
        ET.SubElement(known, "column", {"name": name, "zh": column["zh"], "en": column["en"]})
    opening = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<measures xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f' xsi:noNamespaceSchemaLocation="{schema}">\n'
    )
    return opening.encode() + _written(known)


def _record(row: Row) -> bytes:
    record = ET.Element("record")
    for name, value in zip(columns(), row, strict=True):
        for each in _values(value):
            ET.SubElement(record, name).text = each
    return _written(record)


def _values(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()


def _written(element: ET.Element) -> bytes:
    """Return an element below the root; a carriage return, which readers of XML make a line feed, is kept as one."""
    ET.indent(element, " ", level=1)
    return b" " + fit(ET.tostring(element, "utf-8", xml_declaration=False)).replace(b"\r", b"&#13;") + b"\n"


def _frame_of_xml(content: bytes) -> Frame:
    """Return what stands before and after the records of a plan."""
    return Frame(content[: content.find(_END_OF_COLUMNS) + len(_END_OF_COLUMNS)], b"", _END)


def schema() -> bytes:
    """Return the schema of the XML, which says of each element in both languages what it is."""
    root = ET.Element("xs:schema", {"xmlns:xs": "http://www.w3.org/2001/XMLSchema"})
    document = _sequence(ET.SubElement(root, "xs:element", {"name": "measures"}))
    heads = _sequence(ET.SubElement(document, "xs:element", {"name": "columns"}))
    head = ET.SubElement(heads, "xs:element", {"name": "column", "maxOccurs": "unbounded"})
    attributes = ET.SubElement(head, "xs:complexType")
    for name in ("name", "zh", "en"):
        ET.SubElement(attributes, "xs:attribute", {"name": name, "type": "xs:string", "use": "required"})
    many = {"minOccurs": "0", "maxOccurs": "unbounded"}
    record = _sequence(ET.SubElement(document, "xs:element", {"name": "record", **many}))
    for name, column in columns().items():
        often = many if "several" in column else {"minOccurs": "0"}
        kind = f"xs:{column.get('type', 'string')}"
        element = ET.SubElement(record, "xs:element", {"name": name, "type": kind, **often})
        said = ET.SubElement(element, "xs:annotation")
        ET.SubElement(said, "xs:documentation", {"xml:lang": "zh"}).text = column["zh"]
        ET.SubElement(said, "xs:documentation", {"xml:lang": "en"}).text = column["en"]
    ET.indent(root, " ")
    written: bytes = ET.tostring(root, "utf-8", xml_declaration=True)
    return written + b"\n"


def _sequence(element: ET.Element) -> ET.Element:
    return ET.SubElement(ET.SubElement(element, "xs:complexType"), "xs:sequence")
