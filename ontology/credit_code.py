"""The unified social credit code of an organisation (统一社会信用代码, GB 32100-2015)."""

from __future__ import annotations

import re

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Digits and capital letters but I, O, S, V and Z, by their value (§4.3)."""
_FORM = re.compile(rf"[{_SIGNS}]{{2}}[0-9]{{6}}[{_SIGNS}]{{10}}")
_WEIGHTS = tuple(3**place % len(_SIGNS) for place in range(17))


def check_sign(body: str) -> str:
    """Return the eighteenth sign of a code from its first seventeen (§4.4)."""
    total = sum(_SIGNS.index(sign) * weight for sign, weight in zip(body, _WEIGHTS, strict=True))
    return _SIGNS[-total % len(_SIGNS)]


def fault(code: str) -> str | None:
    """Return what is wrong with a code; nothing where it can be one."""
    if _FORM.fullmatch(code) is None:
        return "is not 18 digits and capital letters (no I, O, S, V, Z) with six digits of GB/T 2260 from the third on"
    if code[17] != check_sign(code[:17]):
        return f"does not end in the check sign of its first 17 signs, {check_sign(code[:17])}"
    return None
