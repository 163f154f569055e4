"""Pull: update a local folder to match a tree. Only differences are downloaded, and only into the folder."""

import os
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any, Protocol

from treeline.assets.draft.names import name_key
from treeline.client.download import checked, download
from treeline.client.errors import LocalFiles
from treeline.client.folder import Folder
from treeline.client.hashing import HashCache, hash_files
from treeline.client.ignore import PART_PREFIX
from treeline.client.local import look
from treeline.client.packs import CHUNK_BYTES
from treeline.client.progress import Progress, size
from treeline.client.remote import Remote
from treeline.client.service import DRAFT
from treeline.client.tree import RemoteFile, RemoteTree

_LEFTOVER_SECONDS = 3600


@dataclass
class Pulled:
    """`revision` is None where a version was pulled, `tree_hash` where files of the tree have no bytes yet."""

    files: int = 0
    fetched_files: int = 0
    fetched_bytes: int = 0
    removed: int = 0
    unchanged: int = 0
    left_out: int = 0
    pending: int = 0
    revision: int | None = None
    tree_hash: str | None = None

    def lines(self) -> list[str]:
        told = f"{self.fetched_files:,} fetched, {size(self.fetched_bytes)}; {self.unchanged:,} unchanged"
        return [f"Pulled: {told}; {self.removed:,} removed. Tree {self.tree_hash}"]


class PulledFrom(Protocol):
    """What has a tree: an app, or a knowledge base."""

    @property
    def remote(self) -> Remote: ...

    def tree(self, under: str, version: str = ...) -> dict[str, Any]:
        """Files and folders as nodes, their paths relative to `under`."""
        ...

    def unknown(self, files: list[dict[str, Any]]) -> set[str]:
        """The hashes, of these files, whose bytes it does not have."""
        ...


class Pull:
    """One pull into one folder, which is made if it is not there."""

    def __init__(self, api: PulledFrom, root: Path, under: str, progress: Progress):
        self.api, self.root, self.under, self.progress = api, root, under, progress

    def run(self, version: str = DRAFT, *, delete: bool, force: bool) -> Pulled:
        """Raises LocalFiles before anything is written if local content would get lost; Refused, Unreachable."""
        tree = RemoteTree.of(self.api.tree(self.under, version))
        tree.refuse_bad_paths(windows=sys.platform == "win32")
        done = Pulled(len(tree.files), pending=len(tree.pending), revision=tree.revision, tree_hash=tree.tree_hash)
        with suppress(FileExistsError):
            self.root.mkdir(parents=True)
        folder = look(self.root, self.progress)
        for problem in folder.problems:
            self.progress.warn(f"not changed: {problem}")
        done.left_out = self._leave_out(tree, folder)
        cache = HashCache(folder.root)
        wanted, own = self._compare(tree, folder, cache)
        done.unchanged = len(tree.files) - len(wanted)
        gone = _extraneous(tree, folder, delete=delete)
        _refuse_what_is_in_the_way(tree, folder, {*gone})
        if not force:
            self._refuse_loss(folder, cache, {path: own.get(path) for path in wanted if path in folder.files}, gone)
        _remove_leftovers(folder)
        done.removed = _remove(folder, gone)
        for path in tree.folders:
            (folder.root / path).mkdir(parents=True, exist_ok=True)
        self._fetch(folder.root, wanted, done)
        return done

    def _leave_out(self, tree: RemoteTree, folder: Folder) -> int:
        """What is ignored here is not written here."""
        files = [path for path in tree.files if folder.ignore.leaves_out_somewhere(path, folder=False)]
        folders = [path for path in tree.folders if folder.ignore.leaves_out_somewhere(path, folder=True)]
        for path in files:
            del tree.files[path]
            self.progress.warn(f"skipped, because it is ignored here: {path}")
        tree.folders = [path for path in tree.folders if path not in set(folders)]
        for path in tree.pending:
            self.progress.warn(f"{path} is not uploaded to the server yet, so the local file was not changed.")
        return len(files)

    def _compare(
        self, tree: RemoteTree, folder: Folder, cache: HashCache
    ) -> tuple[dict[str, RemoteFile], dict[str, str]]:
        """What has to be fetched, and the local hashes that it took to know."""
        same_size = [
            path for path, file in tree.files.items() if path in folder.files and folder.files[path].size == file.size
        ]
        with self.progress.of("Hashing", len(same_size)) as advance:
            own = hash_files(folder, cache, same_size, advance)
        cache.save(folder.files)
        return {path: file for path, file in tree.files.items() if own.get(path) != file.sha256}, own

    def _refuse_loss(
        self, folder: Folder, cache: HashCache, overwritten: dict[str, str | None], gone: Iterable[str]
    ) -> None:
        """Local content that the server has never seen exists nowhere else. Raises LocalFiles."""
        lost = [*overwritten, *(path for path in gone if path in folder.files and path not in overwritten)]
        hashes = {path: digest for path, digest in overwritten.items() if digest is not None}
        hashes |= hash_files(folder, cache, [path for path in lost if path not in hashes and path in folder.files])
        files = [{"path": p, "size": folder.files[p].size, "sha256": digest} for p, digest in sorted(hashes.items())]
        if not files:
            return
        if unknown := self.api.unknown(files):
            what = "The server doesn't have the content of these files. Push them first, or pull with --force:"
            raise LocalFiles(what, [path for path, digest in hashes.items() if digest in unknown])

    def _fetch(self, root: Path, wanted: dict[str, RemoteFile], done: Pulled) -> None:
        places: dict[str, list[str]] = {}
        for path, file in wanted.items():
            places.setdefault(file.sha256, []).append(path)
        sizes = {file.sha256: file.size for file in wanted.values()}
        title = f"Fetching {len(sizes):,} files"
        with self.progress.of(title, sum(sizes.values()), in_bytes=True) as advance:

            def keep(digest: str, chunks: Iterator[bytes]) -> None:
                first, *others = places[digest]
                _write(root, first, chunks)
                for other in others:
                    _write(root, other, checked(digest, _read(root / first)))
                advance(sizes[digest])

            download(self.api.remote, {digest: length for digest, length in sizes.items() if length}, keep)
            for digest, length in sizes.items():
                if not length:
                    for path in places[digest]:
                        _write(root, path, ())
        done.fetched_files, done.fetched_bytes = len(sizes), sum(sizes.values())


def _extraneous(tree: RemoteTree, folder: Folder, *, delete: bool) -> list[str]:
    """Files and folders that go, folders after what they hold.

    Without `delete` only those that stand in the tree with another spelling: both at once could never be pushed.
    """
    files, folders = {*tree.files, *tree.pending}, {*tree.folders}
    gone = [path for path in folder.files if path not in files]
    gone += [path for path in reversed(folder.folders) if path not in folders]
    if delete:
        return gone
    there = files | folders
    keys = {_key(path) for path in there}
    return [path for path in gone if path not in there and _key(path) in keys]


def _key(path: str) -> str:
    return "/".join(name_key(name) for name in path.split("/"))


def _refuse_what_is_in_the_way(tree: RemoteTree, folder: Folder, gone: set[str]) -> None:
    """Raises LocalFiles for links and the like where the tree has something, and for files where it has folders."""
    problems = list[str]()
    folders = {*tree.folders, *(path.rpartition("/")[0] for path in tree.files)} - {""}
    # A folder goes only with all that it holds: what is ignored in it may keep it.
    for path in [*tree.files, *folders]:
        try:
            mode = os.lstat(folder.root / path).st_mode
        except (FileNotFoundError, NotADirectoryError):
            continue
        wanted_folder = path in folders
        fits = stat.S_ISDIR(mode) if wanted_folder else stat.S_ISREG(mode) and path in folder.files
        if fits or path in gone:
            continue
        what = "a link" if stat.S_ISLNK(mode) else "a folder" if stat.S_ISDIR(mode) else "a file"
        if stat.S_ISREG(mode) and not wanted_folder:
            # Left out of the scan, so nobody has looked whether the server knows what is in it.
            problems.append(f"{path}: this file couldn't be read, see above")
            continue
        problems.append(f"{path}: here this is {what}, in the tree a {'folder' if wanted_folder else 'file'}")
    if problems:
        raise LocalFiles("These are in the way (use --delete to remove what the tree doesn't have):", problems)


def _remove(folder: Folder, gone: Iterable[str]) -> int:
    """How many went. A folder stays while something that is ignored lies in it."""
    removed = 0
    for path in gone:
        with suppress(FileNotFoundError):
            if path in folder.files:
                os.unlink(folder.root / path)
            elif os.listdir(folder.root / path):
                continue
            else:
                os.rmdir(folder.root / path)
            removed += 1
    return removed


def _write(root: Path, path: str, chunks: Iterable[bytes]) -> None:
    """Under another name first: whoever looks sees the old bytes or the new ones. Raises LocalFiles."""
    target = root / path
    part = target.with_name(f"{PART_PREFIX}{token_hex(8)}")
    try:
        _refuse_links(root, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        with open(os.open(part, flags, 0o666), "wb") as out:
            for chunk in chunks:
                out.write(chunk)
            with suppress(FileNotFoundError, AttributeError):
                os.fchmod(out.fileno(), stat.S_IMODE(os.lstat(target).st_mode))
        os.replace(part, target)
    except OSError as error:
        raise LocalFiles(f"{path} can't be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            os.unlink(part)


def _refuse_links(root: Path, path: str) -> None:
    """A folder of the path may have become a link since it was looked at. Raises LocalFiles."""
    at = root
    for name in path.split("/")[:-1]:
        at /= name
        if at.is_symlink():
            raise LocalFiles(f"{path} is not written: {at.relative_to(root)} is a link.")


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def _remove_leftovers(folder: Folder) -> None:
    """Parts of files that an earlier pull could not finish; a fresh one may be another pull's."""
    for place in ("", *folder.folders):
        with suppress(OSError), os.scandir(folder.root / place) as entries:
            for entry in entries:
                if entry.name.startswith(PART_PREFIX) and time.time() - entry.stat().st_mtime > _LEFTOVER_SECONDS:
                    os.unlink(entry)
