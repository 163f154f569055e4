"""What every storage promises, on a folder and on S3; and what only S3 has."""

import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import requests

from tests.processes import API_FOLDER, environment
from tests.s3 import S3Server, on_s3, wire_to
from tests.settings import settings_of
from treeline.kernel.storage import CHUNK_BYTES, ObjectMissing, Storage, StorageUnavailable, create_storage, new_key
from treeline.kernel.storage.s3 import PART_BYTES, S3Storage, connect
from treeline.settings import Settings

MIB = 1024 * 1024


@pytest.fixture(scope="module")
def connected(s3: S3Server) -> S3Storage:
    return connect(on_s3(s3.bucket()))


@pytest.fixture
def bucket(s3: S3Server, connected: S3Storage) -> S3Storage:
    return S3Storage(connected.client, s3.bucket()["S3_BUCKET_NAME"], connected.credentials)


@pytest.fixture(params=["local", "s3"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "s3":
        return request.getfixturevalue("bucket")
    return create_storage(settings_of(storage_local_path=tmp_path))


def later(seconds: float = 60) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=seconds)


def pieces(data: bytes, size: int = CHUNK_BYTES) -> Iterator[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


def kept(storage: Storage) -> dict[UUID, int]:
    """Everything that lies there, unfinished uploads too."""
    if isinstance(storage, S3Storage):
        uploads = storage.client.list_multipart_uploads(Bucket=storage.bucket).get("Uploads", [])
        staged = storage.client.list_objects_v2(Bucket=storage.bucket, Prefix="staging/").get("Contents", [])
        assert (uploads, staged) == ([], [])
    return dict(storage.list(later()))


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES, PART_BYTES - 1, PART_BYTES, PART_BYTES + 1, 20 * MIB])
def test_what_is_put_is_read(storage: Storage, size: int):
    key, data = new_key(), os.urandom(size)
    storage.put(key, pieces(data))
    chunks = list(storage.read(key, 0, size))
    assert b"".join(chunks) == data
    assert max(map(len, chunks), default=0) <= CHUNK_BYTES
    assert kept(storage) == {key: size}


def test_chunks_of_any_size_are_taken(storage: Storage):
    key, data = new_key(), os.urandom(2 * PART_BYTES + 5)
    storage.put(key, iter([b"", data[:1], data[1 : PART_BYTES - 1], b"", data[PART_BYTES - 1 :]]))
    assert b"".join(storage.read(key, 0, len(data))) == data


def test_nothing_at_all_is_an_object_too(storage: Storage):
    key = new_key()
    storage.put(key, iter(()))
    assert b"".join(storage.read(key, 0, 0)) == b""
    assert b"".join(storage.read(key, 0, 10)) == b""
    assert kept(storage) == {key: 0}


@pytest.mark.parametrize(
    ("start", "length"), [(0, 1), (5, 0), (7, 3), (999_999, 1), (999_999, 9), (1_000_000, 1), (300_000, 600_000)]
)
def test_a_part_is_read(storage: Storage, start: int, length: int):
    key, data = new_key(), os.urandom(1_000_000)
    storage.put(key, [data])
    assert b"".join(storage.read(key, start, length)) == data[start : start + length]


@pytest.mark.parametrize("length", [0, 1])
def test_what_is_not_there_is_said_before_the_first_byte(storage: Storage, length: int):
    with pytest.raises(ObjectMissing):
        storage.read(new_key(), 0, length)


def test_what_is_not_there_can_be_deleted(storage: Storage):
    key = new_key()
    storage.put(key, [b"abc"])
    storage.delete(key)
    storage.delete(key)
    assert kept(storage) == {}
    with pytest.raises(ObjectMissing):
        storage.read(key, 0, 3)


@pytest.mark.parametrize("size", [0, 1000, PART_BYTES, PART_BYTES + 1000, 20 * MIB])
def test_what_breaks_off_leaves_nothing(storage: Storage, size: int):
    def broken() -> Iterator[bytes]:
        yield from pieces(bytes(size))
        raise ConnectionResetError("the client went away")

    with pytest.raises(ConnectionResetError, match="the client went away"):
        storage.put(new_key(), broken())
    assert kept(storage) == {}


def test_objects_are_listed_by_age(storage: Storage):
    sizes = {new_key(): size for size in (0, 10, 20)}
    assert list(storage.list(later())) == []
    for key, size in sizes.items():
        storage.put(key, [bytes(size)])
    assert dict(storage.list(later())) == sizes
    assert list(storage.list(later(-60))) == []
    (smallest, *rest) = sizes
    storage.delete(smallest)
    assert dict(storage.list(later())).keys() == set(rest)


def test_what_others_put_there_is_not_listed(storage: Storage):
    key = new_key()
    storage.put(key, [b"abc"])
    if isinstance(storage, S3Storage):
        for name in ("objects/notes.txt", "objects/aa/notes.txt", "notes.txt", f"objects-{uuid4()}"):
            storage.client.put_object(Bucket=storage.bucket, Key=name, Body=b"x")
    else:
        folder: Path = vars(storage)["folder"]
        (folder / str(key)[:2] / "notes.txt").write_text("x")
        (folder / "notes.txt").write_text("x")
    assert dict(storage.list(later())) == {key: 3}


def test_it_can_be_checked(storage: Storage):
    storage.check()


def test_a_bucket_that_is_not_there_is_said(connected: S3Storage):
    storage = S3Storage(connected.client, "another-bucket", connected.credentials)
    for call in (storage.check, lambda: storage.put(new_key(), [b"abc"]), lambda: storage.read(new_key(), 0, 1)):
        with pytest.raises(StorageUnavailable, match=r"S3 rejected .*: (404|NoSuchBucket)"):
            call()


def test_what_was_killed_is_removed_later(bucket: S3Storage):
    key = new_key()
    bucket.put(key, [b"abc"])
    place = {"Bucket": bucket.bucket, "Key": f"objects/aa/{new_key()}"}
    upload = bucket.client.create_multipart_upload(**place)
    bucket.client.upload_part(**place, UploadId=upload["UploadId"], PartNumber=1, Body=b"x")
    bucket.client.put_object(Bucket=bucket.bucket, Key=f"staging/{new_key()}", Body=b"x")
    # moto dates every upload 2010.
    assert bucket.remove_unfinished(datetime(2010, 1, 1, tzinfo=UTC)) == 0
    assert bucket.remove_unfinished(later()) == 2
    assert kept(bucket) == {key: 3}


def test_bytes_that_a_client_sends_itself_are_adopted(bucket: S3Storage):
    staging, key = new_key(), new_key()
    url = bucket.presign_put(staging, 60, 3)
    with pytest.raises(ObjectMissing):
        bucket.head(staging)
    assert requests.put(url, data=b"abc", timeout=10).status_code == 200
    staged = bucket.head(staging)
    assert (staged.size, staged.sha256) == (3, None)
    bucket.adopt(staging, key, staged.version)
    assert b"".join(bucket.read(key, 0, 3)) == b"abc"
    assert kept(bucket) == {key: 3}
    with pytest.raises(ObjectMissing):
        bucket.adopt(staging, new_key(), staged.version)
    assert kept(bucket) == {key: 3}


def test_a_checksum_that_the_store_has_is_told(bucket: S3Storage):
    staging, digest = new_key(), sha256(b"abc")
    place = {"Bucket": bucket.bucket, "Key": f"staging/{staging}"}
    checksum = b64encode(digest.digest()).decode()
    bucket.client.put_object(**place, Body=b"abc", ChecksumAlgorithm="SHA256", ChecksumSHA256=checksum)
    assert bucket.head(staging).sha256 == digest.hexdigest()


def test_only_what_was_looked_at_is_adopted(s3: S3Server):
    """moto does not mind the condition, S3 does: it must be asked for."""
    with wire_to(s3) as wire:
        bucket, staging = connect(on_s3({**s3.bucket(), "S3_ENDPOINT": wire.url})), new_key()
        requests.put(bucket.presign_put(staging, 60, 3), data=b"abc", timeout=10)
        bucket.adopt(staging, new_key(), '"its version"')
        (copied,) = (began for began in wire.requests if "x-amz-copy-source:" in began.lower())
        assert 'x-amz-copy-source-if-match: "its version"' in copied.lower()


MEMORY = """
from pathlib import Path
from treeline.kernel.storage import create_storage, new_key
from treeline.settings import load_settings

def peak():
    Path("/proc/self/clear_refs").write_text("5")
    storage.put(new_key(), (bytes(256 * 1024) for _ in range(800)))
    return memory("VmHWM")

def memory(name):
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) // 1024

storage = create_storage(load_settings())
storage.put(new_key(), (bytes(256 * 1024) for _ in range(96)))
before = memory("VmRSS")
print(peak() - before)
"""


def test_memory_stays_flat(s3: S3Server, settings: Settings):
    """200 MiB, over the state after 24 MiB."""
    child = subprocess.run(
        [sys.executable, "-c", MEMORY],
        cwd=API_FOLDER,
        env=environment(settings, **s3.bucket()),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert int(child.stdout) <= 16


def test_an_installation_on_disk_does_without_boto3(settings: Settings):
    look = "import sys, treeline; treeline.create_app(); sys.exit('boto3' in sys.modules or 'botocore' in sys.modules)"
    command = [sys.executable, "-c", look]
    subprocess.run(command, cwd=API_FOLDER, env=environment(settings), timeout=60, check=True)
