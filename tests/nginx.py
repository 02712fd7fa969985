"""A real nginx for a test: what every configuration needs, and its run."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import wait_until_up

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")
_CONFIGURATION = """
daemon off; master_process off; error_log stderr; pid {folder}/nginx.pid;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    {servers}
}}
"""


@contextmanager
def nginx(folder: Path, port: int, servers: str) -> Iterator[None]:
    """Run nginx with what is said of its servers until the block ends; one of them listens on ``port``."""
    assert NGINX
    (folder / "nginx.conf").write_text(_CONFIGURATION.format(folder=folder, servers=servers), "utf-8")
    log = folder / "nginx.log"
    command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"]
    with log.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=output) as process:
        try:
            wait_until_up(f"http://127.0.0.1:{port}/", process, log)
            yield
        finally:
            process.terminate()
