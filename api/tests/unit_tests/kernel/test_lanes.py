"""Which worker does what, and how much of it at once."""

from hypothesis import given
from hypothesis import strategies as st

from treeline.kernel.lanes import KNOWLEDGE, LANES, PRIORITY, QUEUES, with_room


def test_every_queue_is_in_one_lane():
    assert sorted(queue for lane in LANES.values() for queue in lane.queues) == sorted(QUEUES)
    assert {name: lane.threads for name, lane in LANES.items()} == {"runs": 32, "long": 20, "short": 8}


@given(st.lists(st.sampled_from(LANES["long"].queues), max_size=60))
def test_long_work_keeps_places_for_each_kind(wanted: list[str]):
    """Whatever comes, taken where there is room: no kind takes more than its share, and none finds it taken."""
    lane, busy = LANES["long"], list[str]()
    for queue in wanted:
        if queue in with_room(lane.queues, busy, lane.limits):
            busy.append(queue)
    workflow = busy.count("workflow")
    knowledge = sum(queue in KNOWLEDGE for queue in busy)
    slow = sum(queue in KNOWLEDGE and queue not in PRIORITY for queue in busy)
    assert workflow == min(16, wanted.count("workflow"))
    assert knowledge <= 4
    assert slow <= 3
    if slow == knowledge:
        assert set(PRIORITY) <= set(with_room(lane.queues, busy, lane.limits))
