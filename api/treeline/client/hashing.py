"""SHA-256 of a folder's files, with a cache for unchanged ones."""

import json
import os
import re
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import file_digest, sha256
from io import BufferedReader
from pathlib import Path
from tempfile import mkstemp
from typing import Any

from treeline.client.errors import LocalFiles
from treeline.client.folder import Folder, LocalFile
from treeline.client.threads import in_threads

THREADS = max(2, min(8, os.cpu_count() or 2))
_TOGETHER = 64
_TRIES = 3
# Some file systems count time in steps of 2 s: of a file as young as that, a change may not show in its times.
SETTLED_NS = 2_000_000_000
_FORMAT = 1


class HashCache:
    """What the files of one folder hashed to, kept in the user's cache folder.

    An entry holds while size, both times and inode are the same. Two runs may write: the file is replaced as a whole,
    and an entry that got lost is hashed again. A cache that cannot be read or written is no error.
    """

    def __init__(self, root: Path, place: Path | None = None):
        name = sha256(os.fsencode(root)).hexdigest()[:32]
        self._file = (place or cache_folder()) / "hashes" / f"{name}.json"
        self._known = self._load()
        self._changed = False

    def get(self, file: LocalFile) -> str | None:
        entry = self._known.get(file.path)
        return entry[4] if entry is not None and entry[:4] == _stamp(file) else None

    def put(self, file: LocalFile, digest: str, hashed_at_ns: int) -> None:
        """`hashed_at_ns`: when its reading began, on the clock of the files."""
        if hashed_at_ns - max(file.mtime_ns, file.ctime_ns) >= SETTLED_NS:
            self._known[file.path] = [*_stamp(file), digest]
            self._changed = True

    def forget(self, paths: Iterable[str]) -> None:
        for path in paths:
            self._changed |= self._known.pop(path, None) is not None

    def save(self, files: Iterable[str]) -> None:
        """Keep what is known of these files, and nothing of others."""
        kept = {path: entry for path in files if (entry := self._known.get(path)) is not None}
        if not self._changed and len(kept) == len(self._known):
            return
        self._known, self._changed = kept, False
        with suppress(OSError):
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor, name = mkstemp(dir=self._file.parent)
            try:
                with os.fdopen(descriptor, "w") as out:
                    json.dump({"format": _FORMAT, "files": kept}, out, separators=(",", ":"))
                os.replace(name, self._file)
            except BaseException:
                os.unlink(name)
                raise

    def _load(self) -> dict[str, list[Any]]:
        try:
            found = json.loads(self._file.read_bytes())
            files = found["files"] if found["format"] == _FORMAT else {}
            return files if all(map(_is_entry, files.values())) else {}
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return {}


def _is_entry(found: Any) -> bool:
    return isinstance(found, list) and len(found) == 5 and re.fullmatch("[0-9a-f]{64}", str(found[4])) is not None


def cache_folder() -> Path:
    chosen = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(chosen):
        chosen = os.path.expanduser("~/.cache")
    return Path(chosen) / "treeline"


def _stamp(file: LocalFile) -> list[int]:
    return [file.size, file.mtime_ns, file.ctime_ns, file.inode]


@dataclass(frozen=True, slots=True)
class _Hashed:
    """What became of `path`: gone where `file` is None."""

    path: str
    file: LocalFile | None = None
    digest: str = ""
    at_ns: int = 0
    problem: str = ""


def hash_files(
    folder: Folder, cache: HashCache, only: Iterable[str] | None = None, advance: Callable[[int], None] = lambda _: None
) -> dict[str, str]:
    """{path: SHA-256} of all files, or `only` of these. A file that changed meanwhile stands in `folder` as it is now.

    `advance` gets the number of files done. Raises LocalFiles where one cannot be read or never holds still.
    """
    paths = list(folder.files if only is None else only)
    hashes = {path: known for path in paths if (known := cache.get(folder.files[path])) is not None}
    advance(len(hashes))
    unknown = [path for path in paths if path not in hashes]
    batches = [unknown[at : at + _TOGETHER] for at in range(0, len(unknown), _TOGETHER)]
    problems: list[str] = []
    for done in in_threads(lambda batch: [_hash(folder.root, path) for path in batch], batches, THREADS):
        for each in done:
            if each.file is not None:
                folder.files[each.path] = each.file
                hashes[each.path] = each.digest
                cache.put(each.file, each.digest, each.at_ns)
            elif each.problem:
                problems.append(f"{each.path}: {each.problem}")
            else:
                del folder.files[each.path]
        advance(len(done))
    if only is None:
        cache.save(folder.files)
    if problems:
        raise LocalFiles("Can't read these files:", sorted(problems))
    return {path: hashes[path] for path in paths if path in hashes}


def _hash(root: Path, path: str) -> _Hashed:
    try:
        for _ in range(_TRIES):
            with open_file(root / path) as file:
                at_ns = time.time_ns()
                before = LocalFile.of(path, os.fstat(file.fileno()))
                digest = file_digest(file, "sha256").hexdigest()
                if before.is_still(os.fstat(file.fileno())):
                    return _Hashed(path, before, digest, at_ns)
    except FileNotFoundError:
        return _Hashed(path)
    except OSError as error:
        return _Hashed(path, problem=error.strerror or str(error))
    return _Hashed(path, problem="it keeps changing")


def open_file(path: Path) -> BufferedReader:
    """To be read, unless it has become a link."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    return open(os.open(path, flags), "rb")
