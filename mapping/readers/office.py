"""Formats that LibreOffice reads for us, where it is installed: .doc, .wps, .xls, .et, .odt, .ods, .rtf.

It runs without a window, with a profile of its own, for a limited time; the file it makes is read like any other, and
the document keeps the name, size and checksum of the original.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec

from mapping.blocks import Document, Omission
from mapping.readers import spreadsheet, word
from mapping.readers.authors import with_authors
from mapping.readers.source import Source, check_archive

LONGEST_SECONDS = 120
"""How long LibreOffice may take; a plan takes a few seconds."""

PROGRAMS = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
"""What LibreOffice's program is called, and where it is installed; the first that is found is run."""
_TARGETS: dict[str, Callable[[Source], Document]] = {"docx": word.read, "xlsx": spreadsheet.read_excel}


def reader(media_type: str, target: str) -> Callable[[Source], Document]:
    """Return the reader of files of a type that LibreOffice turns into ``docx`` or ``xlsx``.

    It raises :class:`~mapping.errors.DocumentError` where LibreOffice is missing, fails, or takes too long.
    """

    def read(source: Source) -> Document:
        made = Source(source.path, _converted(source, target))
        check_archive(made)
        found = with_authors(_TARGETS[target](made), made)
        own = source.document("", (), media_type=media_type)
        return msgspec.structs.replace(
            found,
            media_type=media_type,
            byte_size=own.byte_size,
            sha256=own.sha256,
            omissions=(_linked(target), *found.omissions),
        )

    return read


def _linked(target: str) -> Omission:
    return Omission(
        what=f"The file was read through LibreOffice, which made a .{target} of it",
        advice="Nothing has to be done; where numbers or tables look odd, save it in the program that made it.",
        severity="info",
    )


def _converted(source: Source, target: str) -> bytes:
    program = next((found for place in PROGRAMS if (found := shutil.which(place))), None)
    if program is None:
        raise source.error(
            "this format is read through LibreOffice, which was not found",
            f"Install it (Debian, Ubuntu: apt install libreoffice; else https://www.libreoffice.org), or open the file in "
            f"the program that made it and save it as .{target}.",
        )
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder, "document" + source.path.suffix.lower())
        given.write_bytes(source.content)
        _run(source, program, given, target)
        made = given.with_suffix(f".{target}")
        if not made.is_file():
            raise source.error(
                "LibreOffice cannot read the file: it is damaged, or protected by a password",
                f"Open it in the program that made it and save it as .{target}, without a password.",
            )
        return made.read_bytes()


def _run(source: Source, program: str, given: Path, target: str) -> None:
    profile = (given.parent / "profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", target]
    command += ["--outdir", str(given.parent), str(given)]
    started = subprocess.Popen(  # noqa: S603 - the program is found on this machine, the file has a name of ours
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        started.wait(LONGEST_SECONDS)
    except subprocess.TimeoutExpired as error:
        os.killpg(started.pid, signal.SIGKILL)
        started.wait()
        raise source.error(
            f"LibreOffice took longer than {LONGEST_SECONDS} seconds",
            f"Open it in the program that made it and save it as .{target}.",
        ) from error
