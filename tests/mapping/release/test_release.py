"""A release is switched in whole, or the live one stays as it was."""

import datetime as dt
import errno
import hashlib
import os
from pathlib import Path

import msgspec
import pytest

from mapping.errors import ReleaseError
from mapping.release import folder as release
from mapping.release import index, journal
from mapping.release.folder import Dump, Manifest, PlanEntry
from mapping.release.lifecycle import integrity, publishing
from mapping.release.publication import Publication
from mapping.release.release import Release

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def manifest(identifier: str, plans: tuple[str, ...] = ("a",)) -> Manifest:
    entries = tuple(
        PlanEntry(
            id=plan, title={"zh": plan}, jurisdiction="120000", national="n", digest=f"{identifier}-{plan}", measures=1
        )
        for plan in plans
    )
    return Manifest(
        id=identifier, software="0", publication=Publication(), plans=entries, held_back=(), graphs=(), dumps=()
    )


def published(releases: Path, identifier: str, plans: tuple[str, ...] = ("a",)) -> Path:
    with publishing.building(releases) as staging:
        (staging / index.FOLDER).mkdir(parents=True)
        (staging / index.FOLDER / "meta.json").write_text("{}")
        (staging / "dumps").mkdir()
        (staging / "dumps" / "x.nq").write_text(identifier)
        return publishing.publish(staging, manifest(identifier, plans), releases, NOW)


def test_a_release_is_live_once_published(tmp_path: Path) -> None:
    folder = published(tmp_path, "one")
    assert release.live(tmp_path) == folder
    assert release.read_manifest(folder).id == "one"
    assert (tmp_path / "current").readlink() == Path("one")


def test_the_same_release_published_again_adds_no_event(tmp_path: Path) -> None:
    published(tmp_path, "one")
    published(tmp_path, "one")
    assert len(journal.read(tmp_path)) == 1


def test_whatever_goes_wrong_leaves_the_live_release_and_nothing_else(tmp_path: Path) -> None:
    folder = published(tmp_path, "one")

    def fail() -> None:
        with publishing.building(tmp_path) as staging:
            (staging / "half").write_text("x")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert release.live(tmp_path) == folder
    assert not list(tmp_path.glob(".building-*"))


def test_what_a_killed_build_left_behind_is_removed_by_the_next(tmp_path: Path) -> None:
    (tmp_path / ".building-dead").mkdir()
    published(tmp_path, "one")
    assert not (tmp_path / ".building-dead").exists()


def test_a_full_disk_is_said_in_one_sentence(tmp_path: Path) -> None:
    with (
        pytest.raises(ReleaseError, match=r"the disk is full.*live release is as it was"),
        publishing.building(tmp_path),
    ):
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device /dev/full, which is always full")
def test_a_write_to_a_full_device_is_a_full_disk(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="the disk is full"), publishing.building(tmp_path):
        Path("/dev/full").write_text("x")


def test_a_second_build_at_the_same_time_is_refused(tmp_path: Path) -> None:
    refused = pytest.raises(ReleaseError, match="another build is under way")
    with publishing.building(tmp_path), refused, publishing.building(tmp_path):
        pass


def test_an_unwritable_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ReleaseError, match="file"), publishing.building(tmp_path / "file"):
        pass


def test_pruning_keeps_the_newest_and_never_removes_the_live_release(tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        published(tmp_path, name)
    publishing.switch(tmp_path, "one")
    assert publishing.prune(tmp_path, 1) == ["two"]
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir() and not path.is_symlink()) == [
        "one",
        "three",
    ]


def test_a_folder_that_is_no_release_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="policygraph build"):
        release.read_manifest(tmp_path)


def test_a_process_id_in_the_link_name_lets_two_processes_switch(tmp_path: Path) -> None:
    (tmp_path / f".current-{os.getpid()}").symlink_to("left-behind")
    publishing.switch(tmp_path, "one")
    assert (tmp_path / "current").readlink() == Path("one")


@pytest.mark.parametrize(
    "harm", ["a cut file", "a lost file", "a changed byte", "a cut manifest", "a folder in its place", "no list"]
)
def test_a_release_that_is_damaged_or_cannot_be_checked_is_set_aside_and_made_anew(tmp_path: Path, harm: str) -> None:
    folder = published(tmp_path, "one")
    dump = folder / "dumps" / "x.nq"
    match harm:
        case "a cut file":
            dump.write_text("on")
        case "a lost file":
            dump.unlink()
        case "a changed byte":
            dump.write_text("onf")
        case "a cut manifest":
            (folder / "manifest.json").write_bytes((folder / "manifest.json").read_bytes()[:40])
        case "a folder in its place":
            dump.unlink()
            dump.mkdir()
        case _:
            (folder / "files.json").unlink()
    assert not integrity.is_sound(folder)
    assert integrity.is_sound(published(tmp_path, "one"))
    assert (tmp_path / "damaged" / "one").is_dir()
    assert len(journal.read(tmp_path)) == 1


def test_a_release_that_is_as_it_was_written_stays_where_it_is(tmp_path: Path) -> None:
    before = published(tmp_path, "one").stat().st_ino
    assert published(tmp_path, "one").stat().st_ino == before
    assert not (tmp_path / "damaged").exists()


def test_a_release_whose_index_is_of_an_older_format_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(index, "FOLDER", "search/0")
        assert (published(tmp_path, "one") / "search" / "0").is_dir()
    folder = published(tmp_path, "one")
    assert [path.name for path in (folder / "search").iterdir()] == [Path(index.FOLDER).name]
    assert integrity.is_sound(folder)
    assert len(journal.read(tmp_path)) == 1


def test_sizes_alone_find_what_was_cut_and_checksums_what_was_changed(tmp_path: Path) -> None:
    folder = published(tmp_path, "one")
    (folder / "dumps" / "x.nq").write_text("onf")
    assert list(integrity.damage(folder, checksums=False)) == []
    assert list(integrity.damage(folder)) == ["dumps/x.nq has other content than was written"]
    (folder / "dumps" / "x.nq").write_text("one and more")
    assert list(integrity.damage(folder, checksums=False)) == ["dumps/x.nq has 12 bytes instead of 3"]


def test_the_lock_says_which_process_builds(tmp_path: Path) -> None:
    refused = pytest.raises(ReleaseError, match=rf"another build is under way, by process {os.getpid()}\.")
    with publishing.building(tmp_path), refused, publishing.building(tmp_path):
        pass


def test_what_a_release_shares_with_the_one_before_is_not_read_again_and_what_differs_is(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    for folder in (before, after):
        folder.mkdir()
        (folder / "own.nq").write_text(folder.name)
    (before / "manifest.json").write_bytes(msgspec.json.encode(manifest("one")))
    (before / "shared.nq").write_text("shared")
    (after / "shared.nq").hardlink_to(before / "shared.nq")
    integrity.note(before)
    noted = msgspec.json.decode((before / integrity.FILE_NAME).read_bytes())
    noted["shared.nq"]["sha256"] = noted["own.nq"]["sha256"] = "as noted before"
    (before / integrity.FILE_NAME).write_bytes(msgspec.json.encode(noted))
    integrity.note(after, before)
    said = msgspec.json.decode((after / integrity.FILE_NAME).read_bytes())
    assert said["shared.nq"]["sha256"] == "as noted before"
    assert said["own.nq"]["sha256"] == hashlib.sha256(b"after").hexdigest()


def test_a_plan_has_its_own_files_and_not_those_of_one_whose_id_begins_alike() -> None:
    own = ("dumps/plan/a.nq", "dumps/plan/a.ttl", "dumps/document/a/canonical.txt")
    others = ("dumps/all.nq", "dumps/plan/a-b.nq", "dumps/document/a-b/a.pdf", "dumps/plan/ab.ttl")
    dumps = tuple(Dump(path=path, media_type="text/plain", byte_size=1, sha256="0") for path in (*own, *others))
    found = Release(Path("nowhere"), msgspec.structs.replace(manifest("r", ("a", "a-b")), dumps=dumps))
    assert tuple(dump.path for dump in found.dumps_of("a")) == own
    assert found.dumps_of("b") == ()
    assert (found.plan("a-b"), found.plan("ab")) == (found.manifest.plans[1], None)
