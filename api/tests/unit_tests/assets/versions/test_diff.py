"""What one tree has otherwise than another."""

from hypothesis import given
from hypothesis import strategies as st

from treeline.assets.versions.diff import Diff, Item, Some, compare
from treeline.files.service import EMPTY_SHA256


def file(path: str, node_id: str, content: str | None) -> Item:
    return Item(path, "file", node_id, content)


def folder(path: str, node_id: str) -> Item:
    return Item(path, "folder", node_id, None)


def shown(diff: Diff) -> dict[str, list[object]]:
    kinds = {
        "added": [item.path for item in diff.added.shown],
        "removed": [item.path for item in diff.removed.shown],
        "changed": [item.path for item in diff.changed.shown],
        "moved": [(move.old.path, move.new.path) for move in diff.moved.shown],
    }
    return {kind: paths for kind, paths in kinds.items() if paths}


def test_it_works():
    old = [
        folder("/d", "1"),
        file("/d/same", "2", "x"),
        file("/d/changed", "3", "x"),
        file("/gone", "4", "4"),
        file("/moves", "5", "5"),
    ]
    new = [
        folder("/d", "1"),
        file("/d/same", "2", "x"),
        file("/d/changed", "3", "y"),
        file("/came", "6", "6"),
        file("/d/moved", "5", "5"),
    ]
    assert shown(compare(old, new)) == {
        "added": ["/came"],
        "removed": ["/gone"],
        "changed": ["/d/changed"],
        "moved": [("/moves", "/d/moved")],
    }


def test_what_has_the_same_path_is_the_same_whatever_its_id():
    assert shown(compare([file("/a", "1", "x")], [file("/a", "2", "x")])) == {}
    # Two that change their names have changed their content.
    swapped = compare([file("/a", "1", "x"), file("/b", "2", "y")], [file("/a", "2", "y"), file("/b", "1", "x")])
    assert shown(swapped) == {"changed": ["/a", "/b"]}


def test_a_file_where_a_folder_was():
    assert shown(compare([folder("/a", "1")], [file("/a", "2", "x")])) == {"added": ["/a"], "removed": ["/a"]}


def test_moved_and_changed_is_both():
    diff = compare([file("/a", "1", "x")], [file("/b", "1", "y")])
    assert shown(diff) == {"moved": [("/a", "/b")], "changed": ["/b"]}


def test_a_moved_folder_stands_for_what_went_along():
    old = [
        folder("/a", "1"),
        folder("/a/b", "2"),
        file("/a/b/f", "3", "x"),
        file("/a/g", "4", "y"),
        file("/a/h", "5", "z"),
    ]
    new = [
        folder("/n", "1"),
        folder("/n/b", "2"),
        file("/n/b/f", "3", "x"),
        file("/n/G", "4", "y"),
        file("/n/h", "5", "!"),
    ]
    diff = compare(old, new)
    assert shown(diff) == {"moved": [("/a", "/n"), ("/a/g", "/n/G")], "changed": ["/n/h"]}
    assert diff.moved.total == 2


def test_made_anew_elsewhere_with_the_same_bytes():
    old, new = [file("/a/f", "1", "x")], [file("/b/g", "2", "x")]
    assert shown(compare(old, new)) == {"moved": [("/a/f", "/b/g")]}
    # Two that may have been it, on either side: nobody knows.
    twice = [*new, file("/b/h", "3", "x")]
    assert shown(compare(old, twice)) == {"added": ["/b/g", "/b/h"], "removed": ["/a/f"]}
    assert shown(compare(twice, old)) == {"removed": ["/b/g", "/b/h"], "added": ["/a/f"]}
    # Empty files are all alike, and so are files without content.
    for content in (EMPTY_SHA256, None):
        diff = compare([file("/a", "1", content)], [file("/b", "2", content)])
        assert shown(diff) == {"added": ["/b"], "removed": ["/a"]}


def test_an_id_outweighs_bytes():
    old = [file("/a", "1", "x"), file("/b", "2", "y")]
    new = [file("/c", "2", "x"), file("/d", "3", "y")]
    assert shown(compare(old, new)) == {"moved": [("/b", "/c")], "changed": ["/c"], "removed": ["/a"], "added": ["/d"]}


def test_only_the_first_are_shown():
    diff = compare([], [file(f"/{number:04}", str(number), str(number)) for number in reversed(range(1005))])
    assert (len(diff.added.shown), diff.added.total) == (1000, 1005)
    assert (diff.added.shown[0].path, diff.added.shown[-1].path) == ("/0000", "/0999")
    assert Some.of(list[Item]()) == Some()


NAMES, IDS, CONTENTS = "abcd", "123456", "xyz"
lists = st.lists(
    st.builds(
        Item,
        st.lists(st.sampled_from(NAMES), min_size=1, max_size=3).map(lambda names: "/" + "/".join(names)),
        st.just("file"),
        st.sampled_from(IDS),
        st.sampled_from(CONTENTS),
    ),
    unique_by=(lambda item: item.path, lambda item: item.node_id),
    max_size=6,
)


@given(lists)
def test_nothing_differs_from_itself(tree: list[Item]):
    assert shown(compare(tree, tree[::-1])) == {}


@given(lists, lists)
def test_every_path_is_accounted_for_once(old: list[Item], new: list[Item]):
    diff = compare(old, new)
    before, after = {item.path: item.sha256 for item in old}, {item.path: item.sha256 for item in new}
    gone = [item.path for item in diff.removed.shown] + [move.old.path for move in diff.moved.shown]
    came = [item.path for item in diff.added.shown] + [move.new.path for move in diff.moved.shown]
    assert sorted(gone) == sorted(before.keys() - after.keys())
    assert sorted(came) == sorted(after.keys() - before.keys())
    stayed = {path for path in before.keys() & after.keys() if before[path] != after[path]}
    assert stayed <= {item.path for item in diff.changed.shown} <= stayed | {m.new.path for m in diff.moved.shown}


@given(lists, lists)
def test_backwards_is_the_other_way_round(old: list[Item], new: list[Item]):
    there, back = compare(old, new), compare(new, old)
    assert there.added == back.removed
    assert there.removed == back.added
    assert {(move.old, move.new) for move in there.moved.shown} == {(move.new, move.old) for move in back.moved.shown}
