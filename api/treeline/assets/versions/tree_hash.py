"""One hash for all names and content in a folder, described in `docs/tree-hash.md`.

Standard library only, so that anyone can compute the same hash of a local folder.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import TypeVar

Key = TypeVar("Key")
Files = Mapping[Key, list[tuple[str, str]]]
Folders = Mapping[Key, list[tuple[str, Key]]]

EMPTY = sha256().hexdigest()


def tree_hash(files: Mapping[str, str], folders: Iterable[str] = ()) -> str:
    """The hash of a tree given as {path: SHA-256 of the bytes}; paths are relative, separated by "/".

    `folders` is needed for those that hold no file; naming the others too, or ending them with "/", changes nothing.
    """
    files_in: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    folders_in: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    known = {""}

    def note(folder: str) -> None:
        while folder not in known:
            known.add(folder)
            parent, _, name = folder.rpartition("/")
            folders_in[parent].append((name, folder))
            folder = parent

    for path, digest in files.items():
        parent, _, name = path.rpartition("/")
        files_in[parent].append((name, digest))
        note(parent)
    for folder in folders:
        note(folder.rstrip("/"))
    return hash_of("", files_in, folders_in)


def hash_of(root: Key, files: Files[Key], folders: Folders[Key]) -> str:
    """The hash of a folder, where every folder has a key.

    `files`: {key of a folder: [(name, SHA-256 of the bytes)]}; `folders`: {key of a folder: [(name, its key)]}.
    """
    # Without recursion: a list may be deeper than Python's stack. Whoever is found later is hashed first.
    found = [root]
    for folder in found:
        if inner := folders.get(folder):
            found.extend([key for _, key in inner])
    digests: dict[Key, str] = {}
    for folder in reversed(found):
        inner = folders.get(folder)
        hashed = [(name, digests[key]) for name, key in inner] if inner else ()
        digests[folder] = folder_hash(files.get(folder, ()), hashed)
    return digests[root]


def folder_hash(files: Iterable[tuple[str, str]], folders: Iterable[tuple[str, str]]) -> str:
    """Of one folder, from (name, SHA-256 of the bytes) of its files and (name, tree hash) of its folders."""
    # Python compares text by code points, which is the order of UTF-8's bytes.
    lines = [f"file {digest} {name}\n" for name, digest in sorted(files)]
    lines += [f"folder {digest} {name}\n" for name, digest in sorted(folders)]
    return sha256("".join(lines).encode()).hexdigest()
