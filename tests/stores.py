"""Other SPARQL stores, started from their packages."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from server.release.store.push import RemoteStore
from tests.conftest import free_port

OXIGRAPH = Path(sys.executable).with_name("oxigraph")
VIRTUOSO = shutil.which("virtuoso-t")
ISQL = shutil.which("isql-vt") or shutil.which("isql")
INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = {sql}
DirsAllowed = {folder}
NumberOfBuffers = 4000
LiteMode = 0
[HTTPServer]
ServerPort = {http}
ServerRoot = {folder}
[SPARQL]
ResultSetMaxRows = 1000
"""
GRANT = 'GRANT SPARQL_UPDATE TO "SPARQL";'


def until_answers(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None
        try:
            requests.get(url, timeout=30)
        except requests.RequestException:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(url)


def until_granted(command: list[str]) -> None:
    """Run a command until it succeeds: Virtuoso's own port opens some time after that for HTTP."""
    for _ in range(60):
        done = subprocess.run(command, check=False, capture_output=True)
        if done.returncode == 0:
            return
        time.sleep(0.5)
    raise AssertionError(done.stderr)


@contextmanager
def oxigraph(folder: Path) -> Iterator[RemoteStore]:
    url = f"http://127.0.0.1:{(port := free_port())}"
    command = [str(OXIGRAPH), "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            until_answers(url, process)
            yield RemoteStore(query=f"{url}/query", update=f"{url}/update")
        finally:
            process.kill()


@contextmanager
def virtuoso(folder: Path) -> Iterator[RemoteStore]:
    assert VIRTUOSO
    assert ISQL
    http, sql = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(INI.format(folder=folder, http=http, sql=sql))
    with subprocess.Popen(
        [VIRTUOSO, "+foreground", "+configfile", str(folder / "virtuoso.ini")],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            until_answers(f"http://127.0.0.1:{http}/sparql", process)
            until_granted([ISQL, f"127.0.0.1:{sql}", "dba", "dba", f"exec={GRANT}"])
            yield RemoteStore(query=f"http://127.0.0.1:{http}/sparql", update=f"http://127.0.0.1:{http}/sparql")
        finally:
            process.kill()


SERVERS = {
    "oxigraph": pytest.param(oxigraph, id="oxigraph", marks=pytest.mark.skipif(
        not OXIGRAPH.exists(), reason="the Oxigraph server (PyPI oxigraph) is not installed")),
    "virtuoso": pytest.param(virtuoso, id="virtuoso", marks=pytest.mark.skipif(
        not (VIRTUOSO and ISQL), reason="Virtuoso (Debian virtuoso-opensource-7-bin) is not installed")),
}  # fmt: skip # entries side by side
