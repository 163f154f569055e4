"""docs/tree-hash.md, kept to its word: the vectors, the program it prints, and what must and must not change a hash."""

import os
import re
import subprocess
import sys
from collections import defaultdict
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from treeline.assets.draft.names import refusal
from treeline.assets.versions.tree_hash import EMPTY, folder_hash, hash_of, tree_hash

PAGE = (Path(__file__).parents[5] / "docs" / "tree-hash.md").read_text()

VECTORS: list[tuple[dict[str, bytes], list[str]]] = [
    ({}, []),
    ({"a.txt": b"hello\n"}, []),
    ({}, ["empty"]),
    (
        {
            "a/x.txt": b"x",
            "a-b.txt": b"",
            "Z.txt": b"z",
            "é.txt": b"e",
            "日本/𝒳.md": b"deep",
            "日本/｡.md": b"",
        },
        ["empty"],
    ),
]
PRINTED = re.findall(r"^\|.*\| `([0-9a-f]{64})` \|$", PAGE, re.MULTILINE)


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def of(files: dict[str, bytes], folders: list[str] | None = None) -> str:
    return tree_hash({path: digest(data) for path, data in files.items()}, folders or [])


@pytest.mark.parametrize(("tree", "printed"), list(zip(VECTORS, PRINTED, strict=True)))
def test_the_vectors(tree: tuple[dict[str, bytes], list[str]], printed: str):
    assert of(*tree) == printed


def test_by_hand():
    inner = sha256(f"file {digest(b'x')} x\n".encode()).hexdigest()
    text = f"file {digest(b'')} B\nfile {digest(b'1')} a\nfolder {EMPTY} A\nfolder {inner} b\n"
    assert of({"a": b"1", "B": b"", "b/x": b"x"}, ["A"]) == sha256(text.encode()).hexdigest()


def test_the_printed_program_agrees(tmp_path: Path):
    files, folders = VECTORS[-1]
    folder = tmp_path / "tree"
    for path in folders:
        (folder / path).mkdir(parents=True)
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    program = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)[0]
    done = subprocess.run(
        [sys.executable, "-c", program, os.fspath(folder)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == PRINTED[-1]


def test_the_printed_shell_agrees():
    shell = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)[0]
    done = subprocess.run(["sh", "-c", shell], capture_output=True, text=True, check=True)
    printed = [line.removeprefix("# ") for line in shell.splitlines() if line.startswith("#")]
    assert [line.split()[0] for line in done.stdout.splitlines()] == printed


def test_deeper_than_the_stack():
    path = "/".join(["d"] * 5000)
    assert of({f"{path}/f": b"x"}) == of({f"{path}/f": b"x"}, [path]) != of({f"{path}/f": b"y"})


names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=6).filter(lambda n: not refusal(n))
paths = st.lists(names, min_size=1, max_size=4).map("/".join)


@st.composite
def trees(draw: st.DrawFn) -> tuple[dict[str, bytes], set[str]]:
    """Files and all folders, none of which has a file's path."""
    files = draw(st.dictionaries(paths, st.binary(max_size=3), max_size=8))
    folders = {path.rsplit("/", depth)[0] for path in files for depth in range(1, path.count("/") + 1)}
    for path in draw(st.lists(paths, max_size=3)):
        folders |= {path} | {path.rsplit("/", depth)[0] for depth in range(1, path.count("/") + 1)}
    assume(not folders & set(files))
    return files, folders


def lines(files: dict[str, bytes], folders: set[str]) -> set[str]:
    return {f"{path}={data!r}" for path, data in files.items()} | {f"{path}/" for path in folders}


@given(trees())
def test_neither_order_nor_folders_that_follow_matter(tree: tuple[dict[str, bytes], set[str]]):
    files, folders = tree
    backwards = dict(reversed(files.items()))
    assert of(files, sorted(folders)) == of(backwards, [f"{path}/" for path in sorted(folders, reverse=True)])
    deepest = [path for path in folders if not any(other.startswith(f"{path}/") for other in folders | set(files))]
    assert of(files, deepest) == of(files, sorted(folders))


@given(trees(), trees())
def test_equal_hashes_are_equal_trees(one: tuple[dict[str, bytes], set[str]], other: tuple[dict[str, bytes], set[str]]):
    assert (of(one[0], [*one[1]]) == of(other[0], [*other[1]])) == (lines(*one) == lines(*other))


@given(trees(), st.data())
def test_every_change_shows(tree: tuple[dict[str, bytes], set[str]], data: st.DataObject):
    files, folders = tree
    assume(files)
    before = of(files, [*folders])
    path = data.draw(st.sampled_from(sorted(files)))
    assert of({**files, path: files[path] + b"!"}, [*folders]) != before
    assert of({other: files[other] for other in files if other != path}, [*folders]) != before
    assert of({f"{p}{'!' if p == path else ''}": files[p] for p in files}, [*folders]) != before


@given(trees())
def test_by_any_keys(tree: tuple[dict[str, bytes], set[str]]):
    """As the server does it, whose folders have ids."""
    files, folders = tree
    ids = {path: index for index, path in enumerate(["", *sorted(folders)])}
    files_in: dict[int, list[tuple[str, str]]] = defaultdict(list)
    folders_in: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for path, content in files.items():
        parent, _, name = path.rpartition("/")
        files_in[ids[parent]].append((name, digest(content)))
    for path in folders:
        parent, _, name = path.rpartition("/")
        folders_in[ids[parent]].append((name, ids[path]))
    assert hash_of(0, files_in, folders_in) == of(files, [*folders])


@given(st.lists(names, min_size=2, max_size=6, unique=True))
def test_sorted_as_bytes_are(some: list[str]):
    expected = "".join(f"file {EMPTY} {name}\n" for name in sorted(some, key=str.encode))
    assert folder_hash([(name, EMPTY) for name in some], []) == sha256(expected.encode()).hexdigest()
