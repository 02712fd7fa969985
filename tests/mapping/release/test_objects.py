"""Releases in object storage: what is sent is fetched whole, once, and never half."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3  # type: ignore[import-untyped]
import pytest
from click.testing import CliRunner
from moto.server import ThreadedMotoServer

from mapping import build
from mapping.errors import ReleaseError
from mapping.release.folder import live
from mapping.release.lifecycle import integrity, objects, publishing
from mapping.release.lifecycle.objects import ObjectStorage
from mapping.release.publication import Publication
from mapping.workbench import Settings
from server.command.cli import main
from tests.conftest import NOON, ROOT, free_port

PLAN = ROOT / "tests" / "samples" / "plans" / "sample-jia-2020-293"
REFERENCE = ROOT / "tests" / "samples" / "reference"


@pytest.fixture(scope="module", autouse=True)
def storage() -> Iterator[str]:
    server = ThreadedMotoServer(port=(port := free_port()), verbose=False)
    server.start()
    address = f"http://127.0.0.1:{port}"
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_ENDPOINT_URL", address)
        environment.setenv("AWS_ALLOW_HTTP", "true")
        environment.setenv("AWS_REGION", "us-east-1")
        environment.setenv("AWS_ACCESS_KEY_ID", "key")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        yield address
    server.stop()


def bucket_at(storage: str) -> Any:
    return boto3.client("s3", endpoint_url=storage)


@pytest.fixture
def url(storage: str, request: pytest.FixtureRequest) -> str:
    bucket = request.node.name[:40].replace("_", "-").rstrip("-")
    bucket_at(storage).create_bucket(Bucket=bucket)
    return f"s3://{bucket}/releases"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two releases of one plan, whose publishers differ."""
    folder = tmp_path_factory.mktemp("published")
    for name in ("甲", "乙"):
        settings = Settings(publication=Publication(publisher={"zh": name, "en": name}), reference=(str(REFERENCE),))
        assert build.build([PLAN], settings, folder, build.Options(), at=NOON).exit_code == 0
    return folder


@pytest.fixture
def releases(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "releases", symlinks=True))


def released(releases: Path) -> dict[str, bytes]:
    folder = live(releases)
    assert folder is not None
    assert integrity.is_sound(folder)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "LOG"
    }


def keys(storage: str, url: str) -> set[str]:
    return {each["Key"] for each in bucket_at(storage).list_objects_v2(Bucket=url.split("/")[2])["Contents"]}


def test_what_was_sent_is_fetched_byte_for_byte_and_each_file_once(
    url: str, storage: str, releases: Path, tmp_path: Path
) -> None:
    assert ObjectStorage(url).send(releases)
    copy = tmp_path / "copy"
    reader = ObjectStorage(url)
    reader.fetch(copy)
    assert released(copy) == released(releases)
    assert (copy / "journal.jsonl").read_bytes() == (releases / "journal.jsonl").read_bytes()
    both = [path for path in copy.iterdir() if integrity.is_noted(path) and not path.is_symlink()]
    assert len(both) == 2
    checksums = {integrity.written(path).sha256 for each in both for path in each.rglob("*") if path.is_file()}
    stored = {key.rpartition("/")[2] for key in keys(storage, url) if "/files/" in key}
    assert stored <= checksums
    assert any(path.stat().st_nlink > 1 for path in both[0].rglob("*.gz"))
    assert reader.send(copy) is False


def test_a_release_that_is_pruned_goes_with_the_files_that_only_it_holds(
    url: str, storage: str, releases: Path
) -> None:
    builder = ObjectStorage(url)
    builder.send(releases)
    before = keys(storage, url)
    folder = live(releases)
    assert folder is not None
    (old,) = (each for each in releases.iterdir() if integrity.is_noted(each) and each.resolve() != folder)
    shutil.rmtree(old)
    with (releases / "journal.jsonl").open("ab") as journal:
        journal.write(b"\n")
    assert builder.send(releases)
    after = keys(storage, url)
    assert f"releases/releases/{old.name}.json" in before - after
    assert any("/files/" in key for key in before - after)
    fresh = releases.with_name("fresh")
    ObjectStorage(url).fetch(fresh)
    assert released(fresh) == released(releases)


def test_a_file_that_is_cut_there_is_never_served(url: str, storage: str, releases: Path, tmp_path: Path) -> None:
    ObjectStorage(url).send(releases)
    key = next(key for key in sorted(keys(storage, url)) if "/files/" in key)
    bucket_at(storage).put_object(Bucket=url.split("/")[2], Key=key, Body=b"cut")
    with pytest.raises(ReleaseError, match=f"{key.rpartition('/')[2]} is not as it was written"):
        ObjectStorage(url).fetch(tmp_path / "copy")
    assert live(tmp_path / "copy") is None


def test_a_name_that_leads_out_of_a_release_writes_nothing(
    url: str, storage: str, releases: Path, tmp_path: Path
) -> None:
    ObjectStorage(url).send(releases)
    objects_there, bucket = bucket_at(storage), url.split("/")[2]
    key = next(key for key in keys(storage, url) if key.endswith(".json"))
    noted = objects_there.get_object(Bucket=bucket, Key=key)["Body"].read()
    objects_there.put_object(Bucket=bucket, Key=key, Body=noted.replace(b'"dumps/', b'"../../out/'))
    with pytest.raises(ReleaseError, match="is not as it was written"):
        ObjectStorage(url).fetch(tmp_path / "below" / "copy")
    assert not (tmp_path / "below" / "out").exists()


def test_who_published_meanwhile_is_not_overwritten(url: str, releases: Path) -> None:
    one, other = ObjectStorage(url), ObjectStorage(url)
    assert one.send(releases)
    with (releases / "journal.jsonl").open("ab") as journal:
        journal.write(b"\n")
    with pytest.raises(ReleaseError, match="published since this build began"):
        other.send(releases)


def test_a_storage_that_is_not_there_leaves_what_is_here(
    url: str, releases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = released(releases)
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    with pytest.raises(ReleaseError, match=r"cannot be used: .*stay as they are"):
        ObjectStorage("s3://elsewhere/releases").fetch(releases)
    assert released(releases) == before


def test_the_command_builds_into_storage_and_another_machine_reads_it(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, [*arguments, "--releases", url])
        return done.exit_code, done.output

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "here"))
    code, said = run("build", str(PLAN), "--reference", str(REFERENCE), "--jobs", "1")
    assert (code, f"Sent to {url}" in said) == (0, True), said
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "there"))
    code, said = run("check")
    assert code == 0, said
    assert released(objects.copy_of(url))


def test_without_the_extra_the_command_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "obstore.fsspec", None)
    done = CliRunner().invoke(main, ["check", "--releases", "s3://bucket/releases"])
    assert done.exit_code == 2
    assert "pip install 'policygraph[objects]'" in done.output


def test_a_folder_follows_what_is_published_and_goes_on_while_nobody_answers(
    url: str, storage: str, releases: Path, tmp_path: Path
) -> None:
    newest = live(releases)
    assert newest is not None
    (older,) = (each for each in releases.iterdir() if integrity.is_noted(each) and each.resolve() != newest)
    journal = (releases / "journal.jsonl").read_bytes()
    (releases / "journal.jsonl").write_bytes(journal.splitlines(keepends=True)[0])
    publishing.switch(releases, older.name)
    builder, reader, copy = ObjectStorage(url), ObjectStorage(url), tmp_path / "copy"
    builder.send(releases)
    reader.fetch(copy)
    assert live(copy) == (copy / older.name).resolve()
    bucket_at(storage).put_object(Bucket=url.split("/")[2], Key="releases/current", Body=b"no id")
    with reader.following(copy, 0.1):
        time.sleep(0.5)
        assert live(copy) == (copy / older.name).resolve()
        (releases / "journal.jsonl").write_bytes(journal)
        publishing.switch(releases, newest.name)
        builder.send(releases)
        end = time.monotonic() + 30
        while live(copy) != (copy / newest.name).resolve() and time.monotonic() < end:
            time.sleep(0.1)
    assert released(copy) == released(releases)
