"""The words and marks around a number that bound it: 不少于, ≥, 以上, 以内, 左右, 多, +."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from mapping.parsers.text import decimal_string

_LEAST = (
    r"不(?:得|应|能|宜)?(?:少于|低于|小于|亚于|下于)|大于等于|大于或等于|至少|最少|最低|保底|超过|超出|超(?!市)|逾|突破|"
    r"高于|高出|大于|多于|优于|≥|>=|>"
)
_MOST = (
    r"不(?:得|应|能|宜)?(?:超过|高于|大于|多于|超出)|小于等于|小于或等于|最高(?:不超过)?|最多(?:不超过)?|至多|上限|低于|小于|少于|"
    r"不足|不到|≤|<=|<"
)
BEFORE = rf"(?:{_LEAST}|{_MOST})"
_NOTE = r"(?:\([^()\d,;。:]{1,6}\))?"
_ABOVE, _BELOW = r"(?:及其?|或|\(含\))?(?:以上|之上)", r"(?:及其?|或|\(含\))?(?:以下|之下|以内|之内)"
AFTER = rf"(?:{_NOTE}(?:{_ABOVE}|{_BELOW})(?:\(含[^()]{{0,4}}\))?|左右|上下|内(?![外部容陆资蒙需河的生涝]))"
GAP = re.compile(rf"(?P<bound>{BEFORE})(?P<of>[^,;。、:()\d]{{1,14}}?的)$")
"""A bound before what the share is of: 不低于总投资的30%."""


@dataclass(frozen=True, slots=True)
class Values:
    """Exactly ``value``, or one or both of the others, as decimal strings."""

    value: str | None = None
    minimum: str | None = None
    maximum: str | None = None


def values(low: Decimal, high: Decimal | None, before: str, after: str, *, more: bool = False) -> Values:
    """Return what a number, or the two of a range, say with the words around them; ``more`` is 多, 余 or +."""
    first = decimal_string(low)
    if high is not None:
        return Values(minimum=first, maximum=decimal_string(high)) if high > low else Values(value=first)
    if is_least(before) or (after and re.search("以上|之上", after)) or (more and not is_most(before)):
        return Values(minimum=first)
    if is_most(before) or (after and re.search("以下|之下|以内|之内|^内", after)):
        return Values(maximum=first)
    return Values(value=first)


def times(said: Values, factor: Decimal) -> Values:
    """Return the values multiplied."""
    low, least, most = (
        decimal_string(Decimal(number) * factor) if number else None
        for number in (said.value, said.minimum, said.maximum)
    )
    return Values(low, least, most)


def is_least(before: str) -> bool:
    """Tell whether words before a number make it the least."""
    return bool(re.fullmatch(_LEAST, before))


def is_most(before: str) -> bool:
    """Tell whether words before a number make it the most."""
    return bool(re.fullmatch(_MOST, before))
