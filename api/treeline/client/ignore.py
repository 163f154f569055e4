"""Ignored files: never pushed, and never written or deleted by a pull."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from treeline.client.errors import LocalFiles
from treeline.client.patterns import Pattern, parse

IGNORE_FILE = ".treelineignore"
PART_PREFIX = ".treeline-part-"
# Lower case: where .GIT is .git, a tree must not bring hooks along. (git~1 is .git on old Windows disks.)
JUNK = frozenset(
    {
        ".git",
        "git~1",
        ".hg",
        ".svn",
        ".treeline",
        "node_modules",
        "__pycache__",
        ".ds_store",
        "thumbs.db",
        "desktop.ini",
    }
)
# ._x is what macOS writes beside x where a disk cannot hold its attributes.
JUNK_PREFIXES = ("._", PART_PREFIX)


class Ignore:
    """Junk, and the patterns of each `.treelineignore`, which mean for its folder what .gitignore means to git."""

    def __init__(self) -> None:
        self._patterns: dict[str, list[Pattern]] = {}

    def read(self, root: Path, above: str) -> None:
        """The ignore file of one folder, if it has one. Raises LocalFiles if it cannot be read."""
        path = root / above / IGNORE_FILE
        try:
            kind = os.lstat(path).st_mode
            if stat.S_ISLNK(kind):
                raise LocalFiles(f"{path} is a link, and links are not followed. Replace it with a file.")
            if stat.S_ISREG(kind):
                self.add(above, path.read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError as error:
            raise LocalFiles(f"{path} can't be read: {error.strerror}") from error

    def add(self, above: str, content: bytes) -> None:
        if patterns := parse(content):
            self._patterns[above] = patterns

    def leaves_out(self, path: str, *, folder: bool) -> bool:
        """For a path whose folders are not left out themselves."""
        name = path.rpartition("/")[2]
        if name.lower() in JUNK or name.startswith(JUNK_PREFIXES):
            return True
        if not self._patterns:
            return False
        encoded = _encoded(path)
        name = encoded.rpartition(b"/")[2]
        for above in _folders_from_below(path):
            for pattern in self._patterns.get(above, ()):
                if pattern.matches(encoded[len(_encoded(above)) + 1 if above else 0 :], name, folder=folder):
                    return pattern.ignores
        return False

    def leaves_out_somewhere(self, path: str, *, folder: bool) -> bool:
        """For any path: it, or a folder that it lies in, is left out."""
        ends = [at for at, char in enumerate(path) if char == "/"]
        return any(self.leaves_out(path[:at], folder=True) for at in ends) or self.leaves_out(path, folder=folder)


def _folders_from_below(path: str) -> Iterator[str]:
    while path:
        path = path.rpartition("/")[0]
        yield path


def _encoded(path: str) -> bytes:
    """As a UTF-8 system has it. A name on Windows may hold half a surrogate pair, which is no byte of its own."""
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return path.encode("utf-8", "surrogatepass")
