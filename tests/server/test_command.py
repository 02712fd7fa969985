"""The command line knows its commands by name, and reads only the one that runs."""

import subprocess
import sys

import click
import pytest

from server.command.cli import COMMANDS, main

HEAVY = ("pyshacl", "mapping.parsers", "mapping.readers", "mapping.layout")
"""What neither help nor the server needs."""
OF_SEARCH = ("cn2an", "pypinyin", "opencc", "rapidfuzz", "tantivy")
"""What the server needs and help does not."""
LOADED = "import sys; import {module}; print([name for name in {heavy!r} if name in sys.modules])"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_list_of_commands_says_what_each_command_says_of_itself(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.help is not None
    assert " ".join(command.help.split("\n\n")[0].split()).startswith(COMMANDS[name][1].rstrip("."))


def test_a_command_that_there_is_not_is_refused_by_name() -> None:
    assert main.get_command(click.Context(main), "republish") is None


@pytest.mark.parametrize("module", ["server.command.cli", "server.command.serve"])
def test_help_and_the_server_read_nothing_that_reads_documents_or_judges(module: str) -> None:
    heavy = (*HEAVY, *OF_SEARCH) if module.endswith("cli") else HEAVY
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(module=module, heavy=heavy)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
