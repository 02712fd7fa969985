"""Who is responsible: bodies, their roles and what holds for the rest of a document.

How roles are decided, as a careful reader would:

- a heading gives its role (牵头单位 lead; 配合, 协办, 参与单位 supporting; 责任单位, 主要责任单位, 落实单位
  responsible), also beside a 牵头单位; a column's role (``default_role``) is such a heading;
- a verb gives its role to the bodies before it that have none yet: 牵头 lead, 配合 supporting, 按职责分工 joint,
  负责 responsible; it wins over the heading 责任单位, and loses to 牵头单位 and 配合单位;
- A会同B: A leads, B supports; bodies that nothing speaks of, after a lead and without a heading, support; else they
  are responsible;
- position gives a lead only where the caller, or the text itself, states that rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from msgspec import structs

from mapping.parsers import names
from mapping.parsers.forms import Form, responsibility_form
from mapping.parsers.mentions import BodyMention, LeadRule, ResponsibilityText, Role, UnreadMention
from mapping.parsers.reading import Bearer, TextReading, read_list, read_strictly
from mapping.parsers.text import Span, brackets, trimmed

_NEAR = 3  # characters between a sign and the name that it marks

_TO_DO = r"抓好落实|组织落实|贯彻落实|组织实施|^要$"
_HEADED_RUN = re.compile(
    r"(?<![\u4e00-\u9fff])(?:(?:牵头|责任|主办|协办|配合|参与|参加|落实|承办|实施|"
    r"主责|负责|主要|协同|支持|共同)+(?:单位|部门|主体)|牵头|主办|责任)\s*:[^。\n]*"
    r"(?:。(?:(?:以下|以上|具体)[^。\n]{0,12}(?:均|都)[^。\n]*。?)?|$|(?=\n))"
)


def parse(text: str, *, default_role: Role | None = None, lead_rule: LeadRule | None = None) -> ResponsibilityText:
    """Read a text that is about responsibility only: a cell, a bracket, a line ``责任单位:…``.

    ``default_role`` is that of the column the text stands in; ``lead_rule`` the rule that the document states for all its
    texts. Offsets are into ``text``. Nothing is refused: a text that names no body says so.
    """
    form = responsibility_form(text)
    whole = Span(0, len(form.words))
    return _Context(text, form, default_role, lead_rule).result(read_list(form.words, whole, default_role), whole)


def read(text: str, *, default_role: Role | None = None, lead_rule: LeadRule | None = None) -> ResponsibilityText:
    """Read any text, a whole measure or a responsibility text alone; offsets are into ``text``."""
    form = responsibility_form(text)
    whole = Span(0, len(form.words))
    context = _Context(text, form, default_role, lead_rule)
    strict = read_strictly(form.words, whole, default_role)
    if _is_clean(strict):
        return context.result(strict, whole)
    if spans := _responsibilities(form.words):
        return _merged([context.result(read_list(form.words, span, default_role), span) for span in spans])
    listed = read_list(form.words, whole, default_role, in_prose=True)
    if default_role is None and not _is_clean(listed):
        listed.bodies = _charged(listed.bodies)
        listed.open_ended = listed.open_ended and bool(listed.bodies)
        listed.loose.clear()  # a sentence about something else
    return context.result(listed, whole)


def find_responsibilities(text: str) -> tuple[Span, ...]:
    """Return the parts of a paragraph that say who is responsible, brackets included, in order.

    They are brackets whose content is about responsibility, and runs that begin with a heading (责任单位:…) and end with
    their sentence. Brackets such as (试行) or (由市直、黄州区按现行财政体制分担) are none.
    """
    form = responsibility_form(text)
    return tuple(form.place(_with_rule(form, span)) for span in _responsibilities(form.words))


def _with_rule(form: Form, span: Span) -> Span:
    """Return a part with the rule who leads that follows it directly: 责任单位:A、B(列第一位的为牵头单位)."""
    blank = len(form.words) - len(form.words[span.end :].lstrip()) - span.end
    if blank <= 0 or form.rule_in(Span(span.end, span.end + blank)) is None:
        return span
    return trimmed(form.seen.text, Span(span.start, span.end + blank))


def _responsibilities(form: str) -> tuple[Span, ...]:
    found = [span for span in _outermost(brackets(form)) if _is_responsibility(form, span)]
    covered = bytearray(len(form))
    for span in found:
        covered[span.start : span.end] = b"\1" * (span.end - span.start)
    runs = [span for span in _headed_runs(form) if not any(covered[span.start : span.end])]
    found += [span for span in runs if read_strictly(form, span, None).bodies]
    return tuple(sorted(found))


def _headed_runs(form: str) -> Iterator[Span]:
    for match in _HEADED_RUN.finditer(form):
        yield trimmed(form, Span(match.start(), match.end()))


def _outermost(spans: tuple[Span, ...]) -> list[Span]:
    outer: list[Span] = []
    for span in sorted(spans):
        if not outer or span.start >= outer[-1].end:
            outer.append(span)
    return outer


def _is_responsibility(form: str, span: Span) -> bool:
    content = form[span.start + 1 : span.end - 1].strip()
    if re.match(r"以下简称|简称|含|不含|包括|原|即|如|除|注[:]|见|附", content):
        return False
    reading = read_strictly(form, span, None)
    if not reading.bodies:
        return False
    if reading.header is not None or any(body.header for body in reading.bodies):
        return True
    authorities = [body for body in reading.bodies if names.is_authority(body.name)]
    if any(body.role for body in reading.bodies):
        own = all(re.match("[省市区县州]", body.name) for body in reading.bodies)  # of the plan's own jurisdiction
        return (bool(authorities) or own) and len(reading.junk) <= len(reading.bodies)
    before = form[max(0, span.start - 8) : span.start].rstrip()
    named_before = bool(before) and names.is_complete(before) and names.is_authority(before)
    return bool(authorities) and _only_places(reading) and not named_before


def _only_places(reading: TextReading) -> bool:
    """Tell whether all that is no body in a list are places that its last name completes (福州、厦门、泉州市人民政府)."""
    closing = [body.span.start for body in reading.bodies if re.search(r"[市州县区](?:人民)?政府$", body.name)]
    return all(
        re.fullmatch(r"[\u4e00-\u9fff]{2,4}", item.name) and any(item.span.end < start for start in closing)
        for item in reading.junk
    )


def _is_clean(reading: TextReading) -> bool:
    """Tell whether a text is about responsibility alone, not a sentence before a heading that happens to end like a body."""
    headed = next((body.sentence for body in reading.bodies if body.header), 0)
    before = [body for body in reading.bodies if body.sentence < headed and not body.header]
    return bool(reading.bodies) and not reading.junk and all(names.is_authority(body.name) for body in before)


def _charged(bodies: list[Bearer]) -> list[Bearer]:
    """Return the authorities of which a sentence about something else says that they lead, are responsible or support."""
    named = [
        body
        for body in bodies
        if names.is_authority(body.name) and names.is_complete(body.name) and re.match(r"[^与和及]", body.name)
    ]
    together = {"lead", "supporting"} <= {body.role for body in named if body.by_with}
    sure = [
        body
        for body in named
        if body.header
        or (body.by_with and together)
        or _is_said(body, r"牵头|负责|配合|主办|协办")
        or _is_charged(body)
    ]
    return [body for body in named if body in sure or (sure and _is_said(body, _TO_DO))]


def _is_charged(body: Bearer) -> bool:
    """Tell whether a text says to one body, and not to all of a kind, what it is to do (市商务局要加强统筹)."""
    return names.kind(body.name) == "agency" and _is_said(body, "^要$")


def _is_said(body: Bearer, verbs: str) -> bool:
    return body.because == "verb" and re.search(verbs, body.words) is not None


def _merged(results: list[ResponsibilityText]) -> ResponsibilityText:
    return ResponsibilityText(
        bodies=tuple(body for result in results for body in result.bodies),
        open_ended=any(result.open_ended for result in results),
        sets_default=any(result.sets_default for result in results),
        default_bodies=tuple(body for result in results for body in result.default_bodies),
        lead_rule=next((result.lead_rule for result in results if result.lead_rule), None),
        names_no_agency=not any(result.bodies for result in results),
        unread=tuple(words for result in results for words in result.unread),
        persons=tuple(person for result in results for person in result.persons),
    )


@dataclass(frozen=True, slots=True)
class _Context:
    """What one text is read by: its form, the role of its column, the rule of its document."""

    text: str
    form: Form
    default_role: Role | None
    rule: LeadRule | None

    def result(self, reading: TextReading, span: Span) -> ResponsibilityText:
        """Return what a reading of a slice of the form says."""
        _settle(reading, self.default_role)
        own = self.form.rule_in(span)
        if rule := own or self.rule:
            _let_lead(reading.bodies, rule, self.form.words[: span.end])
        mentions = list(self._mentions(reading.bodies))
        seen: dict[str, BodyMention] = {}
        for body, mention in mentions:
            first = seen.setdefault(body.name, mention)
            if mention.role == "lead" and first.role != "lead":  # 责任单位:A、B(A牵头)
                seen[body.name] = structs.replace(first, role="lead", because=mention.because, words=mention.words)
        return ResponsibilityText(
            bodies=tuple(seen.values()),
            open_ended=reading.open_ended,
            sets_default=reading.sets_default,
            default_bodies=tuple(mention for body, mention in mentions if body.default),
            lead_rule=self._placed(own) if own else None,
            names_no_agency=not mentions,
            unread=tuple(self._unread(reading, rule)),
            persons=tuple(self.form.place(person) for person in reading.persons),
        )

    def _mentions(self, bodies: list[Bearer]) -> Iterator[tuple[Bearer, BodyMention]]:
        lending: tuple[str, str] | None = None
        for body in bodies:
            start, end = self.form.place(body.span)
            yield (
                body,
                BodyMention(
                    name=self.text[start:end],
                    role=body.role or "responsible",
                    kind=names.kind(body.name),
                    start=start,
                    end=end,
                    full_name=body.full_name or (names.lent(body.name, lending) if lending else None),
                    because=body.because,
                    words=body.words,
                ),
            )
            lending = lending or names.lender([body.name])

    def _placed(self, rule: LeadRule) -> LeadRule:
        start, end = self.form.place(Span(rule.start, rule.end))
        return structs.replace(rule, start=start, end=end)

    def _unread(self, reading: TextReading, rule: LeadRule | None) -> Iterator[UnreadMention]:
        """Yield what was not understood, a sign without a rule that says what it means included."""
        for span, why in reading.loose:
            start, end = self.form.place(span)
            yield UnreadMention(start=start, end=end, why=why)
        signed = [body for body in reading.bodies if body.sign]
        if rule is None and 0 < len(signed) < len(reading.bodies):
            for body in signed:
                at = self.form.words.find(body.sign, body.span.end)
                before = self.form.words.rfind(body.sign, 0, body.span.start)
                near = before if before >= 0 and body.span.start - before < _NEAR else at
                start, end = self.form.place(Span(near, near + len(body.sign)))
                yield UnreadMention(start=start, end=end, why="note")


def _settle(reading: TextReading, default_role: Role | None) -> None:
    """Give a role to the bodies of which nothing was said."""
    led = False
    for body in reading.bodies:
        if body.role is None:
            after_lead: Role = "supporting" if led and not body.default else "responsible"
            body.role = body.header or default_role or after_lead
            body.because = "column" if body.header and not body.words else "heading" if body.header else "nothing"
            if not body.header and default_role is None and after_lead == "supporting":
                body.because = "beside-lead"
        led = led or (body.role == "lead" and body.header != "lead")


def _let_lead(bodies: list[Bearer], rule: LeadRule, form: str) -> None:
    """Make leads of the bodies that a document's rule names, where the text itself names none."""
    if rule.typeface or not bodies or any(body.role == "lead" for body in bodies):
        return
    leads = bodies[:1]
    if rule.mark:
        leads = [body for body in bodies if body.sign and body.sign in rule.mark]
    elif rule.before:
        cut = form.find(rule.before, bodies[0].span.end)
        leads = [body for body in bodies if body.span.end <= cut] if cut >= 0 else bodies if len(bodies) == 1 else []
    for body in leads:
        if body.role in {"responsible", "joint"}:
            body.role, body.because = "lead", "rule"
    if rule.rest and leads:
        for body in bodies:
            if body.because in {"nothing", "heading"}:
                body.role, body.because = rule.rest, "rule"
