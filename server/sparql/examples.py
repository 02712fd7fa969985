"""The example queries: data, one ``.rq`` file each, whose first lines say in two languages what it answers, and why ask it.

Such a file begins with comments ``# key: value``: ``order`` (an integer, to sort by), ``group`` (a key of the words), and
``title`` and ``about`` for each language (``# title-zh: …``). The query follows, and nothing of the head is shown with it.
"""

from __future__ import annotations

import functools
import itertools
import re

import msgspec

from ontology.iris import Iris
from server.release import queries
from server.words.language import LANGUAGES, Language

FOLDER = "examples/"
"""Where example queries are below the folder of queries."""
FIRST = "measures-and-agencies"
"""The example in the editor of a page that nobody asked for anything else."""
_NAMES = re.compile(r'(LANG ?\(\?(\w+)\) = )"zh"')
"""A filter that keeps texts of one language."""
_NAMED = re.compile(r"skos:prefLabel \?(\w+)")
"""What has a name in every language; texts of plans are Chinese."""
_FIELD = re.compile(r"# ([a-z-]+): (.+)")


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """A query that a researcher would ask. ``name`` is that of its file; ``title`` and ``about`` are by language."""

    name: str
    order: int
    group: str
    title: dict[str, str]
    about: dict[str, str]
    query: str

    def text(self, language: Language) -> str:
        """Return the query below its title, for an editor; names come in its language."""
        named = set(_NAMED.findall(self.query))

        def filtered(match: re.Match[str]) -> str:
            return f'{match[1]}"{language}"' if match[2] in named else match[0]

        return f"# {self.title[language]}\n{_NAMES.sub(filtered, self.query)}"


def read(name: str, text: str) -> Example:
    """Return the example in a file's text; raises :class:`ValueError`, which says what its head lacks."""
    head = list(itertools.takewhile(lambda line: line.startswith("#"), text.splitlines()))
    fields = {match[1]: match[2] for line in head if (match := _FIELD.fullmatch(line))}
    try:
        return Example(
            name=name,
            order=int(fields["order"]),
            group=fields["group"],
            title={each: fields[f"title-{each}"] for each in LANGUAGES},
            about={each: fields[f"about-{each}"] for each in LANGUAGES},
            query="\n".join(text.splitlines()[len(head) :]).strip() + "\n",
        )
    except KeyError as error:
        raise ValueError(
            f"{name}.rq does not say its {error}: write it as '# {error.args[0]}: …' at the top"
        ) from error


@functools.cache
def load(iris: Iris) -> dict[str, Example]:
    """Return all examples by name, in order, with the bases of an installation."""
    names = (each.removeprefix(FOLDER) for each in queries.names() if each.startswith(FOLDER))
    examples = [read(name, queries.load(f"{FOLDER}{name}", iris)) for name in names]
    return {each.name: each for each in sorted(examples, key=lambda each: each.order)}


def groups(iris: Iris) -> dict[str, tuple[Example, ...]]:
    """Return the examples by group, groups and examples in order."""
    by_group: dict[str, tuple[Example, ...]] = {}
    for each in load(iris).values():
        by_group[each.group] = (*by_group.get(each.group, ()), each)
    return by_group
