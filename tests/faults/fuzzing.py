"""What strangers send and stewards hand in, made at random by libFuzzer, which looks for inputs that reach new code.

    python -m tests.faults.fuzzing [DOOR]… [--seconds N]      (needs Linux and the extra `fuzz`)
    python -m tests.faults.fuzzing DOOR FILE                  (an input that was found, once more)

Doors are in `tests/faults/doors.py`. What ends with an error that is not ours, takes longer than 20 s or more than 3 GiB ends
the run with 1; the input is then in `build/fuzz/`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

FOUND = Path(__file__).parents[2] / "build" / "fuzz"


def main() -> int:
    """Run each door in a process of its own, which libFuzzer ends."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("doors", nargs="*", metavar="DOOR", help="all, where none is named")
    parser.add_argument("--seconds", type=int, default=60, help="for each")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.here:
        return _fuzz(chosen.doors[0], chosen.seconds)
    from tests.faults.doors import DOORS  # noqa: PLC0415 - the process that fuzzes imports it in another way

    if len(chosen.doors) == 2 and Path(chosen.doors[1]).is_file():
        with tempfile.TemporaryDirectory() as folder:
            DOORS[chosen.doors[0]].behind(Path(folder), Path(chosen.doors[1]).read_bytes())
        return 0
    command = [sys.executable, "-m", "tests.faults.fuzzing", "--here", "--seconds", str(chosen.seconds)]
    ended = {name: subprocess.run([*command, name], check=False).returncode for name in chosen.doors or DOORS}
    told = (f"{name}: {'sound' if not code else f'ended with {code}'}" for name, code in ended.items())
    sys.stdout.write(", ".join(told) + "\n")
    return int(any(ended.values()))


def _fuzz(name: str, seconds: int) -> int:
    import atheris  # noqa: PLC0415 - there is none but for Linux

    with atheris.instrument_imports(include=["mapping", "server"]):
        from tests.faults.doors import DOORS  # noqa: PLC0415
    FOUND.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as there:
        (corpus := Path(there) / "corpus").mkdir()
        (work := Path(there) / "work").mkdir()
        for number, seed in enumerate(DOORS[name].seeds):
            (corpus / f"seed-{number}").write_bytes(seed)
        bounds = ["-timeout=20", "-rss_limit_mb=3072", "-max_len=40000", "-verbosity=0", "-print_final_stats=1"]
        where = [f"-artifact_prefix={FOUND}/{name}-", f"-max_total_time={seconds}", str(corpus)]
        atheris.Setup([name, *bounds, *where], lambda data: DOORS[name].behind(work, data))
        atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
