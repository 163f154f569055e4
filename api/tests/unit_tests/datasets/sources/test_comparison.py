"""What a sync changes."""

from collections import Counter
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from treeline.datasets.sources.comparison import Item, Move, Plan, Standing, compare

HASHES = st.sampled_from("abc")
KEYS = st.sampled_from(["a.md", "b.md", "docs/a.md", "docs/b.md", "docs/a.txt", "new/a.md", "new/c.md"])
WANTED = st.dictionaries(KEYS, HASHES.map(lambda name: Item(name * 64, 1)))
STANDING = st.dictionaries(KEYS, st.tuples(HASHES, st.booleans())).map(
    lambda found: [Standing(uuid4(), key, name * 64, frozen) for key, (name, frozen) in found.items()]
)


def applied(plan: Plan, wanted: dict[str, Item], standing: list[Standing]) -> dict[str, tuple[str | None, UUID | None]]:
    """{key: (bytes, document)} as it is after the plan; None: a new document."""
    after: dict[str, tuple[str | None, UUID | None]] = {each.key: (each.sha256, each.id) for each in standing}
    for key in plan.removed:
        del after[key]
    for move in plan.moved:
        assert move.after not in after
        after[move.after] = after.pop(move.before)
    for key, document_id in plan.changed.items():
        after[key] = (wanted[key].sha256, document_id)
    for key in plan.added:
        assert key not in after
        after[key] = (wanted[key].sha256, None)
    return after


@given(WANTED, STANDING, st.booleans())
def test_afterwards_the_documents_are_what_the_source_has(
    wanted: dict[str, Item], standing: list[Standing], delete: bool
):
    plan = compare(wanted, standing, delete=delete)
    after = applied(plan, wanted, standing)
    frozen = {each.key: each.sha256 for each in standing if each.frozen}
    stays = {*wanted, *frozen, *plan.kept}
    assert set(after) == stays
    for key, item in wanted.items():
        assert after[key][0] == frozen.get(key, item.sha256)
    assert not (plan.kept and delete)
    assert not (plan.removed and not delete)
    # What is archived is not touched.
    for each in standing:
        if each.frozen:
            assert after[each.key] == (each.sha256, each.id)
    counted = len(plan.added) + len(plan.changed) + len(plan.moved) + plan.unchanged
    assert counted == len(wanted)
    # Done twice, there is nothing to do.
    now = [Standing(document or uuid4(), key, sha256, key in frozen) for key, (sha256, document) in after.items()]
    assert not compare(wanted, now, delete=delete).changes


@given(WANTED, STANDING)
def test_as_much_is_moved_as_there_can_be(wanted: dict[str, Item], standing: list[Standing]):
    plan = compare(wanted, standing, delete=True)
    keys = {each.key for each in standing}

    def kind(key: str, sha256: str | None) -> tuple[str, str | None]:
        return key.rpartition(".")[2], sha256

    new = Counter(kind(key, item.sha256) for key, item in wanted.items() if key not in keys)
    gone = Counter(kind(each.key, each.sha256) for each in standing if each.key not in wanted and not each.frozen)
    assert len(plan.moved) == (new & gone).total()
    for move in plan.moved:
        assert wanted[move.after].sha256 == next(each.sha256 for each in standing if each.id == move.document_id)


def test_of_two_copies_the_one_with_the_same_name_was_moved():
    first, second = uuid4(), uuid4()
    standing = [Standing(first, "old/b.md", "x"), Standing(second, "old/a.md", "x")]
    plan = compare({"new/b.md": Item("x", 1)}, standing, delete=True)
    assert plan.moved == [Move(first, "old/b.md", "new/b.md")]
    assert plan.removed == {"old/a.md": second}


def test_more_than_half_is_most():
    standing = [Standing(uuid4(), f"{at}.md", str(at)) for at in range(4)]
    half = {f"{at}.md": Item(str(at), 1) for at in range(2)}
    assert not compare(half, standing, delete=True).loses_most
    del half["0.md"]
    assert compare(half, standing, delete=True).loses_most
    assert not compare(half, standing, delete=False).loses_most
    assert not compare({}, [], delete=True).loses_most
