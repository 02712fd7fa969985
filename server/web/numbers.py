"""Whole numbers in addresses: a page, a size, how many to skip."""

from __future__ import annotations

from http import HTTPStatus

from flask import request

from server.web.problems import Problem

LAST_PAGE = 10_000
"""The last page that can be asked for by number where nobody has counted them."""
_DIGITS = 9
"""How long a number may be that is read: nothing here has a billion pages, and Python refuses to read thousands of digits."""


def number_of(given: str, most: int = 10**_DIGITS, *, least: int = 1) -> int | None:
    """Return the number that ``given`` writes in ASCII digits, or nothing where it is none from ``least`` to ``most``."""
    is_number = given.isascii() and given.isdecimal() and len(given) <= _DIGITS
    return int(given) if is_number and least <= int(given) <= most else None


def page_number(last: int | None = None) -> int:
    """Return the page that the current request asks for, 1 if it names none; ``last`` where they have been counted.

    Raises :class:`Problem` for what is no number, and for a page behind the last one.
    """
    given = request.args.get("page", "1")
    number = number_of(given, LAST_PAGE)
    if number is None:
        raise Problem.worded(HTTPStatus.BAD_REQUEST, "page", given=given[:20], last=str(last or LAST_PAGE))
    if last is not None and number > last:
        raise Problem.worded(HTTPStatus.NOT_FOUND, "pages", number=str(number), last=str(last))
    return number
