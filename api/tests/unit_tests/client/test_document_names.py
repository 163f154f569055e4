"""Documents as files: whatever they are called, each gets a path of its own that can be written."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from treeline.assets.draft.names import impossible, name_key
from treeline.client.knowledge.names import as_nodes

NAMES = st.one_of(st.text(min_size=1, max_size=20), st.sampled_from(["a.md", "A.md", "a (2).md", "..", "x/y", "."]))
DOCUMENTS = st.lists(st.tuples(st.sampled_from(["", "docs", "docs/deep"]), NAMES), max_size=8)


def of(folder: str, name: str) -> dict[str, Any]:
    return {"folder": folder, "name": name, "size": 1, "sha256": "0" * 64}


@given(DOCUMENTS)
def test_each_has_a_path_of_its_own(documents: list[tuple[str, str]]):
    paths = [node["path"] for node in as_nodes([of(*each) for each in documents], "")]
    assert len(paths) == len(documents)
    assert len({"/".join(map(name_key, path.split("/"))) for path in paths}) == len(paths)
    assert [path for path in paths if any(map(impossible, path.split("/")))] == []


def test_paths_are_relative_to_the_folder_and_the_second_is_numbered():
    nodes = as_nodes([of("docs", "a.md"), of("docs/deep", "b.md"), of("docs", "A.md"), of("docs", "x/y")], "docs")
    assert [node["path"] for node in nodes] == ["a.md", "deep/b.md", "A (2).md", "x_y"]


def test_what_was_typed_has_no_file():
    assert as_nodes([{**of("", "a.md"), "sha256": None}], "") == []
