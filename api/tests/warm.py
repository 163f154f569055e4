"""Python programs in processes that have everything imported: forked, they start in a fifth of the processor's time."""

import multiprocessing
import os
import runpy
import subprocess
import sys
from pathlib import Path

# They are forked from a process without the threads and connections that tests have.
context = multiprocessing.get_context("forkserver")
context.set_forkserver_preload(["tests.imports"])


class WarmProgram:
    """`python -m <arguments>` in api/, in a session of its own, with what `subprocess.Popen` has."""

    def __init__(self, *arguments: str, env: dict[str, str], output: Path | None = None):
        """`output`: the folder where what it says is written, as files `1` and `2`."""
        self.arguments = arguments
        self._process = context.Process(target=_run, args=(arguments, env, output), daemon=True)
        self._process.start()
        assert self._process.pid is not None
        self.pid = self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    @property
    def returncode(self) -> int | None:
        return self.poll()

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(self.arguments, timeout or 0)
        return self._process.exitcode

    def terminate(self) -> None:
        self._process.terminate()


def run_warm(*arguments: str, env: dict[str, str], output: Path) -> subprocess.CompletedProcess[str]:
    """As `subprocess.run` with its output captured."""
    output.mkdir(exist_ok=True)
    status = WarmProgram(*arguments, env=env, output=output).wait(60)
    return subprocess.CompletedProcess(arguments, status, (output / "1").read_text(), (output / "2").read_text())


def _run(arguments: tuple[str, ...], env: dict[str, str], output: Path | None) -> None:
    os.setsid()
    os.environ.clear()
    os.environ.update(env)
    for number in (1, 2) if output else ():
        with (output / str(number)).open("wb") as file:
            os.dup2(file.fileno(), number)
    sys.argv = list(arguments)
    runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)
