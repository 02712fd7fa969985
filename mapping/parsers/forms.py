"""The form in which a responsibility text is read: what is seen of it, in one script, without blanks inside words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from mapping.comparable import matching_form
from mapping.parsers import lead_rule, names
from mapping.parsers.mentions import LeadRule
from mapping.parsers.roles import tokens
from mapping.parsers.text import Seen, Span, seen

_NUMBERED = re.compile("[①-⑳⑴-⒛]")
_NUMBER_BEFORE = re.compile(r"(?m)(?:\(\d{1,2}\)|^[一二三四五六七八九十]{1,3}、)(?=\s*[\u4e00-\u9fff])")
_BLANK = re.compile(r"[ \n]+")
_SPACED_OUT = re.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff](?: +[\u4e00-\u9fff])+(?![\u4e00-\u9fff])")
_IDEOGRAPH = re.compile(r"[\u4e00-\u9fff]")
_SEPARATOR = re.compile(r"[、,;。:()!?《》\"]")
_UP_TO_SEPARATOR = re.compile(r"[^、,;。:()!?《》\"]{1,60}:?")
_AROUND_SEAM = 12


class Form(NamedTuple):
    """A responsibility text as it is read: its ``words`` without the rules who leads, which are ``rules``.

    Offsets are into ``words``; :meth:`place` gives those in the text as printed.
    """

    words: str
    rules: tuple[LeadRule, ...]
    seen: Seen

    def place(self, span: Span) -> Span:
        """Return the slice of the text as printed that a slice of the words stands for."""
        return self.seen.span(*span)

    def rule_in(self, span: Span) -> LeadRule | None:
        """Return the first rule that stands in a slice of the words."""
        return next((rule for rule in self.rules if span.start <= rule.start and rule.end <= span.end), None)


def responsibility_form(text: str) -> Form:
    """Return the form of a responsibility text.

    Characters that print nothing and blanks inside words are gone; numbers in circles part items, and 〈…〉 is a bracket
    where it is not the title of a document inside another.
    """
    shown = seen(text)
    form = matching_form(_NUMBERED.sub("、", shown.text))
    form = "".join(_with_brackets(shown.text, form))
    form = _NUMBER_BEFORE.sub(lambda number: "、" + " " * (len(number[0]) - 1), form)
    whole = Seen(form, shown.offsets)
    if _BLANK.search(form):
        whole = whole.without(_inside_words(whole.text))
    rules = tuple(lead_rule.find(whole.text))
    return Form(_without(whole.text, rules), rules, whole)


def _without(form: str, rules: tuple[LeadRule, ...]) -> str:
    """Return a form with blanks where rules stand, and where brackets stand that hold nothing else."""
    for rule in rules:
        form = form[: rule.start] + " " * (rule.end - rule.start) + form[rule.end :]
    return re.sub(r"\([\s,;。]*\)", lambda match: " " * len(match[0]), form) if rules else form


def _with_brackets(text: str, form: str) -> Iterator[str]:
    depth = 0
    for printed, character in zip(text, form, strict=True):
        depth += (printed == "《") - (printed == "》")
        yield character if depth > 0 else {"〈": "(", "〉": ")"}.get(printed, character)


def _inside_words(form: str) -> Iterator[int]:
    """Yield the offsets of the blanks that part no words."""
    spaced = {at for match in _SPACED_OUT.finditer(form) for at in range(*match.span()) if form[at] == " "}
    yield from spaced
    left, position = "", 0
    for blank in _BLANK.finditer(form):
        left = _SEPARATOR.split(left + form[position : blank.start()])[-1]
        position = blank.end()
        between = bool(left) and _IDEOGRAPH.match(left[-1]) and _IDEOGRAPH.match(form, blank.end())
        if blank.start() in spaced:
            continue
        following = _UP_TO_SEPARATOR.match(form, blank.end())
        if between and following and not _parts_words(left, following[0]):
            yield from range(*blank.span())
        else:
            left = ""


def _parts_words(left: str, right: str) -> bool:
    """Tell whether a blank ends a word: a name, or one that says what the bodies do; else it stands inside one."""
    right = _BLANK.sub("", right)
    first = next(tokens(right), None)
    if first and first.start == 0 and first.mark in {"header", "person", "skip", "default", "from"}:
        return True
    before = left[-_AROUND_SEAM:]
    if any(token.start < len(before) < token.end for token in tokens(before + right[:_AROUND_SEAM])):
        return False
    if names.is_complete(left):
        return True
    return any(token.end == len(before) and len(token.word) > 1 for token in tokens(before))
