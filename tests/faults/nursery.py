"""Builds that may be killed: a process that has read what builds share forks one for each request, so that it begins at once.

It reads a request a line: seconds after which the build is killed, or nothing to let it end. It answers with a line of
JSON: how the build ended, what it said, and how long it took.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path

from mapping import build
from mapping.build import Options
from mapping.errors import MappingError
from mapping.workbench import Settings, workbench


def main() -> None:
    plans, releases = Path(sys.argv[1]), Path(sys.argv[2])
    settings = Settings()
    workbench(settings).aligner("ndrc-2020-293")
    _say("ready")
    for line in sys.stdin:
        began = time.monotonic()
        said, theirs = os.pipe()
        child = os.fork()
        if not child:
            _build(sorted(plans.iterdir()), settings, releases, theirs)
        os.close(theirs)
        if line.strip():
            time.sleep(float(line))
            os.kill(child, signal.SIGKILL)
        with os.fdopen(said) as heard:
            text = heard.read()
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        _say(json.dumps({"code": code, "said": text, "seconds": time.monotonic() - began}))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _build(folders: list[Path], settings: Settings, releases: Path, theirs: int) -> None:
    try:
        code, said = build.build(folders, settings, releases, Options(keep=3)).exit_code, ""
    except MappingError as error:
        code, said = 2, str(error)
    except BaseException as error:  # noqa: BLE001 - the parent's interpreter must not go on in this process
        code, said = 70, repr(error)
    os.write(theirs, said.encode())
    os._exit(code)


if __name__ == "__main__":
    main()
