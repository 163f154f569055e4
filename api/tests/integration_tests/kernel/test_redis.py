"""Redis that is frozen: a server that takes connections and says nothing, as one that is stopped by SIGSTOP does."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from redis import Redis, exceptions

from tests.processes import wait_until
from treeline.kernel.redis import Breaker, GuardedRedis, Silent, connect
from treeline.settings import Settings

REST_SECONDS = 0.5


class Freezer:
    """Stands before the real Redis and passes on what is said, until it is frozen."""

    def __init__(self, path: str):
        self.path, self.frozen, self.tried = path, False, 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            near, _ = self._listening.accept()
            self.tried += 1
            far = socket.socket(socket.AF_UNIX)
            far.connect(self.path)
            for pair in ((near, far), (far, near)):
                threading.Thread(target=self._pass_on, args=pair, daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        # Whoever gave up has closed its end.
        with suppress(OSError), source, target:
            while data := source.recv(65536):
                while self.frozen:
                    time.sleep(0.01)
                target.sendall(data)


@pytest.fixture
def freezer(settings: Settings) -> Freezer:
    return Freezer(settings.redis_address.removeprefix("unix://").partition("?")[0])


@pytest.fixture
def guarded(settings: Settings, freezer: Freezer) -> Iterator[GuardedRedis]:
    own = settings.model_copy(update={"redis_url": f"redis://127.0.0.1:{freezer.port}/0"})
    client = connect(own, wait_seconds=0.2, rest_seconds=REST_SECONDS)
    yield client
    freezer.frozen = False
    client.close()


def pipelined(client: Redis) -> Any:
    with client.pipeline(transaction=False) as commands:
        commands.ping()
        return commands.execute()


@pytest.mark.parametrize(
    "command", [lambda client: client.ping(), pipelined, lambda client: client.eval("return 1", 0)]
)
def test_one_waits_and_the_next_do_not(guarded: GuardedRedis, freezer: Freezer, command: Callable[[Redis], Any]):
    assert command(guarded)
    freezer.frozen = True
    with pytest.raises(exceptions.TimeoutError):
        command(guarded)
    tried = freezer.tried
    for _ in range(100):
        with pytest.raises(Silent):
            command(guarded)
    assert freezer.tried == tried
    assert guarded.is_silent()
    freezer.frozen = False
    wait_until(lambda: not guarded.is_silent(), 10)
    assert command(guarded)


def test_one_tries_whether_it_is_back_and_the_others_do_not_wait(guarded: GuardedRedis, freezer: Freezer):
    freezer.frozen = True
    assert guarded.is_silent()
    time.sleep(REST_SECONDS)

    def failure(_: int) -> type[Exception]:
        with pytest.raises(exceptions.RedisError) as raised:
            guarded.ping()
        return raised.type

    with ThreadPoolExecutor(8) as pool:
        assert sorted(each.__name__ for each in pool.map(failure, range(8))) == ["Silent"] * 7 + ["TimeoutError"]


def test_only_silence_keeps_others_away():
    breaker = Breaker(60)
    for error in (exceptions.ConnectionError("refused"), ValueError("ours")):
        with pytest.raises(type(error)), breaker:
            raise error
        with breaker:
            pass
