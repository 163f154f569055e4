import os
from pathlib import Path

import pytest

from treeline.client.errors import LocalFiles
from treeline.client.folder import scan


def place(root: Path, path: str, text: str = "") -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)


def test_a_folder_is_listed_in_the_order_of_its_bytes(tmp_path: Path):
    for path in ("b/2", "b/10", "a", "é", "Z", "b.txt"):
        place(tmp_path, path, path)
    (tmp_path / "empty" / "inside").mkdir(parents=True)
    found = scan(tmp_path)
    assert list(found.files) == ["Z", "a", "b.txt", "b/10", "b/2", "é"]
    assert found.folders == ["b", "empty", "empty/inside"]
    assert found.empty_folders() == ["empty/inside"]
    assert found.files["b/10"].size == 4


def test_junk_and_ignored_files_are_left_out(tmp_path: Path):
    for path in (".git/config", ".GIT/config", "a/node_modules/x", ".DS_Store", "a/Thumbs.db", "x/__pycache__/y.pyc"):
        place(tmp_path, path)
    for path in ("keep.log", "a/b.log", "build/x", "a/build/x", "a/kept.txt", "secret/key"):
        place(tmp_path, path)
    place(tmp_path, ".treelineignore", "*.log\n!keep.log\n/build/\nsecret\n# a comment\n")
    assert list(scan(tmp_path).files) == [".treelineignore", "a/build/x", "a/kept.txt", "keep.log"]


def test_links_and_pipes_are_skipped_and_named(tmp_path: Path):
    place(tmp_path, "outside/file", "x")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "to-file").symlink_to(tmp_path / "outside" / "file")
    (tmp_path / "in" / "to-folder").symlink_to(tmp_path / "outside")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    os.mkfifo(tmp_path / "in" / "pipe")
    found = scan(tmp_path / "in")
    assert not found.files
    assert found.skipped == [
        "loop: a link", "pipe: neither a file nor a folder", "to-file: a link", "to-folder: a link"
    ]  # fmt: skip


def test_names_that_no_tree_can_hold_are_all_named(tmp_path: Path):
    for path in ("a/README.md", "a/readme.md", "ends. ", "dot.", "back\\slash", "fine"):
        place(tmp_path, path)
    with open(os.fsencode(tmp_path) + b"/latin-\xe9", "wb"):
        pass
    found = scan(tmp_path)
    assert list(found.files) == ["a/README.md", "fine"]
    assert len(found.problems) == 5
    assert any("a/README.md has the same name" in problem for problem in found.problems)
    with pytest.raises(LocalFiles) as refused:
        found.refuse_problems()
    assert refused.value.exit_code == 5
    refused.value.format_message().encode()  # also the name that is not UTF-8 can be printed


def test_a_folder_that_cannot_be_listed_is_a_problem(tmp_path: Path):
    with pytest.raises(LocalFiles):
        scan(tmp_path / "absent")
    place(tmp_path, "file")
    with pytest.raises(LocalFiles):
        scan(tmp_path / "file")
