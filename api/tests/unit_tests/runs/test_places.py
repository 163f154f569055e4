"""Who gets a place of a worker."""

from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from treeline.runs.places import Candidate, Places, share_of

MINE, OTHERS = uuid4(), uuid4()
APPS = [(uuid4(), MINE), (uuid4(), MINE), (uuid4(), OTHERS)]


def wanted(app: int) -> Candidate:
    return Candidate(uuid4(), *APPS[app])


def taken(places: Places, app: int, count: int) -> list[Candidate]:
    return [run for run in (wanted(app) for _ in range(count)) if places.take(run)]


def test_one_app_leaves_room_for_its_workspace_and_that_for_the_others():
    places = Places(32, 0.25)
    assert [len(taken(places, app, 40)) for app in range(3)] == [18, 6, 8]
    without = Places(32, 0)
    assert len(taken(without, 0, 40)) == 32
    assert [share_of(most, 0.25) for most in (1, 2, 3, 4, 8, 24)] == [1, 2, 2, 3, 6, 18]


def test_a_free_place_calls_the_longest_waiting_of_the_app_that_has_the_fewest():
    places = Places(4, 0.25)
    mine = taken(places, 0, 2)
    waiting = [wanted(0), wanted(0), wanted(1)]
    assert [places.take(run) for run in waiting] == [False, False, True]
    more = wanted(1)
    assert not places.take(more)
    assert places.give_back(mine[0]) == [waiting[0].run_id]
    # It is asked for once more when it comes; meanwhile nobody else is called.
    assert places.take(waiting[0])
    assert places.give_back(waiting[2]) == [more.run_id]


def test_who_leaves_names_those_that_wait_and_calls_nobody():
    places = Places(4, 0.25)
    mine = taken(places, 0, 2)
    late = wanted(0)
    assert not places.take(late)
    assert places.leave() == [late.run_id]
    assert places.give_back(mine[0]) == []


def test_a_task_that_comes_twice_takes_one_place():
    places, run = Places(4, 0.25), wanted(0)
    assert [places.take(run), places.take(run)] == [True, False]
    assert places.give_back(run) == []


@given(st.integers(1, 12), st.floats(0, 0.9), st.lists(st.tuples(st.booleans(), st.integers(0, 2)), max_size=60))
def test_no_share_is_exceeded_and_no_place_left_empty(most: int, reserve: float, acts: list[tuple[bool, int]]):
    places = Places(most, reserve)
    workspace = share_of(most, reserve)
    app = share_of(workspace, reserve)
    running: dict[UUID, Candidate] = {}
    waiting: dict[UUID, Candidate] = {}

    def ask(run: Candidate) -> None:
        (running if places.take(run) else waiting)[run.run_id] = run

    def fits(run: Candidate) -> bool:
        of_app = sum(each.app_id == run.app_id for each in running.values())
        of_workspace = sum(each.workspace_id == run.workspace_id for each in running.values())
        return len(running) < most and of_app < app and of_workspace < workspace

    for asks, number in acts:
        if asks:
            ask(wanted(number))
        elif running:
            ended = list(running.values())[number % len(running)]
            del running[ended.run_id]
            called = places.give_back(ended)
            assert set(called) <= set(waiting)
            for run_id in called:
                ask(waiting.pop(run_id))
                assert run_id in running
        assert not any(map(fits, waiting.values()))
        assert len(running) <= most
