"""A soak: mixed traffic against real servers while faults are injected, and what each minute of it was like.

    python -m benchmarks.soak SECONDS [--clients N] [--pause SECONDS] [--switch SECONDS] [--kill SECONDS] [--fault SECONDS]
                              [--report FOLDER]

Clients read pages, RDF, tables, search, catalogue, small and large queries; others hang up in the midst, send half a
request, or ask what takes too long. Meanwhile query workers are killed and two releases that differ are switched; a second
server stands before an Oxigraph server that is slow, dead, back, answers garbage or half, or hangs. A line a minute.
Ends with 1 where an answer failed or was mixed, or where memory, handles or workers grow.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.soak.report import COLUMNS, Result, as_json, as_markdown, row
from benchmarks.soak.running import soak
from benchmarks.soak.traffic import Pace


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seconds", type=float)
    parser.add_argument("--clients", type=int, default=6)
    parser.add_argument("--pause", type=float, default=0.0, help="how long a client waits between two requests")
    parser.add_argument("--switch", type=float, default=2.0)
    parser.add_argument("--kill", type=float, default=3.0)
    parser.add_argument("--fault", type=float, default=8.0, help="how long the remote store has a fault")
    parser.add_argument("--report", type=Path, help="where to write soak.md and soak.json")
    chosen = parser.parse_args()
    print(" ".join(f"{each:>8}" for each in COLUMNS), flush=True)
    folder = Path(tempfile.mkdtemp(prefix="soak-"))
    try:
        pace = Pace(chosen.clients, chosen.switch, chosen.kill, chosen.pause)
        result = soak(folder, chosen.seconds, pace, chosen.fault, lambda so_far: _tell(so_far, chosen.report))
    finally:
        shutil.rmtree(folder)
    _write(result, chosen.report)
    print(as_markdown(result))
    return int(not result.sound)


def _tell(so_far: Result, report: Path | None) -> None:
    print(" ".join(f"{each:>8}" for each in row(so_far.minutes[-1])), flush=True)
    _write(so_far, report)  # one that is ended too early has a report too


def _write(result: Result, report: Path | None) -> None:
    if report:
        report.mkdir(parents=True, exist_ok=True)
        (report / "soak.json").write_text(as_json(result), "utf-8")
        (report / "soak.md").write_text(as_markdown(result), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
