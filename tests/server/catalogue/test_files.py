"""Files: ranges, checksums, compression, for ever under the release's address, and an address that leads to the latest."""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Callable

import pytest
import zstandard
from flask.testing import FlaskClient

from mapping.release import compression
from mapping.release.lifecycle import integrity
from tests.server.catalogue.conftest import Shop, plan_ids

PATH = "dumps/policygraph.nq"


@pytest.fixture(scope="module", params=["as it is", "compressed only, as large files are"])
def one(shop: Callable[..., Shop], request: pytest.FixtureRequest) -> Shop:
    """Two releases, of which the latest keeps the whole graph in either way."""
    found = shop()
    for plans in (plan_ids(3), plan_ids(4)):
        manifest = found.publish(plans)
        compression.compress(found.releases / manifest.id, manifest.dumps)
        found.published.append(manifest.id)
    if request.param != "as it is":
        (latest := found.releases / found.published[-1]).joinpath(PATH).unlink()
        integrity.note(latest)
    return found


@pytest.fixture(scope="module")
def client(one: Shop, window_on: Callable[[Shop], FlaskClient]) -> FlaskClient:
    return window_on(one)


@pytest.fixture
def address(one: Shop) -> str:
    return f"/releases/{one.published[-1]}/{PATH}"


@pytest.fixture
def whole(one: Shop) -> bytes:
    return compression.read(one.releases / one.published[-1], PATH)


def sha256(body: bytes) -> str:
    return base64.b64encode(hashlib.sha256(body).digest()).decode()


def test_the_latest_address_redirects_to_the_release(client: FlaskClient, address: str) -> None:
    answer = client.get(f"/{PATH}")
    assert (answer.status_code, answer.headers["Location"]) == (302, address)
    assert "immutable" not in answer.headers["Cache-Control"]


def test_a_file_never_changes_and_says_its_checksum(client: FlaskClient, address: str, whole: bytes) -> None:
    with client.get(address) as answer:
        assert answer.data == whole
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Repr-Digest"] == f"sha-256=:{sha256(whole)}:"
        assert answer.headers["Digest"] == f"SHA-256={sha256(whole)}"
        assert answer.headers["Content-Type"] == "application/n-quads"
        tag = answer.headers["ETag"]
    with client.get(address, headers={"If-None-Match": tag}) as again:
        assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    ("asked", "status", "start", "end"),
    [("bytes=0-9", 206, 0, 10), ("bytes=100-", 206, 100, None), ("bytes=-5", 206, -5, None)],
)
def test_a_part_of_a_file_is_to_be_had(
    asked: str, status: int, start: int, end: int | None, client: FlaskClient, address: str, whole: bytes
) -> None:
    with client.get(address, headers={"Range": asked}) as answer:
        assert (answer.status_code, answer.data) == (206, whole[start:end])
        assert answer.headers["Content-Range"].endswith(f"/{len(whole)}")


@pytest.mark.parametrize(
    "asked", ["bytes=99999999-", "bytes=-0", "bytes=99999999-,99999999999999999999999-", "BYTES=-0,-0"]
)
def test_a_range_that_no_file_has_is_416_and_says_how_long_the_file_is(
    asked: str, client: FlaskClient, address: str, whole: bytes
) -> None:
    answer = client.get(address, headers={"Range": asked})
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, f"bytes */{len(whole)}")
    assert f"has {len(whole):,} bytes" in answer.text
    with (
        client.head(address) as head,
        client.get(address, headers={"Range": asked, "If-None-Match": head.headers["ETag"]}) as again,
    ):
        assert again.status_code == 304


@pytest.mark.parametrize(
    "asked", ["items=0-3", "bytes=9-0", "bytes=0-9,9-0", "bytes=x", "bytes=", "bytes 0-3", "bytes=٣-٩"]
)
def test_a_range_that_is_none_is_not_regarded(asked: str, client: FlaskClient, address: str, whole: bytes) -> None:
    with client.get(address, headers={"Range": asked.encode().decode("latin-1")}) as answer:
        assert (answer.status_code, answer.data) == (200, whole)


def test_a_range_is_of_what_is_got(client: FlaskClient, address: str, whole: bytes) -> None:
    """RFC 9110 §14.2: only GET has ranges."""
    with client.head(address, headers={"Range": "bytes=0-3"}) as answer:
        assert (answer.status_code, answer.headers["Content-Length"]) == (200, str(len(whole)))


@pytest.mark.parametrize(
    "asked", ["bytes=-0,2-5", "bytes=2-3,,4-5", "Bytes= 4-5 , 2-4", "bytes=2-5,999999999999999999999-"]
)
def test_of_several_ranges_those_that_there_are_and_touch_are_one_part(
    asked: str, client: FlaskClient, address: str, whole: bytes
) -> None:
    with client.get(address, headers={"Range": asked}) as answer:
        assert (answer.status_code, answer.headers["Content-Range"]) == (206, f"bytes 2-5/{len(whole)}")
        assert answer.data == whole[2:6]


def test_a_range_of_a_file_that_changed_is_the_whole_file(client: FlaskClient, address: str, whole: bytes) -> None:
    with client.get(address, headers={"Range": "bytes=0-9", "If-Range": '"another"'}) as answer:
        assert (answer.status_code, answer.data) == (200, whole)


@pytest.mark.parametrize(
    ("accepted", "coding", "unpack"),
    [
        ("gzip", "gzip", gzip.decompress),
        ("zstd, gzip", "zstd", lambda body: zstandard.ZstdDecompressor().decompress(body)),
        ("gzip;q=0", None, bytes),
        ("br", None, bytes),
    ],
)
def test_a_file_is_sent_compressed_to_who_takes_it(
    accepted: str, coding: str | None, unpack: Callable[[bytes], bytes], client: FlaskClient, address: str, whole: bytes
) -> None:
    with client.get(address, headers={"Accept-Encoding": accepted}) as answer:
        assert answer.headers.get("Content-Encoding") == coding
        assert unpack(answer.data) == whole
        assert answer.headers["Repr-Digest"] == f"sha-256=:{sha256(answer.data)}:"
        assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize(("suffix", "kind"), [(".gz", "application/gzip"), (".zst", "application/zstd")])
def test_a_compressed_file_has_an_address_of_its_own(suffix: str, kind: str, client: FlaskClient, address: str) -> None:
    with client.get(address + suffix) as answer:
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind)
        assert "Content-Encoding" not in answer.headers
    assert client.get(f"/{PATH}{suffix}").headers["Location"] == address + suffix


def test_a_table_leads_to_what_its_columns_are(client: FlaskClient, one: Shop) -> None:
    address = f"/releases/{one.published[-1]}/dumps/measures.csv"
    with client.get(address) as answer:
        assert (
            '</dumps/measures.csv-metadata.json>; rel="describedby"; type="application/csvm+json"'
            in answer.headers["Link"]
        )
    metadata = client.get(f"{address}-metadata.json")
    assert metadata.mimetype == "application/csvm+json"
    columns = [column["name"] for column in metadata.json["tableSchema"]["columns"]] if metadata.json else []
    assert columns[:3] == ["plan", "number", "measure"]
    assert client.get("/dumps/plan/plan-0001.csv-metadata.json").status_code == 302


@pytest.mark.parametrize(
    "path", ["dumps/nothing.nq", "dumps/../manifest.json", "dumps/plan", "dumps/%2e%2e/manifest.json"]
)
def test_nothing_but_the_files_of_the_manifest_is_served(path: str, client: FlaskClient, one: Shop) -> None:
    assert client.get(f"/releases/{one.published[-1]}/{path}").status_code == 404


def test_a_file_of_an_older_release_is_a_memento(client: FlaskClient, one: Shop) -> None:
    first, second = one.published
    gate = client.get(f"/{PATH}", headers={"Accept-Datetime": "Thu, 01 Jan 2026 00:30:00 GMT"})
    assert gate.headers["Location"] == f"/releases/{first}/{PATH}"
    assert "Accept-Datetime" in gate.headers["Vary"]
    with client.get(gate.headers["Location"]) as memento:
        assert memento.headers["Memento-Datetime"] == "Thu, 01 Jan 2026 00:00:00 GMT"
        for relation in ("original", "timegate", "timemap"):
            assert f'rel="{relation}"' in memento.headers["Link"]
    listed = client.get(f"/timemap/{PATH}").text
    assert [line for line in listed.splitlines() if first in line or second in line] == [
        f'<https://data.example.org/releases/{first}/{PATH}>; rel="first memento"; datetime="Thu, 01 Jan 2026 00:00:00 GMT",',
        f'<https://data.example.org/releases/{second}/{PATH}>; rel="last memento"; datetime="Thu, 01 Jan 2026 01:00:00 GMT"',
    ]


def test_equal_files_give_equal_compressed_files(one: Shop) -> None:
    manifest_path = one.releases / one.published[0]
    dump = "dumps/policygraph.nq"
    first = compression.compressed(manifest_path, dump, "gzip").read_bytes()
    compression.compress_file(manifest_path, dump)
    assert compression.compressed(manifest_path, dump, "gzip").read_bytes() == first


def test_small_files_are_not_compressed(one: Shop) -> None:
    folder = one.releases / one.published[0]
    assert not compression.compressed(folder, "dumps/measures.csv", "gzip").exists()
