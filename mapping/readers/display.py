"""A spreadsheet's values as they are displayed: 1 and not 1.0, 2022年6月 and not 2022-06-01 00:00:00."""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import ROUND_HALF_UP, Context, Decimal

_DATE_PART = re.compile(
    r"yyyy|yy|mmmm|mmm|mm|m|dddd|ddd|dd|d|hh|h|ss|s|\"[^\"]*\"|\\.|\[[^\]]*\]|[\s\S]", re.IGNORECASE
)
_NUMBER = re.compile(r"(?P<before>[^0#]*)(?P<whole>[#,0]+)(?:\.(?P<places>0+)#*)?(?P<percent>%?)(?P<after>[^0#]*)")
_MOST_PLACES = 30
"""Decimal places of a spreadsheet program."""
_DIGITS = Context(prec=400)
"""Room for the largest number that a cell holds, which has 309 digits, with its decimal places."""
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')


def displayed(value: object, number_format: str = "General") -> str:
    """Return a cell's value as its number format shows it; a format that is not known here shows all digits."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case int() | float():
            return _number(value, number_format.split(";", maxsplit=1)[0])
        case dt.datetime() | dt.date():
            return _date(value, number_format)
        case _:
            return str(value)


def _number(value: float, number_format: str) -> str:
    shape = _NUMBER.fullmatch(number_format) if math.isfinite(value) else None
    if shape is None:
        return f"{Decimal(repr(value)):f}".removesuffix(".0") if isinstance(value, float) else str(value)
    number = Decimal(repr(value)) * (100 if shape["percent"] else 1)
    places = min(len(shape["places"] or ""), _MOST_PLACES)
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _DIGITS)
    digits = f"{rounded:,f}" if "," in shape["whole"] else f"{rounded:f}"
    return f"{_literal(shape['before'])}{digits}{shape['percent']}{_literal(shape['after'])}".strip()


def _literal(text: str) -> str:
    return _LITERAL.sub(lambda found: found[1] or found[2] or "", text)


def _date(value: dt.date, number_format: str) -> str:
    parts = [part for part in _DATE_PART.findall(number_format.split(";", maxsplit=1)[0]) if not part.startswith("[")]
    if not any(part.lower()[0] in "yd" for part in parts):
        return value.isoformat() if not isinstance(value, dt.datetime) else value.date().isoformat()
    return "".join(_date_part(value, part.lower(), parts[:at]) for at, part in enumerate(parts))


def _date_part(value: dt.date, part: str, before: list[str]) -> str:
    shown = {"yyyy": f"{value.year:04}", "yy": f"{value.year % 100:02}", "dd": f"{value.day:02}", "d": str(value.day)}
    if part in ("mm", "m") and not any(earlier.lower() in ("h", "hh") for earlier in before):
        return f"{value.month:02}" if part == "mm" else str(value.month)
    if part in shown:
        return shown[part]
    if isinstance(value, dt.datetime) and part in ("h", "hh", "m", "mm", "s", "ss"):
        time = {"h": value.hour, "m": value.minute, "s": value.second}[part[0]]
        return f"{time:02}" if len(part) == 2 else str(time)
    return _literal(part)
