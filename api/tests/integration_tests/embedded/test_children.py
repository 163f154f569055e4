"""A child process, its log and its end, without any server."""

import signal
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from tests.integration_tests.embedded.living import processes_of, wait_for
from treeline.embedded.child import LOG_LIMIT, Child, stop_all
from treeline.embedded.errors import StartError
from treeline.embedded.lock import DataLock, is_held


@pytest.fixture
def lock(tmp_path: Path) -> Iterator[DataLock]:
    with DataLock(tmp_path / "data") as taken:
        yield taken


def shell(lock: DataLock, script: str) -> Child:
    """A shell that has the data folder in its command, so that it can be found again."""
    data = lock.path.parent
    return Child("child", ["sh", "-c", script, f"{data}/"], data / "logs" / "child.log", lock)


def test_one_that_ignores_its_signal_is_killed_after_its_patience(lock: DataLock):
    child = shell(lock, "trap '' TERM; echo ready; while :; do sleep 0.05; done")
    child.patience = 0.2
    child.start()
    assert wait_for(lambda: "ready" in child.tail(), 5)
    stop_all([child])
    assert child.how_it_ended() == "child was killed by SIGKILL"
    assert processes_of(lock.path.parent) == []


def test_what_a_child_leaves_behind_is_ended_with_it(lock: DataLock):
    child = shell(lock, 'sh -c "while :; do sleep 0.05; done" "$0" & echo ready; exec sleep 60')
    child.start()
    assert wait_for(lambda: "ready" in child.tail(), 5)
    stop_all([child])
    assert wait_for(lambda: not processes_of(lock.path.parent), 2), processes_of(lock.path.parent)


def test_one_that_ends_too_early_is_reported_with_the_end_of_its_log(lock: DataLock):
    child = shell(lock, "seq 100; echo cannot find the moon; exit 3")
    child.start()
    assert wait_for(lambda: not child.alive, 5)
    with pytest.raises(StartError, match=r"child exited with status 3.*\n.*\n") as ended:
        child.wait_until_ready()
    assert "cannot find the moon" in str(ended.value)
    assert "  100\n" in str(ended.value)
    assert "  20\n" not in str(ended.value)


def test_the_folder_is_held_for_as_long_as_a_child_lives(tmp_path: Path):
    lock = DataLock(tmp_path / "data")
    child = shell(lock, "exec sleep 60")
    child.start()
    lock.release()
    assert is_held(tmp_path / "data")
    with pytest.raises(StartError, match=rf"{child.pid}  sleep 60"):
        DataLock(tmp_path / "data", patience=0)
    stop_all([child])
    assert not is_held(tmp_path / "data")


def test_a_log_that_is_too_big_is_put_aside_while_the_child_writes_on(lock: DataLock):
    child = shell(lock, "trap 'echo later' USR1; echo ready; while :; do sleep 0.02; done")
    child.log.parent.mkdir()
    with child.log.open("wb") as log:
        log.truncate(LOG_LIMIT)
    child.start()
    assert wait_for(lambda: "ready" in child.tail(), 5)
    child.rotate_log()
    assert child.log.with_name("child.log.1").stat().st_size == LOG_LIMIT + len("ready\n")
    assert child.process
    child.process.send_signal(signal.SIGUSR1)
    assert wait_for(lambda: child.log.read_text() == "later\n", 5)
    stop_all([child])


def test_a_log_that_somebody_removes_stops_nothing(lock: DataLock):
    child = shell(lock, "exec sleep 60")
    child.start()
    child.log.unlink()
    child.rotate_log()
    assert str(child.log) in child.tail()
    assert child.alive
    stop_all([child])


def test_children_are_started_from_the_main_thread_only(lock: DataLock):
    child, refused = shell(lock, "exec sleep 60"), []

    def start() -> None:
        try:
            child.start()
        except RuntimeError as error:
            refused.append(error)

    thread = Thread(target=start)
    thread.start()
    thread.join()
    assert len(refused) == 1
    assert not child.alive
