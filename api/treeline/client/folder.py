"""A local folder: the files in it that a tree can hold."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from treeline.assets.draft.names import name_key, refusal
from treeline.client.errors import LocalFiles
from treeline.client.ignore import Ignore


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file as it stood when it was looked at. `path` is relative to the folder, with "/" between names."""

    path: str
    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int

    @classmethod
    def of(cls, path: str, stat: os.stat_result) -> "LocalFile":
        return cls(path, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)

    def is_still(self, stat: os.stat_result) -> bool:
        return (self.size, self.mtime_ns) == (stat.st_size, stat.st_mtime_ns)


@dataclass
class Folder:
    """`problems` are what no tree can hold or nobody can read; `skipped` what is neither file nor folder."""

    root: Path
    ignore: Ignore
    files: dict[str, LocalFile] = field(default_factory=dict)
    folders: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def refuse_problems(self) -> None:
        """Raises LocalFiles."""
        if self.problems:
            what = "These can't be part of a tree. Rename them, or add them to .treelineignore."
            raise LocalFiles(what, self.problems)

    def empty_folders(self) -> list[str]:
        """Those that hold nothing: all others follow from the paths of what they hold."""
        holding = {path.rpartition("/")[0] for path in (*self.files, *self.folders)}
        return [path for path in self.folders if path not in holding]


def scan(root: Path) -> Folder:
    """Look at everything below a folder, always in the same order. Follows no link. Raises LocalFiles."""
    try:
        root = root.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise LocalFiles(f"Can't read {root}: {error}") from error
    if not root.is_dir():
        raise LocalFiles(f"{root} is not a folder.")
    folder = Folder(root, Ignore())
    waiting = [""]
    while waiting:
        _list(folder, waiting.pop(), waiting)
    folder.files = dict(sorted(folder.files.items(), key=lambda item: item[0].encode()))
    folder.folders.sort(key=str.encode)
    return folder


def _list(folder: Folder, above: str, waiting: list[str]) -> None:
    taken: dict[str, str] = {}
    folder.ignore.read(folder.root, above)
    for entry, path in _entries(folder, above):
        is_folder = entry.is_dir(follow_symlinks=False)
        if folder.ignore.leaves_out(path, folder=is_folder):
            continue
        if not is_folder and not entry.is_file(follow_symlinks=False):
            folder.skipped.append(f"{path}: {'a link' if entry.is_symlink() else 'neither a file nor a folder'}")
            continue
        if reason := refusal(entry.name):
            folder.problems.append(f"{path}: {reason}")
            continue
        other = taken.setdefault(name_key(entry.name), path)
        if other is not path:
            folder.problems.append(
                f"{path}: {other} has the same name (names are compared ignoring case and Unicode form)"
            )
            continue
        if is_folder:
            folder.folders.append(path)
            waiting.append(path)
            continue
        try:
            folder.files[path] = LocalFile.of(path, entry.stat(follow_symlinks=False))
        except FileNotFoundError:  # removed since it was listed
            continue


def _entries(folder: Folder, above: str) -> Iterator[tuple[os.DirEntry[str], str]]:
    try:
        with os.scandir(folder.root / above) as listing:
            entries = sorted(listing, key=lambda entry: os.fsencode(entry.name))
    except FileNotFoundError:
        return
    except OSError as error:
        folder.problems.append(f"{above or '.'}: can't be read ({error.strerror})")
        return
    for entry in entries:
        yield entry, f"{above}/{entry.name}" if above else entry.name
