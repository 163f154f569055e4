"""The gunicorn worker that serves with our event loop. gunicorn forks, monitors and replaces it."""

import asyncio
import os
import signal
from collections.abc import Callable
from threading import Thread
from typing import Any, cast

from gunicorn.workers.base import Worker

from treeline.kernel.server.loop import Loop
from treeline.settings import load_settings


class LoopWorker(Worker):
    """`on_stop` is called in a thread when the process is told to stop."""

    on_stop: Callable[[], object] | None = None

    def init_signals(self) -> None:
        """gunicorn's own would interrupt the loop; those of the loop are set when it runs."""
        for each in self.SIGNALS:
            signal.signal(each, signal.SIG_DFL)
        signal.signal(signal.SIGWINCH, signal.SIG_IGN)

    def run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        running = asyncio.get_running_loop()
        asked = asyncio.Event()
        at_once = asyncio.Event()
        for each in (signal.SIGQUIT, signal.SIGINT):
            running.add_signal_handler(each, lambda: (at_once.set(), asked.set()))
        running.add_signal_handler(signal.SIGTERM, asked.set)
        running.add_signal_handler(signal.SIGUSR1, self.log.reopen_files)
        loop = Loop(
            self.wsgi,
            load_settings(),
            [cast(Any, listener).sock for listener in self.sockets],
            connections=self.cfg.worker_connections,
            keepalive=self.cfg.keepalive,
        )
        loop.listen()
        while not asked.is_set() and self.ppid == os.getppid():
            self.notify()
            loop.look()
            await _at_most(asked, 1)
        await self._stop(loop, at_once)

    async def _stop(self, loop: Loop, at_once: asyncio.Event) -> None:
        self.alive = False
        loop.stop()
        if self.on_stop is not None:
            Thread(target=self.on_stop, daemon=True).start()
        until = loop.now() + self.cfg.graceful_timeout
        while loop.is_busy and loop.now() < until and not at_once.is_set():
            self.notify()
            loop.look()
            await _at_most(at_once, 0.1)


async def _at_most(event: asyncio.Event, seconds: float) -> Any:
    try:
        return await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return None
