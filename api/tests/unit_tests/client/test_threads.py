import time

import pytest

from treeline.client.threads import in_threads


def test_everything_is_worked_through():
    assert sorted(in_threads(lambda number: number * 2, range(100), 4)) == [number * 2 for number in range(100)]
    assert list(in_threads(str, [], 4)) == []


def test_an_error_ends_it_when_the_others_are_done():
    done: list[int] = []

    def work(number: int) -> None:
        if number == 1:
            raise ValueError(number)
        time.sleep(0.05)
        done.append(number)

    with pytest.raises(ValueError, match="1"):
        list(in_threads(work, range(1000), 3))
    count = len(done)
    assert count < 10
    time.sleep(0.1)
    assert len(done) == count
