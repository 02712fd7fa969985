"""The words of a full-text search in SPARQL: what each property says, and what it takes."""

from __future__ import annotations

import msgspec

from ontology.iris import Iris
from server.search_index.items import KINDS

PATH = "search"
"""The address of the search, below the base of the publisher."""
DEFAULT = 1000
"""How many things one search finds, where it does not say."""
MOST = 10_000
"""How many it may ask for."""
ABOUT = {
    "zh": f"SPARQL 中的全文检索：在 SERVICE 中写 text:query，由发布版本的索引回答，每次默认最多 {DEFAULT} 个、至多 {MOST} 个。",
    "en": "Full text inside SPARQL: text:query in a SERVICE is answered from the index of the release, with"
    f" {DEFAULT} things at most where nothing is said, {MOST} at the most.",
}
WORDINGS = 20
"""How many texts one variable after ``text:query`` may stand for."""
LONGEST = 1 << 16
"""How many characters a query that searches may have."""


class TextProperty(msgspec.Struct, frozen=True, kw_only=True):
    """A property of the search; ``output`` where a variable takes its value, otherwise the query says it."""

    name: str
    output: bool = False
    label: dict[str, str]
    comment: dict[str, str]


PROPERTIES = (
    TextProperty(
        name="query",
        label={"zh": "检索词", "en": "is found with"},
        comment={
            "zh": "要找的词，以空格分开，都要出现；引号中为短语。写成文字，或由 VALUES 列出的变量。",
            "en": "The words to find, all of them, parted by spaces; a phrase stands in quotation marks."
            " A text, or a variable that VALUES lists.",
        },
    ),
    TextProperty(
        name="score",
        output=True,
        label={"zh": "相关度", "en": "score"},
        comment={"zh": "相关度，越大越好（小数）。", "en": "How well it fits: the more the better, a decimal."},
    ),
    TextProperty(
        name="highlight",
        output=True,
        label={"zh": "摘录", "en": "excerpt"},
        comment={
            "zh": "命中处前后的文字，已转义为 HTML，检索词在 <mark> 中。",
            "en": "The text around what was found, escaped for HTML, with the words inside <mark>.",
        },
    ),
    TextProperty(
        name="total",
        output=True,
        label={"zh": "共找到", "en": "found in all"},
        comment={
            "zh": "共找到多少；大于行数即表示结果被 text:limit 截断。",
            "en": "How many things are found in all: more than there are rows where text:limit has cut them.",
        },
    ),
    TextProperty(
        name="limit",
        label={"zh": "最多", "en": "at most"},
        comment={
            "zh": f"最多给出多少个，最相关者在前；默认 {DEFAULT}，至多 {MOST}。",
            "en": f"How many things at most, the best first: {DEFAULT} where it is not said, {MOST} at the most.",
        },
    ),
    TextProperty(
        name="class",
        label={"zh": "类", "en": "class"},
        comment={
            "zh": "只找这一类，如 policy:Measure。",
            "en": "Only things of this class, such as policy:Measure.",
        },
    ),
)
NAMES = tuple(each.name for each in PROPERTIES)
OUTPUTS = tuple(each.name for each in PROPERTIES if each.output)


def namespace(iris: Iris) -> str:
    """Return the namespace of these properties."""
    return f"{iris.vocabulary}text#"


def classes(iris: Iris) -> dict[str, str]:
    """Return the classes that can be searched, by IRI, with the kind of thing that each is in the index."""
    return {f"{iris.vocabulary}def#{item.__struct_config__.tag}": kind for kind, item in KINDS.items()}
