"""A few threads that process a list."""

from collections.abc import Callable, Iterable, Iterator
from queue import SimpleQueue
from threading import Lock, Thread
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_threads(work: Callable[[Item], Result], items: Iterable[Item], threads: int) -> Iterator[Result]:
    """The results, in any order. The first error ends it, once the other threads are done with what they hold.

    Unlike those of `concurrent.futures`, these are daemons: Ctrl-C ends the program without waiting for them.
    """
    waiting = list(items)[::-1]
    count, lock = len(waiting), Lock()
    done: SimpleQueue[tuple[Result, None] | tuple[None, BaseException]] = SimpleQueue()

    def take() -> None:
        while True:
            with lock:
                if not waiting:
                    return
                item = waiting.pop()
            try:
                done.put((work(item), None))
            except BaseException as error:
                done.put((None, error))
                return

    running = [Thread(target=take, daemon=True) for _ in range(min(threads, count))]
    for thread in running:
        thread.start()
    try:
        for _ in range(count):
            result, error = done.get()
            if error is not None:
                waiting.clear()
                for thread in running:
                    thread.join()
                raise error
            yield result  # pyright: ignore[reportReturnType]  there is one without an error
    finally:
        waiting.clear()
