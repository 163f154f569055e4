"""Python, by the interpreter monty in worker processes that it pools itself: no files, no network."""

import atexit
import os
import threading

import pydantic_monty as monty

from treeline.workflows.code.children import AT_ONCE, WAIT_SECONDS, Busy, OutOfMemory, OutOfTime, work
from treeline.workflows.code.failures import CodeFailed, CodeProblem
from treeline.workflows.code.modules import AVAILABLE, modules

# Sessions of one worker process, before another takes its place.
_SESSIONS = 200
_DEPTH = 200
_CHECK_SECONDS = 2
_CHECK_BYTES = 64 * 1024 * 1024
# JSON on both sides: what crosses as objects would be as large as it pleases, shared parts written out.
_BEFORE = "import json as __json\n__inputs = __json.loads(__given)"
_AFTER = "\n__json.dumps(main(**__inputs))"


class _Pool:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner = 0
        self._pool: monty.Monty | None = None

    def get(self) -> monty.Monty:
        with self._lock:
            if self._pool is None or self._owner != os.getpid():
                made = monty.Monty(
                    min_processes=1,
                    max_processes=AT_ONCE,
                    checkout_timeout=WAIT_SECONDS,
                    max_checkouts_per_worker=_SESSIONS,
                )
                self._pool, self._owner = made.__enter__(), os.getpid()
            return self._pool

    def close(self) -> None:
        with self._lock:
            if self._pool is not None and self._owner == os.getpid():
                self._pool.__exit__(None, None, None)
            self._pool = None


_pool = _Pool()
atexit.register(_pool.close)


def run(code: str, inputs: str, seconds: float, memory: int) -> str:
    """What `main` returns for these inputs, both JSON. Raises CodeFailed, OutOfTime, OutOfMemory, Busy."""
    try:
        with _session(seconds, memory) as session:
            session.feed_run(_BEFORE, inputs={"__given": inputs}, print_callback=_silent)
            result = session.feed_run(code + _AFTER, print_callback=_silent)
    except (monty.MontyRuntimeError, monty.MontySyntaxError) as error:
        raise _failure(error) from error
    except monty.MontyCrashedError as error:
        raise (OutOfTime if error.timed_out else OutOfMemory) from error
    except TimeoutError as error:
        raise Busy from error
    if not isinstance(result, str):
        raise CodeFailed("main returned nothing that JSON can hold")
    return result


def check(code: str) -> list[CodeProblem]:
    """What cannot run, by line; the code itself is not run."""
    try:
        found = work("python-syntax", {"code": code}, _CHECK_SECONDS, _CHECK_BYTES)
    except (OutOfTime, OutOfMemory):
        return [CodeProblem(1, "the code is nested too deep")]
    except Busy:
        return []
    problems = [CodeProblem(line, message) for line, message in found["problems"]]
    known: dict[str, bool] = {}
    for line, name in found["imports"]:
        if name not in known:
            known[name] = _can_import(name)
        if not known[name]:
            told = f"the module {name} is not available; available are {', '.join(AVAILABLE)}"
            problems.append(CodeProblem(line, told))
    unread = _unread(code)
    if unread is not None and unread.line not in {each.line for each in problems}:
        problems.append(unread)
    return sorted(problems, key=lambda each: each.line)


def _can_import(name: str) -> bool:
    if not name.replace(".", "").isidentifier():
        return False
    try:
        with _session(_CHECK_SECONDS, _CHECK_BYTES) as session:
            session.feed_run(f"import {name}", print_callback=_silent)
    except monty.MontyError:
        return False
    return True


def _unread(code: str) -> CodeProblem | None:
    """The first thing that the interpreter itself cannot read. The first line ends the run before any of the code."""
    try:
        with _session(_CHECK_SECONDS, _CHECK_BYTES) as session:
            session.feed_run(f"raise StopIteration\n{code}", print_callback=_silent)
    except (monty.MontyRuntimeError, monty.MontySyntaxError) as error:
        cause = error.exception()
        if isinstance(cause, StopIteration):
            return None
        line = _line(error)
        message = _words(error, cause).removeprefix("The monty syntax parser does not yet support ")
        if isinstance(cause, NotImplementedError):
            message = f"not available: {message}"
        return CodeProblem(max(1, (line or 2) - 1), message)
    except monty.MontyError as error:
        return CodeProblem(1, str(error))
    return None


def _session(seconds: float, memory: int) -> monty.MontySession:
    limits: monty.ResourceLimits = {
        "max_feed_duration_secs": seconds,
        "max_memory": memory,
        "max_recursion_depth": _DEPTH,
        "max_suspensions": 20_000,
    }
    policy: monty.OSPolicy = {"sleep": "zero"}
    return _pool.get().checkout(
        limits=limits, script_name="code.py", os_policy=policy, external_modules=modules(seconds)
    )


def _silent(stream: str, text: str) -> None:
    """What code prints goes nowhere."""


def _failure(error: monty.MontyRuntimeError | monty.MontySyntaxError) -> Exception:
    cause = error.exception()
    if not error.traceback() or isinstance(cause, MemoryError):
        if isinstance(cause, TimeoutError):
            return OutOfTime()
        if isinstance(cause, MemoryError):
            return OutOfMemory()
    if isinstance(cause, NameError) and str(cause) == "name 'main' is not defined":
        return CodeFailed("the code has no function main")
    message = _words(error, cause)
    return CodeFailed(message, _line(error))


def _words(error: monty.MontyRuntimeError | monty.MontySyntaxError, cause: BaseException) -> str:
    if isinstance(cause, NotImplementedError):
        return str(cause)[:1000]
    return error.display("type-msg")[:1000]


def _line(error: monty.MontyRuntimeError | monty.MontySyntaxError) -> int | None:
    """Of the innermost frame."""
    frames = error.traceback()
    return frames[-1].line if frames else None
