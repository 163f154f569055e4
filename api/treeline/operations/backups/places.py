"""Where a backup lies: in one tar file, in a folder, or in a bucket of S3. Each holds named parts of some MiB."""

import os
import tarfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Protocol

from treeline.kernel.settings import KernelSettings
from treeline.kernel.storage import ObjectMissing
from treeline.operations.backups.errors import BackupAltered, BackupIncomplete, NoBackup, PlaceTaken

S3 = "s3://"
TAR = ".tar"
# What a process that was killed has left; the next one writes over it.
UNFINISHED = ".unfinished"


class Place(Protocol):
    """`keeps`: whether what is there is added to; else the whole is written anew."""

    keeps: bool

    def names(self) -> set[str]: ...

    def read(self, name: str) -> bytes:
        """Raises ObjectMissing."""
        ...

    def write(self, name: str, data: bytes) -> None:
        """All of it or nothing."""
        ...

    def remove(self, name: str) -> None: ...

    def finish(self) -> None:
        """What was written is to stay."""
        ...

    def close(self) -> None: ...


def open_source(text: str, settings: KernelSettings) -> Place:
    """Raises NoBackup."""
    if text.startswith(S3):
        return _bucket(text, settings)
    path = Path(text).expanduser()
    if path.is_dir():
        return FolderPlace(path)
    if not path.exists():
        raise NoBackup(f"{path} doesn't exist.")
    return TarSource(path)


def open_target(text: str, settings: KernelSettings, *, replace: bool) -> Place:
    """Raises PlaceTaken."""
    if text.startswith(S3):
        return _bucket(text, settings)
    path = Path(text).expanduser()
    if path.suffix == TAR:
        if path.is_dir() or (path.exists() and not replace):
            raise PlaceTaken(f"{path} exists. Pass another name, or --replace.")
        return TarTarget(path)
    if path.exists() and not path.is_dir():
        raise PlaceTaken(f"{path} is a file. Pass a folder, or a file whose name ends in {TAR}.")
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return FolderPlace(path)


def _bucket(text: str, settings: KernelSettings) -> Place:
    # boto3 is loaded only by those who store there.
    from treeline.kernel.storage.named import NamedObjects

    bucket, _, prefix = text.removeprefix(S3).partition("/")
    if not bucket:
        raise NoBackup(f"{text} names no bucket. Pass {S3}BUCKET/FOLDER.")
    return BucketPlace(NamedObjects(settings, bucket, prefix))


class FolderPlace:
    keeps = True

    def __init__(self, folder: Path):
        self._folder = folder

    def names(self) -> set[str]:
        files = (path for path in self._folder.rglob("*") if path.is_file() and path.suffix != UNFINISHED)
        return {path.relative_to(self._folder).as_posix() for path in files}

    def read(self, name: str) -> bytes:
        try:
            return (self._folder / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise ObjectMissing(name) from error

    def write(self, name: str, data: bytes) -> None:
        path = self._folder / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = path.with_name(f"{path.name}{UNFINISHED}")
        _write(unfinished, data)
        unfinished.replace(path)
        _sync_folder(path.parent)

    def remove(self, name: str) -> None:
        (self._folder / name).unlink(missing_ok=True)

    def finish(self) -> None:
        """Each part is there once it is written."""

    def close(self) -> None:
        """Nothing is open."""


class BucketPlace:
    keeps = True

    def __init__(self, objects: "NamedParts"):
        self._objects = objects
        self.names, self.read, self.write, self.remove = objects.names, objects.read, objects.write, objects.remove

    def finish(self) -> None:
        """Each part is there once it is written."""

    def close(self) -> None:
        """Nothing is open."""


class NamedParts(Protocol):
    def names(self) -> set[str]: ...

    def read(self, name: str) -> bytes: ...

    def write(self, name: str, data: bytes) -> None: ...

    def remove(self, name: str) -> None: ...


class TarTarget:
    """Written beside its place, and moved there at the end."""

    keeps = False

    def __init__(self, path: Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path, self._unfinished = path, path.with_name(f"{path.name}{UNFINISHED}")
        self._file = open(os.open(self._unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")  # noqa: SIM115 - until close()
        self._tar = tarfile.open(fileobj=self._file, mode="w")  # noqa: SIM115 - until close()

    def names(self) -> set[str]:
        return set()

    def read(self, name: str) -> bytes:
        raise ObjectMissing(name)

    def write(self, name: str, data: bytes) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = len(data), 0o600
        self._tar.addfile(member, BytesIO(data))
        # It would remember each of them.
        self._tar.getmembers().clear()

    def remove(self, name: str) -> None:
        """Nothing of an earlier backup is in it."""

    def finish(self) -> None:
        self._tar.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._unfinished.replace(self._path)
        _sync_folder(self._path.parent)

    def close(self) -> None:
        self._file.close()
        self._unfinished.unlink(missing_ok=True)


class TarSource:
    keeps = False

    def __init__(self, path: Path):
        try:
            self._tar = tarfile.open(path, "r:")  # noqa: SIM115 - until close()
        except tarfile.ReadError as error:
            raise NoBackup(f"{path} is not a backup of Treeline.") from error
        try:
            self._members = {member.name: member for member in self._tar}
        except (tarfile.TarError, EOFError) as error:
            self._tar.close()
            raise BackupIncomplete(f"{path} ends within a part: it was cut off.") from error
        except ValueError as error:
            self._tar.close()
            raise BackupAltered(f"{path} has a part that no backup has.") from error

    def names(self) -> set[str]:
        return set(self._members)

    def read(self, name: str) -> bytes:
        member = self._members.get(name)
        if member is None or not member.isreg():
            raise ObjectMissing(name)
        try:
            file = self._tar.extractfile(member)
            return file.read() if file else b""
        except (tarfile.TarError, EOFError) as error:
            raise BackupIncomplete(f"The part {name} is cut off.") from error

    def write(self, name: str, data: bytes) -> None:
        raise NotImplementedError

    def remove(self, name: str) -> None:
        raise NotImplementedError

    def finish(self) -> None:
        """Only read."""

    def close(self) -> None:
        self._tar.close()


def _write(path: Path, data: bytes) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
