"""The local folder with its hashes, which every command needs first."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from treeline.assets.versions.tree_hash import tree_hash
from treeline.client.folder import Folder, scan
from treeline.client.hashing import HashCache, hash_files
from treeline.client.progress import Progress


@dataclass
class Hashed:
    """`hashes`: {path: SHA-256} of all files in `folder`."""

    folder: Folder
    cache: HashCache
    hashes: dict[str, str]

    @property
    def tree_hash(self) -> str:
        return tree_hash(self.hashes, self.folder.empty_folders())

    def listed(self) -> list[dict[str, Any]]:
        """The files as a sync takes them."""
        files = self.folder.files
        return [{"path": path, "size": files[path].size, "sha256": sha256} for path, sha256 in self.hashes.items()]


def look(root: Path, progress: Progress) -> Folder:
    """What the folder holds; says what is left out of it. Raises LocalFiles."""
    folder = scan(root)
    for skipped in folder.skipped:
        progress.warn(f"skipped: {skipped}")
    return folder


def hashed(root: Path, progress: Progress) -> Hashed:
    """All of it, with hashes. Raises LocalFiles, also where a name is one that no tree can hold."""
    folder = look(root, progress)
    folder.refuse_problems()
    cache = HashCache(folder.root)
    with progress.of("Hashing", len(folder.files)) as advance:
        return Hashed(folder, cache, hash_files(folder, cache, advance=advance))
