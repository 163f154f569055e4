import pytest
from hypothesis import given
from hypothesis import strategies as st

from treeline.client.errors import LocalFiles, changes, listed, printable
from treeline.client.progress import size
from treeline.client.tree import RemoteTree


def file(path: str, sha256: str | None = "a" * 64) -> dict[str, object]:
    return {"node_type": "file", "path": path, "sha256": sha256, "size": 1}


def test_a_tree_with_pending_files_has_no_hash():
    tree = RemoteTree.of({"revision": 3, "nodes": [file("a"), file("b/c", None), {"node_type": "folder", "path": "b"}]})
    assert (list(tree.files), tree.folders, tree.pending, tree.revision) == (["a"], ["b"], ["b/c"], 3)
    assert tree.tree_hash is None


@pytest.mark.parametrize("path", ["../x", "/etc/passwd", "a/../../x", "a//b", "", ".", "a\\..\\b", "a/\x00", "a/.."])
def test_a_path_that_leaves_the_folder_is_refused(path: str):
    with pytest.raises(LocalFiles):
        RemoteTree.of({"nodes": [file(path)]}).refuse_bad_paths(windows=False)


@pytest.mark.parametrize("path", ["C:evil", "a/con", "a/AUX.txt", "a:stream", "what?"])
def test_more_is_refused_on_windows(path: str):
    tree = RemoteTree.of({"nodes": [file(path)]})
    tree.refuse_bad_paths(windows=False)
    with pytest.raises(LocalFiles):
        tree.refuse_bad_paths(windows=True)


@given(st.text(st.characters(codec=None), max_size=20))
def test_nothing_that_is_shown_moves_the_cursor(text: str):
    shown = printable(text)
    assert shown.isprintable()
    shown.encode()


def test_long_lists_are_cut():
    assert len(listed("what", ["x"] * 100).splitlines()) == 22
    assert len(changes({"+": ["x"] * 100, "-": ["y"]})) == 52


def test_sizes_are_said_in_units():
    assert [size(n) for n in (0, 1, 1023, 1024, 1536, 5 * 1024**2, 3 * 1024**4)] == [
        "0 bytes", "1 byte", "1023 bytes", "1.0 KiB", "1.5 KiB", "5.0 MiB", "3.0 TiB"
    ]  # fmt: skip
