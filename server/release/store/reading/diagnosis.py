"""Where a query breaks, at which word, and what may mend it.

The engine tells the furthest place that its parser has looked at, which is behind the true one by the length of the keyword
that it compared with. So it is asked again, with the query's beginnings: the longest beginning that some query could begin
with ends before the word that cannot stand there. A mending is offered only where the engine reads on with it.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec
import pyoxigraph as ox

from server.release.store.reading.lexer import undeclared_prefixes, unescape

_TOKEN = re.compile(
    r"""
    (?P<space>[ \t\r\n]++|\#[^\n\r]*+)
  | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]*+|[a-z]++:/[^<>\n]*+)>)
  | (?P<string>'{3}(?:'{0,2}(?:[^'\\]|\\.))*+'{3}|"{3}(?:"{0,2}(?:[^"\\]|\\.))*+"{3}
              |"(?:[^"\\\n\r]|\\.)*+"|'(?:[^'\\\n\r]|\\.)*+')
  | (?P<variable>[?$][\w·]++)
  | (?P<number>\d++(?:\.\d++)?(?:[eE][+-]?\d++)?|\.\d++)
  | (?P<name>(?:[^\W\d_](?:[\w.\-]*[\w\-])?)?:(?:[\w:\-]|%[0-9A-Fa-f]{2}|\\.|\.(?=[\w:\-%\\]))*+)
  | (?P<word>\w++)
  | (?P<mark>\^\^(?=<)|&&|\|\||[<>!]=|<<\(?|\)?>>|@\w[\w\-]*+|\{\||\|\}|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_PLACE = re.compile(r"error at (\d+):(\d+): ?(?:expected )?(?:one of )?(.*)", re.DOTALL)
_PAD = "\n" + " " * 64
"""Stands after a beginning, longer than any keyword: an error behind it is one that the beginning is not to blame for."""
_NEVER = "\x01"
"""No query holds it, so that no beginning is carried out."""
_SEMANTIC = {
    "The SELECT contains a variable that is unbound": "SELECT names a variable that GROUP BY does not name, and no function"
    " such as COUNT or SAMPLE holds",
    "The SELECT overrides an existing variable using an expression": "AS gives a value to a variable that has one already:"
    " take another name",
    "Prefix not found": "the prefix is not declared",
    "IRI parsing failed": "this is no IRI",
}
_ODD = dict(zip("“”„«»‘’‚‛、。《》〈〉【】—–−·", '"' * 5 + "'" * 4 + ",.<><>[]---.", strict=True))
"""Characters that a text editor or an input method writes for those of SPARQL, beside full-width ones."""
_MISSING = (".", "}", ")", "]", "(", "{", ",", "BY", "AS")
_NEEDLESS = {",", ";", ".", "}", ")", "="}
_SPOKEN = {"AND": "&&", "OR": "||"}
_OF_OTHERS = {
    "LIKE": 'SPARQL has no LIKE: write CONTAINS(?text, "…") or REGEX(?text, "…")',
    "TOP": "SPARQL has no TOP: write LIMIT and the number at the end",
    "BETWEEN": "SPARQL has no BETWEEN: write ?x >= … && ?x <= …",
    "IS": "SPARQL has no NULL: write BOUND(?x) or !BOUND(?x)",
    "JOIN": "Patterns are joined by the variables that they share: write one after the other, with . between",
    "LEFT": "What may be absent stands in OPTIONAL { … }",
    "AND": "Between patterns write . or nothing, and && inside FILTER (…)",
    "NOT": "Write FILTER NOT EXISTS { … } of patterns, and ! inside FILTER (…)",
    "WHERE": "A query has one WHERE: put all patterns between its { and }",
}
"""Words of other query languages, and what SPARQL has instead."""
_FUNCTIONS_OF_OTHERS = {
    "LENGTH": "STRLEN", "LEN": "STRLEN", "LOWER": "LCASE", "UPPER": "UCASE", "SUBSTRING": "SUBSTR", "IFNULL": "COALESCE",
    "NVL": "COALESCE", "STARTSWITH": "STRSTARTS", "ENDSWITH": "STRENDS", "CONCATENATE": "CONCAT", "TOSTRING": "STR",
}  # fmt: skip # entries side by side
_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
_MODIFIERS = ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")
_ORDER = "The order is: WHERE { … } GROUP BY … HAVING (…) ORDER BY … LIMIT … OFFSET …"
_MOST_EXPECTED = 8
_NEAR = 40
"""Words before the furthest place that the engine has looked at, among which the one to blame is looked for."""
_LONGEST = 1 << 16
"""The length in characters up to which a mending is looked for, which takes some twenty readings."""


class Diagnosis(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a query; ``line`` and ``column`` are 1-based and absent where no place is to blame."""

    reason: str
    line: int | None = None
    column: int | None = None
    hint: str = ""


class _Token(NamedTuple):
    kind: str
    start: int
    end: int


def diagnose(query: str, base: str, prefixes: Mapping[str, str]) -> Diagnosis | None:
    """Return what is wrong with a query, or nothing where the engine can read it; ``prefixes`` are those it may want."""
    return _Patient(unescape(query), base, prefixes).diagnosis()


class _Patient:
    """A query that the engine does not read."""

    def __init__(self, query: str, base: str, prefixes: Mapping[str, str]) -> None:
        self._query = query
        self._base = base
        self._prefixes = prefixes
        self._tokens = [_Token(*each) for each in _tokens(query)]

    def diagnosis(self) -> Diagnosis | None:
        error = self._error(self._query)
        if error is None:
            return None
        furthest = self._offset(int(error[1]), int(error[2]))
        bad = self._first_bad(furthest)
        if bad is None:
            return self._of_whole(error[3])
        again = self._bound_again(bad)
        line, column = place(self._query, self._tokens[again or bad].start)
        if again:
            return Diagnosis(
                reason=f"{self._word(again)} has a value already: take another name", line=line, column=column
            )
        hint = self._hint(bad) if len(self._query) <= _LONGEST else ""
        return Diagnosis(reason=self._reason(bad), line=line, column=column, hint=hint)

    # ---- the place -----------------------------------------------------------------------------------------------

    def _error(self, text: str) -> re.Match[str] | None:
        try:
            ox.Store().query(text if text == self._query else text + _NEVER, base_iri=self._base)
        except SyntaxError as error:
            return _PLACE.search(str(error))
        except (ValueError, RuntimeError, OSError):
            return None
        return None

    def _offset(self, line: int, column: int) -> int:
        lines = self._query.split("\n")
        return sum(len(each) + 1 for each in lines[: line - 1]) + column - 1

    def _begins(self, text: str) -> bool:
        """Return whether some query could begin with a text that ends with a whole word."""
        error = self._error(text + _PAD)
        line, _ = place(text, len(text))
        return error is not None and (int(error[1]), int(error[2])) >= (line + 1, len(_PAD))

    def _first_bad(self, furthest: int) -> int | None:
        """Return the place of the first word that cannot stand where it does, or nothing where each of them can."""
        near = [-1, *(place for place, token in enumerate(self._tokens) if token.start <= furthest)][-_NEAR:]
        good = next((place for place in reversed(near) if self._begins(self._before(place + 1))), near[0])
        return good + 1 if good + 1 < len(self._tokens) else None

    # ---- what to say ---------------------------------------------------------------------------------------------

    def _word(self, place: int) -> str:
        token = self._tokens[place]
        return self._query[token.start : token.end]

    def _before(self, place: int) -> str:
        """Return the query up to the end of the word before one."""
        return self._query[: self._tokens[place - 1].end] if place else ""

    def _of_whole(self, said: str) -> Diagnosis:
        """Return what is wrong where every word can stand where it does: a rule is broken, or the end is missing."""
        rule = next((words for known, words in _SEMANTIC.items() if known in said), None)
        if rule:
            return self._ungrouped(rule) or Diagnosis(reason=rule)
        line, column = place(self._query, len(self._query))
        if not self._tokens:
            return Diagnosis(reason="there is no query", line=line, column=column)
        missing = self._unclosed()
        if missing:
            hint = f"Not closed: {' '.join(missing)}"
            return Diagnosis(reason="the query ends too early", line=line, column=column, hint=hint)
        expected = self._expected(self._query)
        if expected:
            return Diagnosis(reason=f"the query ends too early: expected {expected}", line=line, column=column)
        return Diagnosis(
            reason="every word may stand where it does, but a rule is broken: see that GROUP BY names"
            " each variable that SELECT takes without a function, and that no AS gives a value twice"
        )

    def _ungrouped(self, rule: str) -> Diagnosis | None:
        """Return what is wrong with the first variable of SELECT that GROUP BY does not name."""
        words = [self._word(place).upper() for place in range(len(self._tokens))]
        if "SELECT" not in words or "{" not in words or not rule.startswith("SELECT names"):
            return None
        first, depth, taken = words.index("SELECT"), 0, list[int]()
        for at in range(first, words.index("{")):
            depth += (words[at] == "(") - (words[at] == ")")
            taken += [at] if depth == 0 and self._tokens[at].kind == "variable" else []
        by = max((at for at, word in enumerate(words) if word == "GROUP"), default=len(words))
        grouped = {self._word(at) for at in range(by, len(words))}
        lost = next((at for at in taken if self._word(at) not in grouped), None)
        if lost is None:
            return None
        name = self._word(lost)
        hint = f"Add {name} to GROUP BY" if grouped else f"Write GROUP BY {name} after the last }}"
        line, column = place(self._query, self._tokens[lost].start)
        reason = f"{name} is neither in GROUP BY nor inside a function such as COUNT or SAMPLE"
        return Diagnosis(reason=reason, line=line, column=column, hint=hint)

    def _bound_again(self, place: int) -> int | None:
        """Return the place of the variable to which the BIND before a word gives a value that it has already."""
        if place < 3 or [self._word(place - 3).upper(), self._word(place - 1)] != ["AS", ")"]:
            return None
        earlier = map(self._word, range(place - 3))
        return place - 2 if self._word(place) == "}" and self._word(place - 2) in earlier else None

    def _unclosed(self) -> list[str]:
        opened: list[str] = []
        for place in range(len(self._tokens)):
            word = self._word(place)
            if word in {"{", "(", "["}:
                opened.append(word)
            elif word in {"}", ")", "]"} and opened:
                opened.pop()
        return opened

    def _reason(self, place: int) -> str:
        word = self._word(place)
        if word in {'"', "'"}:
            return "a text in quotation marks begins here and does not end in this line"
        if self._is_undeclared(place):
            return "the prefix is not declared"
        shown = word if len(word) <= 60 else f"{word[:60]}…"
        expected = self._expected(self._before(place))
        return f"{shown} cannot stand here" + (f": expected {expected}" if expected else "")

    def _expected(self, beginning: str) -> str:
        """Return in words what may stand after a beginning."""
        error = self._error(beginning + _PAD)
        said = [] if error is None else re.split(r", (?!')", error[3])
        listed = [each.strip('"') for each in said if _is_plain(each)]
        if "['0'..='9']" in said:
            listed.append("a number")
        return " ".join(listed) if len(listed) <= _MOST_EXPECTED else ""

    def _is_undeclared(self, place: int) -> bool:
        token = self._tokens[place]
        return token.kind == "name" and self._word(place).partition(":")[0] in undeclared_prefixes(self._query)

    def _hint(self, place: int) -> str:
        if self._is_undeclared(place):
            return self._declarations()
        steps = (
            self._odd, self._misspelt, self._of_another_language, self._new_property, self._missing, self._out_of_order,
            self._unfinished, self._needless, self._unnamed, self._bare_word, self._no_function,
        )  # fmt: skip # entries side by side
        said = next(filter(None, (step(place) for step in steps)), "")
        begun = any(self._word(before).upper() in _FORMS for before in range(place))
        return said or ("" if begun else "A query begins with PREFIX, SELECT, ASK, CONSTRUCT or DESCRIBE")

    def _declarations(self) -> str:
        missing = undeclared_prefixes(self._query)
        declared = " ".join(f"PREFIX {each}: <{self._prefixes[each]}>" for each in missing if each in self._prefixes)
        return f"Not declared: {', '.join(f'{each}:' for each in missing)}" + (f". Add {declared}" if declared else "")

    def _odd(self, place: int) -> str:
        """Return a hint on a character that looks like one of SPARQL."""
        token = self._tokens[place]
        glued = place + 1 < len(self._tokens) and self._tokens[place + 1].start == token.end
        if token.kind == "word" and glued and _plain(self._word(place + 1)) == ":":
            return f"After it, {self._odd(place + 1)[6:]}"
        word = self._word(place)
        plain = _plain(word) if token.kind == "mark" and len(word) == 1 else None
        if plain is not None:
            said = f"write {plain}" if plain.strip() else "write an ordinary space" if plain else "take it away"
            return f"It is U+{ord(word):04X}, {unicodedata.name(word, 'without a name').lower()}: {said}"
        if token.kind == "iri" and re.search(r"[\s\"{}|^`\\]", word):
            return "An IRI stands between < and > and has no spaces or quotation marks in it"
        if token.kind == "string" and "\\" in word:
            return "In a text, a backslash is written twice"
        return ""

    def _misspelt(self, place: int) -> str:
        token = self._tokens[place]
        if token.kind != "word":
            return ""
        word = self._word(place).upper()
        near = difflib.get_close_matches(word, _KEYWORDS.split(), n=3, cutoff=0.7) if len(word) > 3 else []
        for meant in filter(None, (_SPOKEN.get(word), *near)):
            if self._reads_on(f"{self._before(place)} {meant}", place + 1):
                return f"Do you mean {meant}?"
        return ""

    def _of_another_language(self, place: int) -> str:
        called = self._query.startswith("(", self._tokens[place].end)
        return "" if called else _OF_OTHERS.get(self._word(place).upper(), "")

    def _out_of_order(self, place: int) -> str:
        after = self._word(place - 1) if place else ""
        return _ORDER if self._word(place).upper() in _MODIFIERS and after not in {"{", "."} else ""

    def _new_property(self, place: int) -> str:
        """Return a hint on a comma where another property begins: , stands between values, ; before a property."""
        for before in range(place - 1, max(place - 3, 0), -1):
            if self._word(before) == ",":
                token = self._tokens[before]
                mended = f"{self._query[: token.start]};{self._query[token.end : self._tokens[place - 1].end]}"
                if self._reads_on(mended, place):
                    return f"Before a property write ; for the , before {self._word(before + 1)}"
        return ""

    def _unnamed(self, place: int) -> str:
        """Return a hint on an expression in SELECT that has no name."""
        reads_on = self._word(place) == ")" and self._reads_on(f"{self._before(place)} AS ?it", place)
        return "A name is missing before it: write AS and a variable, as in (COUNT(?x) AS ?number)" if reads_on else ""

    def _bare_word(self, place: int) -> str:
        word = self._word(place)
        if self._tokens[place].kind != "word" or not self._reads_on(f"{self._before(place)} ?it", place + 1):
            return ""
        return f"A variable begins with a question mark and a name has a prefix: ?{word}, policy:{word}"

    def _missing(self, place: int) -> str:
        for missing in _MISSING:
            if self._reads_on(f"{self._before(place)} {missing}", place):
                return f"{missing} is missing before it"
        return ""

    def _unfinished(self, place: int) -> str:
        reason = "Before it, a variable, an IRI or a text is missing: a statement has a subject, a property and a value"
        return reason if self._reads_on(f"{self._before(place)} ?o", place) else ""

    def _needless(self, place: int) -> str:
        needless = self._word(place) in _NEEDLESS and self._reads_on(f"{self._before(place)} ", place + 1)
        return "Leave it out" if needless else ""

    def _no_function(self, place: int) -> str:
        called = self._tokens[place].kind == "word" and self._query.startswith("(", self._tokens[place].end)
        known = _FUNCTIONS_OF_OTHERS.get(self._word(place).upper())
        return f"SPARQL has no function {self._word(place)}" + (f": write {known}" if known else "") if called else ""

    def _reads_on(self, beginning: str, place: int) -> bool:
        """Return whether the engine reads a changed beginning, and the next words after it."""
        after = self._tokens[place : place + 2]
        last = after[-1].end if after else len(self._query)
        start = after[0].start if after else len(self._query)
        return self._begins(f"{beginning} {self._query[start:last]}")


def _tokens(query: str) -> Iterator[tuple[str, int, int]]:
    for match in _TOKEN.finditer(query):
        if match.lastgroup != "space":
            yield match.lastgroup or "mark", match.start(), match.end()


def read_tokens(query: str) -> list[tuple[str, str]]:
    """Return the words of a query, each with its kind."""
    return [(kind, query[start:end]) for kind, start, end in _tokens(query)]


def place(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, 1-based, of an offset."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _plain(character: str) -> str | None:
    """Return the character of SPARQL for which another one stands, "" for one that nobody sees, or nothing."""
    if character in _ODD:
        return _ODD[character]
    if character.isascii() or character.isalnum():
        return None
    if unicodedata.category(character) in {"Cf", "Cc"}:
        return ""
    plain = unicodedata.normalize("NFKC", character)
    return plain if plain.isascii() and len(plain) == 1 else None


def _is_plain(expected: str) -> bool:
    """Return whether a word of the grammar is one that tells something: a keyword or a mark, no class of characters."""
    return (
        not expected.startswith("[")
        and not any(each in expected for each in ("'", "..", "\\"))
        and expected not in _SEMANTIC
    )


_KEYWORDS = """
SELECT CONSTRUCT DESCRIBE ASK PREFIX BASE WHERE FROM NAMED DISTINCT REDUCED AS GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET
VALUES OPTIONAL GRAPH UNION MINUS FILTER BIND SERVICE SILENT UNDEF EXISTS NOT IN COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT
SEPARATOR STR LANG LANGMATCHES DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE
ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ NOW UUID STRUUID
MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT SAMETERM ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC REGEX SUBSTR REPLACE
TRUE FALSE
"""
"""The words of SPARQL 1.1 Query §19.8."""
