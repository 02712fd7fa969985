from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.parsers.text import brackets, decimal_string, numeral, sentences


@given(st.text())
def test_sentences_are_in_order_and_have_no_blanks_around_them(text: str) -> None:
    spans = sentences(text)
    assert all(span.start < span.end for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("200", "200"),
        ("1,200", "1200"),
        ("1 200", "1200"),
        ("两千", "2000"),
        ("１２", "12"),
        ("3.5万", "35000"),
        ("2.2万亿", "2200000000000"),
        ("三十", "30"),
        ("两", "2"),
        ("十二", "12"),
    ],
)
def test_numerals_of_both_kinds_are_read(written: str, number: str) -> None:
    value = numeral(written)
    assert value is not None
    assert decimal_string(value) == number


@pytest.mark.parametrize("written", ["", "甲", "十十", "5G", "亿", "1.2.3"])
def test_what_writes_no_number_is_none(written: str) -> None:
    assert numeral(written) is None


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**15, places=4))
def test_a_decimal_string_has_no_exponent_and_no_needless_nought(value: Decimal) -> None:
    written = decimal_string(value)
    assert Decimal(written) == value
    assert "E" not in written.upper()
    assert not ("." in written and written.endswith("0"))


def test_brackets_come_in_the_order_they_close() -> None:
    assert [span.of("a(b(c)d)e)(") for span in brackets("a(b(c)d)e)(")] == ["(c)", "(b(c)d)"]
