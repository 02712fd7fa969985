"""The servers that importers need, each in a folder of its own and gone afterwards."""

from __future__ import annotations

import getpass
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import free_port
from tests.harvesters.environments import MissingImporterError

HERE = Path(__file__).parent


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    """Run a server until it listens at a port, and end it."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(process, port)
        yield
    finally:
        process.terminate()
        process.wait(30)


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(300):
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise MissingImporterError(f"{process.args!r} does not listen at port {port}")


@contextmanager
def postgres(folder: Path) -> Iterator[int]:
    """Run a PostgreSQL with an empty database ``ckan``; yield its port. It refuses to be root, so then it is ``postgres``."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not found:
        raise MissingImporterError("PostgreSQL is not here: apt-get install postgresql")
    data, port = folder / "postgres", free_port()
    data.mkdir()
    user = ["runuser", "-u", "postgres", "--"] if getpass.getuser() == "root" else []
    if user:
        shutil.chown(data, "postgres")
        for each in (folder, *folder.parents):
            each.chmod(each.stat().st_mode | 0o011) if each.owner() == "root" and each != Path("/") else None
    tools = found[-1]
    initial = [str(tools / "initdb"), "-D", str(data), "-U", "ckan", "--auth=trust", "-E", "UTF8", "--no-sync"]
    subprocess.run([*user, *initial], check=True, capture_output=True, timeout=120)
    server = [str(tools / "postgres"), "-D", str(data), "-p", str(port), "-k", str(data), "-c", "fsync=off"]
    with running([*user, *server], port):
        create = [str(tools / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "ckan", "-T", "template0", "ckan"]
        subprocess.run(create, check=True, capture_output=True, timeout=60)
        yield port


@contextmanager
def redis(folder: Path) -> Iterator[int]:
    """Run a Redis; yield its port."""
    program = shutil.which("redis-server")
    if program is None:
        raise MissingImporterError("Redis is not here: apt-get install redis-server")
    port = free_port()
    with running([program, "--port", str(port), "--save", "", "--dir", str(folder)], port):
        yield port


@contextmanager
def solr_stub() -> Iterator[int]:
    """Run what stands for Solr; yield its port."""
    port = free_port()
    with running([sys.executable, str(HERE / "solr_stub.py"), str(port)], port):
        yield port
