"""A backup that is cut off, altered, foreign, newer or locked is refused, each with a reason of its own."""

import json
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.settings import settings_of
from treeline.kernel.storage import ObjectMissing
from treeline.kernel.storage.local import LocalStorage
from treeline.operations.backups import errors
from treeline.operations.backups.archive import HEADER, MANIFEST, Manifest, TableRows, begin, open_archive
from treeline.operations.backups.contents import PART_BYTES, Entry, Reader, read_index, write_contents
from treeline.operations.backups.places import open_source, open_target
from treeline.operations.backups.rows import ROWS, pieces
from treeline.operations.backups.sealing import Sealed
from treeline.operations.backups.values import Digest
from treeline.operations.backups.verifying import verify

CONTENT = {UUID(int=number): bytes([number]) * (number * 300) for number in range(8)}
LINES = [json.dumps([number, "words " * (number % 7)]).encode() + b"\n" for number in range(2000)]


class Memory(LocalStorage):
    """Objects in a dictionary."""

    def __init__(self, objects: dict[UUID, bytes]):
        super().__init__(Path("nowhere"))
        self.objects, self.read_keys = objects, list[UUID]()

    def read(self, key: UUID, start: int, length: int) -> Iterator[bytes]:
        self.read_keys.append(key)
        if key not in self.objects:
            raise ObjectMissing(str(key))
        return iter((self.objects[key][start:][:length],))

    def list(self, older_than: datetime) -> Iterator[tuple[UUID, int]]:
        return iter([(key, len(data)) for key, data in self.objects.items()])


def quiet(*_: object) -> None:
    """Nobody looks."""


def write(target: str, passphrase: bytes | None = None, objects: dict[UUID, bytes] = CONTENT) -> Memory:
    """A backup of a table and some content."""
    storage = Memory(objects)
    place = open_target(target, settings_of(), replace=True)
    try:
        archive = begin(place, passphrase)
        manifest = Manifest("2026-12-01T00:00:00+00:00", "1.0", "0001", "postgresql")
        table, digest = TableRows("words", [("id", "integer"), ("text", "text")], ["id"]), Digest()
        for line in LINES:
            digest.add(line)
        table.rows, table.digest = digest.rows, digest.text
        table.parts = [archive.add(*piece) for piece in pieces((json.loads(line)[0], line) for line in LINES)]
        manifest.tables = [table]
        manifest.contents = write_contents(archive, set(objects), storage, quiet)
        archive.finish(manifest)
    finally:
        place.close()
    return storage


def read(source: str, passphrase: bytes | None = None) -> dict[UUID, bytes]:
    """All content of a backup that is right."""
    place = open_source(source, settings_of())
    try:
        archive, manifest = open_archive(place, passphrase)
        entries = verify(archive, manifest, quiet)
        reader = Reader(archive, manifest.contents)
        return {entry.key: b"".join(reader.chunks(entry)) for entry in entries}
    finally:
        place.close()


@pytest.fixture(scope="module")
def tar(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("tar") / "whole.tar"
    write(str(path))
    assert read(str(path)) == CONTENT
    return path.read_bytes()


@settings(max_examples=150)
@given(data=st.data())
def test_a_flipped_byte_is_noticed_or_of_no_use(
    data: st.DataObject, tar: bytes, tmp_path_factory: pytest.TempPathFactory
):
    """Tar pads its parts: bytes of which nobody reads anything may change."""
    at = data.draw(st.integers(0, len(tar) - 1))
    path = tmp_path_factory.mktemp("flipped") / "one.tar"
    path.write_bytes(tar[:at] + bytes([tar[at] ^ data.draw(st.integers(1, 255))]) + tar[at + 1 :])
    with suppress(errors.BackupRefused):
        assert read(str(path)) == CONTENT


@settings(max_examples=60)
@given(data=st.data())
def test_a_cut_archive_is_refused(data: st.DataObject, tar: bytes, tmp_path_factory: pytest.TempPathFactory):
    """Wherever it is cut: the manifest is the last part. Behind it are zeros only."""
    end = len(tar.rstrip(b"\0"))
    path = tmp_path_factory.mktemp("cut") / "one.tar"
    path.write_bytes(tar[: data.draw(st.integers(0, end - 1))])
    with pytest.raises((errors.BackupIncomplete, errors.NoBackup, errors.BackupAltered)):
        read(str(path))


@pytest.mark.parametrize("passphrase", [None, b"words"])
def test_each_byte_of_each_part_counts(passphrase: bytes | None, tmp_path: Path):
    write(str(tmp_path / "backup"), passphrase)
    files = sorted(path for path in (tmp_path / "backup").rglob("*") if path.is_file())
    # Each look at an encrypted one derives its key, slowly: there the header, the manifest and two parts.
    for path in files if passphrase is None else [*files[:2], *files[-2:]]:
        whole = path.read_bytes()
        for wrong in (whole[:-1], whole[:-2] + bytes([whole[-2] ^ 1]) + whole[-1:], whole + b"x", b""):
            path.write_bytes(wrong)
            with pytest.raises(errors.BackupRefused):
                read(str(tmp_path / "backup"), passphrase)
        path.unlink()
        with pytest.raises((errors.BackupIncomplete, errors.NoBackup)):
            read(str(tmp_path / "backup"), passphrase)
        path.write_bytes(whole)
    assert read(str(tmp_path / "backup"), passphrase) == CONTENT


def test_an_exchanged_part_does_not_decrypt():
    cipher = Sealed(b"words", b"salt", cost=2)
    sealed = cipher.seal(b"payload", "one")
    assert cipher.open(sealed, "one") == b"payload"
    with pytest.raises(errors.BackupAltered):
        cipher.open(sealed, "another")


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"version": 2}, errors.BackupNewer),
        ({"format": "another"}, errors.NoBackup),
        ({"encryption": {"kdf": "another"}}, errors.BackupNewer),
        ({"encryption": {"kdf": "scrypt", "cipher": "aes-256-gcm", "cost": 2**40}}, errors.BackupAltered),
    ],
)
def test_other_headers(change: dict[str, object], refusal: type[Exception], tmp_path: Path):
    write(str(tmp_path))
    header = json.dumps(json.loads((tmp_path / HEADER).read_text().split("\n")[0]) | change)
    (tmp_path / HEADER).write_text(f"{header}\n{sha256(header.encode()).hexdigest()}\n")
    with pytest.raises(refusal):
        read(str(tmp_path), b"words")


def test_something_else_is_no_backup(tmp_path: Path):
    (tmp_path / "text").write_text("text")
    with tarfile.open(tmp_path / "other.tar", "w") as other:
        member = tarfile.TarInfo("a file")
        member.size = 3
        other.addfile(member, BytesIO(b"abc"))
    for place in ("text", "other.tar", ".", "nothing"):
        with pytest.raises(errors.NoBackup):
            read(str(tmp_path / place))


def test_an_interrupted_backup_is_known_and_completed(tmp_path: Path):
    write(str(tmp_path / "whole"))
    shutil.copytree(tmp_path / "whole", tmp_path / "half")
    (tmp_path / "half" / MANIFEST).unlink()
    kept = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "half").rglob("*") if path.is_file()}
    with pytest.raises(errors.BackupIncomplete, match="interrupted"):
        read(str(tmp_path / "half"))
    write(str(tmp_path / "half"))
    assert read(str(tmp_path / "half")) == CONTENT
    now = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "half").rglob("*") if path.is_file()}
    assert {name for name in now if now[name] != kept.get(name)} == {MANIFEST}


objects = st.dictionaries(
    st.uuids(), st.one_of(st.binary(max_size=50), st.just(b"twin"), st.just(b"x" * (PART_BYTES + 7))), max_size=6
)


@settings(max_examples=40)
@given(first=objects, gone=st.integers(0, 6), more=objects)
def test_one_backup_after_another(
    first: dict[UUID, bytes], gone: int, more: dict[UUID, bytes], tmp_path_factory: pytest.TempPathFactory
):
    """What is new is read and written, what is gone is no longer in it, and nothing else is left in the folder."""
    folder = tmp_path_factory.mktemp("backups")
    write(str(folder), objects=first)
    left = dict(list(first.items())[gone:])
    after = more | left
    storage = write(str(folder), objects=after)
    assert read(str(folder)) == after
    place = open_source(str(folder), settings_of())
    archive, manifest = open_archive(place, None)
    parts = {path.name for path in (folder / "parts").rglob("*") if path.is_file()}
    assert parts == {part.name for part in manifest.parts()}
    assert all(isinstance(entry, Entry) for entry in read_index(archive, manifest.contents))
    if len(left) == len(first):
        assert set(storage.read_keys).isdisjoint(first)


@given(st.sets(st.integers(0, 100_000), min_size=ROWS, max_size=ROWS * 4), st.integers(0, 100_000))
@settings(max_examples=20)
def test_one_more_row_changes_one_part(numbers: set[int], more: int):
    def made(of: set[int]) -> set[bytes]:
        return {payload for payload, _ in pieces((key, b"%d\n" % key) for key in sorted(of))}

    assert len(made(numbers | {more}) - made(numbers)) <= 2
