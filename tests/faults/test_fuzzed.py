"""Whatever is sent or written: headers, names, sentences, plans. No exception but ours, and nothing lost in silence."""

from __future__ import annotations

import os
import random
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapping.making import make
from mapping.parsers import agencies, citations, deadlines
from mapping.parsers.quantities import targets
from mapping.workbench import Settings
from ontology.iris import Iris
from server.gateway.access_log import network
from server.gateway.guests import share_of
from server.release.store.reading import lexer
from server.web.representations import GRAPH, RESULTS, NotAcceptable, Offers, negotiate
from tests.faults.doors import DOORS
from tests.faults.hostile import HEADER, ROW, plan

MUTANTS = int(os.environ.get("POLICYGRAPH_TEST_MUTANTS", "30"))
"""How many plans are changed at random; 10,000 on demand."""
quick = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
HEADERS = st.text(st.characters(max_codepoint=255)) | st.lists(
    st.sampled_from(["text/turtle", "*/*", "text/*", ";q=0.5", ";q=", ",", " ", "application/ld+json", "q=1e309", '"'])
).map("".join)
PIECES = [
    *"到年底达以上个亿万元％、，。；（）《》及等各省市厅局委〇零一二十百千",
    "2025",
    "省商务厅",
    "牵头",
    "50%",
    "\u3000",
]
SENTENCES = st.lists(st.sampled_from(PIECES)).map("".join) | st.text()
WORDS = ["SELECT", "{", "}", '"', "'''", "<", ">", "\\", "#", "\n", "SERVICE", "?s"]
QUERIES = st.text() | st.lists(st.sampled_from(WORDS)).map(" ".join)
TROUBLE = ("\n", ",", '"', "\t", "（", "》", "\u200b", "9" * 30, "\ufeff", "年")
"""What documents have trouble with."""


@quick
@given(HEADERS, st.sampled_from([GRAPH, RESULTS]), st.none() | HEADERS)
def test_every_accept_header_is_answered_or_refused_as_that(accept: str, offers: Offers, wanted: str | None) -> None:
    with suppress(NotAcceptable):
        assert negotiate(accept, offers, wanted) in offers


@quick
@given(st.text())
def test_every_iri_comes_back_from_its_reference(text: str) -> None:
    iris = Iris()
    for minted in (f"{iris.base}id/{text}", f"{iris.vocabulary}{text}"):
        assert iris.absolute(iris.reference(minted)) == minted


@quick
@given(st.text() | st.ip_addresses().map(str))
def test_every_address_has_a_share_and_a_network(address: str) -> None:
    assert isinstance(share_of(address), str)
    assert isinstance(network(address), str)


@quick
@given(QUERIES)
def test_every_query_is_read(query: str) -> None:
    assert lexer.read(query).services is not None


@quick
@given(SENTENCES)
def test_every_sentence_is_read_and_what_is_read_stands_in_it(sentence: str) -> None:
    amounts = (*targets.targets(sentence), *targets.parameters(sentence))
    assert all(0 <= mention.start < mention.end <= len(sentence) for mention in amounts)
    periods = deadlines.find(sentence, year=2020)
    assert all(0 <= mention.start < mention.end <= len(sentence) for mention in periods)
    assert all(0 <= mention.start < mention.end <= len(sentence) for mention in citations.citations(sentence))
    assert all(0 <= body.start < body.end <= len(sentence) for body in agencies.read(sentence).bodies)


def changed(text: str, chance: random.Random) -> str:
    """Return a text with some characters gone, doubled, moved or replaced by ones that documents have trouble with."""
    for _ in range(chance.randint(1, 12)):
        at, length = chance.randrange(len(text) + 1), chance.choice((1, 1, 2, 8, 40))
        piece = text[at : at + length]
        other = chance.choice(("", piece * 2, piece[::-1], *TROUBLE))
        text = text[:at] + other + text[at + length :]
    return text


@pytest.mark.parametrize("name", DOORS)
def test_behind_every_door_comes_a_value_or_an_error_of_ours(name: str, tmp_path: Path) -> None:
    """The same doors are fuzzed for as long as one likes by `make fuzz`."""
    chance, door = random.Random(18), DOORS[name]
    for seed in door.seeds[:3]:
        door.behind(tmp_path, seed)
        for _ in range(5):
            text = seed.decode("latin-1")
            door.behind(tmp_path, changed(text, chance).encode("latin-1", "replace"))


def test_every_plan_that_was_changed_at_random_is_made_or_held_back_with_a_reason(tmp_path: Path) -> None:
    rows = "".join(ROW.replace("1,", f"{number},", 1) for number in range(1, 4))
    rows += "4,扩大消费。,到2025年，培育50家以上企业，投资增长10%。,省商务厅、省财政厅等；各市州人民政府\n"
    chance = random.Random(18)
    for number in range(MUTANTS):
        (folder := tmp_path / f"plan-{number}").parent.mkdir(exist_ok=True)
        plan(folder, content=changed(HEADER + rows, chance))
        if chance.random() < 0.2:
            toml = folder / "plan.toml"
            toml.write_text(changed(toml.read_text("utf-8"), chance), "utf-8")
        (staging := tmp_path / f"staging-{number}").mkdir()
        made = make(folder, Settings(), staging)
        assert (made.entry is None) != (made.held_back is None)
        if made.held_back:
            assert "a fault that nobody foresaw" not in made.held_back.why, (folder, made.held_back.why)
            assert made.held_back.why.endswith((".", "。", "…"))
