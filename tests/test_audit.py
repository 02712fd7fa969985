"""What `make audit` says where the advisories cannot be reached."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not here")
@pytest.mark.parametrize(
    ("reached", "said"), [("false", "nothing was checked"), ("true", "asked about constraints.txt")]
)
def test_an_audit_without_advisories_is_no_audit(tmp_path: Path, reached: str, said: str) -> None:
    for name, script in (("python", reached), ("pip-audit", "for last; do :; done; echo asked about $last")):
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        (tmp_path / name).chmod(0o755)
    command = ["make", "--old-file", ".venv/auditing", "audit", f"BIN={tmp_path}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode == 0) == (reached == "true"), done.stderr
    assert said in done.stdout
    assert ("asked about" in done.stdout) == (reached == "true")
