"""What a writer remembers of frames whose rows may give way: as little as possible, and nothing is forgotten."""

from hypothesis import given
from hypothesis import strategies as st

from treeline.workflows.running.writer import Written

FRAMES = st.lists(st.builds("{}:{}".format, st.sampled_from("ab"), st.integers(0, 2)), min_size=1, max_size=3)
STEPS = st.tuples(st.sampled_from(["add", "fold"]), FRAMES.map("/".join), st.sampled_from("abn"))


@given(st.lists(STEPS, max_size=30))
def test_a_frame_takes_all_below_it_along(steps: list[tuple[str, str, str]]):
    written, rows = Written(), set[tuple[str, bool]]()
    for act, frame, node_id in steps:
        if act == "add":
            written.add(frame, node_id)
            rows.add((frame, frame.rpartition("/")[2].startswith(f"{node_id}:")))
            continue
        gone = {each for each, stands in rows if each.startswith(f"{frame}/") or (each == frame and not stands)}
        assert written.fold(frame) == gone
        rows = {row for row in rows if row[0] not in gone}


def test_nothing_is_kept_of_items_that_are_folded():
    written = Written()
    for item in range(1000):
        written.add(f"it:{item}", "inner")
        assert written.fold(f"it:{item}") == {f"it:{item}"}
        written.add(f"it:{item}", "it")
    assert not vars(written)["_below"]
