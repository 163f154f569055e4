"""S3 that is away, slow, cut off or broken: an error that says so, and nothing half-kept."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.processes import free_port
from tests.s3 import S3Server, Wire, on_s3, wire_to
from treeline.kernel.storage import StorageRejected, StorageUnavailable, new_key
from treeline.kernel.storage.s3 import ATTEMPTS, CONNECT_SECONDS, READ_SECONDS, S3Storage, connect

SMALL, LARGE = os.urandom(300_000), os.urandom(20 * 1024 * 1024)
MIB = 1024 * 1024


@pytest.fixture(scope="module")
def one_wire(s3: S3Server) -> Iterator[Wire]:
    with wire_to(s3) as wire:
        yield wire


@pytest.fixture
def wire(one_wire: Wire) -> Wire:
    one_wire.heal()
    return one_wire


@pytest.fixture(scope="module")
def connected(s3: S3Server) -> S3Storage:
    return connect(on_s3(s3.bucket()))


@pytest.fixture(scope="module")
def connected_by_wire(s3: S3Server, one_wire: Wire) -> S3Storage:
    """One attempt, for the sake of speed."""
    return connect(on_s3({**s3.bucket(), "S3_ENDPOINT": one_wire.url}), attempts=1, read_seconds=1)


@pytest.fixture
def direct(s3: S3Server, connected: S3Storage) -> S3Storage:
    return S3Storage(connected.client, s3.bucket()["S3_BUCKET_NAME"], connected.credentials)


@pytest.fixture
def storage(direct: S3Storage, wire: Wire, connected_by_wire: S3Storage) -> S3Storage:
    """The same bucket, by the wire."""
    return S3Storage(connected_by_wire.client, direct.bucket, connected_by_wire.credentials)


def at(url: str, bucket: str, **options: Any) -> S3Storage:
    own = {"S3_ENDPOINT": url, "S3_BUCKET_NAME": bucket, "S3_ACCESS_KEY": "key", "S3_SECRET_KEY": "secret"}
    return connect(on_s3(own), **options)


def chunks(data: bytes) -> Iterator[bytes]:
    return (data[start : start + MIB] for start in range(0, len(data), MIB))


def kept(storage: S3Storage) -> list[int]:
    return [size for _, size in storage.list(datetime.now(UTC) + timedelta(minutes=1))]


def unfinished(storage: S3Storage) -> int:
    return len(storage.client.list_multipart_uploads(Bucket=storage.bucket).get("Uploads", []))


def test_s3_that_is_away_is_said_by_every_call():
    away = at(f"http://127.0.0.1:{free_port()}", "bucket", attempts=1)
    key, someday = new_key(), datetime.now(UTC)
    calls: list[Callable[[], object]] = [
        lambda: away.put(key, chunks(SMALL)),
        lambda: away.put(key, chunks(LARGE)),
        lambda: away.read(key, 0, 1),
        lambda: away.delete(key),
        lambda: list(away.list(someday)),
        lambda: away.remove_unfinished(someday),
        lambda: away.check(),
        lambda: away.head(key),
        lambda: away.adopt(key, new_key(), "1"),
    ]
    for call in calls:
        with pytest.raises(StorageUnavailable, match=r"^S3 is not responding: EndpointConnectionError$"):
            call()


@pytest.mark.parametrize("data", [SMALL, LARGE])
def test_a_cut_in_the_middle_of_a_put_is_survived(wire: Wire, direct: S3Storage, data: bytes):
    key = new_key()
    wire.left, wire.stays_cut = len(data) // 2, False
    at(wire.url, direct.bucket).put(key, chunks(data))
    assert wire.left > len(data), "it was never cut"
    assert b"".join(direct.read(key, 0, len(data))) == data
    assert (kept(direct), unfinished(direct)) == ([len(data)], 0)


@pytest.mark.parametrize("data", [SMALL, LARGE])
def test_a_cut_that_stays_leaves_nothing(wire: Wire, storage: S3Storage, direct: S3Storage, data: bytes):
    wire.left = len(data) // 2
    with pytest.raises(StorageUnavailable, match="S3 is not responding"):
        storage.put(new_key(), chunks(data))
    assert kept(direct) == []
    # What could not be told to S3 then is told by retention.
    direct.remove_unfinished(datetime.now(UTC))
    assert unfinished(direct) == 0


@pytest.mark.parametrize(("data", "last"), [(SMALL, "PUT"), (LARGE, r"POST \S*uploadId=")])
def test_a_put_whose_answer_is_lost_leaves_nothing(
    wire: Wire, storage: S3Storage, direct: S3Storage, data: bytes, last: str
):
    wire.lost = last
    with pytest.raises(StorageUnavailable, match="S3 is not responding"):
        storage.put(new_key(), chunks(data))
    assert any(began.startswith("DELETE") for began in wire.requests)
    assert (kept(direct), unfinished(direct)) == ([], 0)


def test_a_part_that_is_refused_leaves_nothing(wire: Wire, storage: S3Storage, direct: S3Storage):
    wire.refused, wire.status = r"PUT \S*partNumber=2", 403
    with pytest.raises(StorageUnavailable, match=r"^S3 rejected UploadPart: 403$"):
        storage.put(new_key(), chunks(LARGE))
    assert (kept(direct), unfinished(direct)) == ([], 0)


@pytest.mark.parametrize(("status", "attempts"), [(500, ATTEMPTS), (503, ATTEMPTS), (403, 1)])
def test_an_s3_that_answers_with_errors_is_asked_again_where_it_helps(
    wire: Wire, direct: S3Storage, status: int, attempts: int
):
    wire.refused, wire.status = "GET", status
    with pytest.raises(StorageUnavailable, match=f"^S3 rejected GetObject: {status}$"):
        at(wire.url, direct.bucket).read(new_key(), 0, 1)
    assert len(wire.requests) == attempts


@pytest.mark.parametrize(
    ("status", "code"),
    [(501, "NotImplemented"), (400, "InvalidArgument"), (400, "InvalidRequest"), (405, "MethodNotAllowed"), (501, "")],
)
def test_an_s3_that_does_not_know_an_option_is_not_away(wire: Wire, direct: S3Storage, status: int, code: str):
    """It is told what, and is not asked again."""
    error = f"<Error><Code>{code}</Code><Message>A header you provided is not implemented</Message></Error>"
    wire.refused, wire.status, wire.answer = "GET|PUT", status, error.encode() if code else b""
    storage = at(wire.url, direct.bucket)
    for act in (lambda: storage.read(new_key(), 0, 1), lambda: storage.put(new_key(), chunks(SMALL))):
        wire.requests.clear()
        with pytest.raises(
            StorageRejected, match=f"^S3 does not support an option of .*Object: {code or status}"
        ) as told:
            act()
        assert ("A header you provided" in str(told.value)) == bool(code)
        assert sum(began.startswith(("GET", "PUT")) for began in wire.requests) == 1


def test_slow_is_no_error_and_silent_is_one(wire: Wire, storage: S3Storage, direct: S3Storage):
    key = new_key()
    wire.pause = 0.05
    storage.put(key, chunks(SMALL))
    assert b"".join(storage.read(key, 0, len(SMALL))) == SMALL
    wire.pause = 20
    for call in (lambda: storage.put(new_key(), chunks(SMALL)), lambda: storage.read(key, 0, 1)):
        with pytest.raises(StorageUnavailable, match="ReadTimeoutError"):
            call()
    assert kept(direct) == [len(SMALL)]


def test_a_read_that_is_cut_never_looks_whole(wire: Wire, storage: S3Storage, direct: S3Storage):
    key = new_key()
    direct.put(key, chunks(LARGE))
    reading = storage.read(key, 0, len(LARGE))
    first = next(reading)
    wire.left = 0
    with pytest.raises(StorageUnavailable, match="S3 is not responding"):
        list(reading)
    assert LARGE.startswith(first)


def test_an_adopted_object_is_there_even_if_the_staged_one_stays(wire: Wire, storage: S3Storage, direct: S3Storage):
    staging, key = new_key(), new_key()
    direct.client.put_object(Bucket=direct.bucket, Key=f"staging/{staging}", Body=b"abc")
    wire.refused = "DELETE"
    storage.adopt(staging, key, direct.head(staging).version)
    assert b"".join(direct.read(key, 0, 3)) == b"abc"
    assert direct.remove_unfinished(datetime.now(UTC) + timedelta(minutes=1)) == 1


def test_limits_of_patience(direct: S3Storage):
    config = direct.client.meta.config
    assert (config.connect_timeout, config.read_timeout) == (CONNECT_SECONDS, READ_SECONDS) == (5, 30)
    assert config.retries == {"mode": "standard", "total_max_attempts": 3}


class Locked:
    """A client of a bucket in which one object may not be removed."""

    def __init__(self, client: Any, key: str):
        self._client, self._key = client, key

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def delete_object(self, **place: str) -> Any:
        if place["Key"] == self._key:
            raise ClientError({"Error": {"Code": "AccessDenied"}}, "DeleteObject")
        return self._client.delete_object(**place)


def test_what_cannot_be_removed_keeps_nothing_else(direct: S3Storage):
    staged = sorted(f"staging/{new_key()}" for _ in range(3))
    for key in staged:
        direct.client.put_object(Bucket=direct.bucket, Key=key, Body=b"x")
    locked = S3Storage(Locked(direct.client, staged[0]), direct.bucket, direct.credentials)
    later = datetime.now(UTC) + timedelta(minutes=1)
    assert locked.remove_unfinished(later) == 2
    assert direct.remove_unfinished(later) == 1
