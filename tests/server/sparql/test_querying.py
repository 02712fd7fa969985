"""Every block of ``docs/querying.md`` is run as it stands, against a running server, and prints what the document says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import requests

ROOT = Path(__file__).parents[3]
DOCUMENT = (ROOT / "docs" / "querying.md").read_text("utf-8")
PRINTED = "http://localhost:8000"
SHELL = re.findall(r"```console\n\$ (.*?')\n(.*?)```", DOCUMENT, re.DOTALL)
PROGRAMS = re.findall(r"```(python|javascript)\n(.*?)```\n\n```text\n(.*?)```", DOCUMENT, re.DOTALL)
CLIENT = ROOT / "node_modules" / "sparql-http-client"


@pytest.fixture(scope="module")
def command_environment() -> dict[str, str]:
    return {**os.environ, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1", "PYTHONWARNINGS": "ignore"}


def run(command: list[str], text: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        command, check=False, input=text, capture_output=True, text=True, env=environment, cwd=ROOT, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.replace("\r", "")


def test_no_block_is_left_out() -> None:
    blocks = re.findall(r"```(console|python|javascript)\n", DOCUMENT)
    assert len(SHELL) + len(PROGRAMS) == len(blocks) == 6


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
@pytest.mark.parametrize(("command", "printed"), SHELL)
def test_a_command(address: str, command_environment: dict[str, str], command: str, printed: str) -> None:
    assert run(["bash"], command.replace(PRINTED, address), command_environment) == printed


@pytest.mark.parametrize(
    ("language", "program", "printed"), PROGRAMS, ids=[each[1].split("\n", 1)[0] for each in PROGRAMS]
)
def test_a_program(
    address: str, command_environment: dict[str, str], language: str, program: str, printed: str
) -> None:
    if language == "javascript" and not (shutil.which("node") and CLIENT.exists()):
        pytest.skip("node, or its package sparql-http-client, is not installed")
    command = [sys.executable, "-"] if language == "python" else ["node", "--input-type=module"]
    assert run(command, program.replace(PRINTED, address), command_environment) == printed


PREFIXES = """
PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX policy: <https://w3id.org/policygraph/def#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


@pytest.mark.parametrize(
    ("surprising", "better"),
    [
        (
            "SELECT ?a (COUNT(?m) AS ?n) { ?m policy:responsibleAgency ?a } GROUP BY ?a HAVING (?n > 10)",
            "SELECT ?a (COUNT(?m) AS ?n) { ?m policy:responsibleAgency ?a } GROUP BY ?a HAVING (COUNT(?m) > 10)",
        ),
        (
            'SELECT ?l { ?f a policy:Function ; skos:prefLabel ?l FILTER (LANG(?l) = "zh-CN") }',
            'SELECT ?l { ?f a policy:Function ; skos:prefLabel ?l FILTER (LANGMATCHES(LANG(?l), "zh")) }',
        ),
    ],
)
def test_what_the_document_says_of_empty_answers(address: str, surprising: str, better: str) -> None:
    found = [rows(address, query) for query in (surprising, better)]
    assert not found[0]
    assert found[1]


def test_what_the_document_says_of_doubled_answers(address: str) -> None:
    numbered = rows(address, 'SELECT ?x { ?x eli:number "36" }')
    assert len(numbered) > len(rows(address, 'SELECT ?x { ?x a policy:Measure ; eli:number "36" }')) == 1
    codes = rows(address, "SELECT DISTINCT (DATATYPE(?c) AS ?type) { ?j a policy:Jurisdiction ; skos:notation ?c }")
    assert len(codes) > 1


def rows(address: str, query: str) -> list[object]:
    answer = requests.post(f"{address}/sparql", {"query": PREFIXES + query}, timeout=30)
    found: list[object] = answer.json()["results"]["bindings"]
    return found
