"""Code of app builders: `main` gets the inputs by name and returns an object of outputs.

def main(arg1: str) -> dict: ...        python3
function main({arg1}) { ... }           javascript
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from treeline.workflows.code import python
from treeline.workflows.code.children import Busy, OutOfMemory, OutOfTime, work
from treeline.workflows.code.failures import CodeFailed, CodeProblem
from treeline.workflows.engine.values import read_json, to_json

PYTHON, JAVASCRIPT = "python3", "javascript"
LANGUAGES = (PYTHON, JAVASCRIPT)
_CHECK_SECONDS = 2
_CHECK_BYTES = 64 * 1024 * 1024


def run(language: str, code: str, inputs: Mapping[str, Any], seconds: float, memory: int) -> Any:
    """What main returns. Blocks, at most a little longer than `seconds`. Raises CodeFailed."""
    given = json.dumps({name: to_json(value) for name, value in inputs.items()})
    try:
        result = _run(language, code, given, seconds, memory)
    except OutOfTime as error:
        message = f"the code took longer than {seconds:g} seconds (CODE_EXECUTION_TIMEOUT)"
        raise CodeFailed(message, kind="code_timeout") from error
    except OutOfMemory as error:
        message = f"the code took more than {memory // 1024 // 1024} MiB of memory"
        raise CodeFailed(message, kind="code_memory") from error
    except Busy as error:
        raise CodeFailed("too much other code is running; try again", kind="code_busy", retryable=True) from error
    try:
        return read_json(result)
    except ValueError as error:
        raise CodeFailed(f"main returned what JSON cannot hold: {error}", kind="code_output") from error


def _run(language: str, code: str, given: str, seconds: float, memory: int) -> str:
    if language == PYTHON:
        return python.run(code, given, seconds, memory)
    if language != JAVASCRIPT:
        raise _unknown(language)
    reply = work("javascript", {"code": code, "inputs": given}, seconds, memory)
    if "result" in reply:
        return reply["result"]
    if reply["error"] == "absent":
        raise CodeFailed("JavaScript is not available on this machine; use python3", kind="code_language")
    raise CodeFailed(reply["message"], reply.get("line"))


@lru_cache(maxsize=256)
def check(language: str, code: str) -> Sequence[CodeProblem]:
    """What in it cannot run, by line. The code itself is not run."""
    if language == PYTHON:
        return python.check(code)
    if language != JAVASCRIPT:
        return [CodeProblem(1, _unknown(language).message)]
    try:
        reply = work("javascript-syntax", {"code": code}, _CHECK_SECONDS, _CHECK_BYTES)
    except (OutOfTime, OutOfMemory):
        return [CodeProblem(1, "the code is too large")]
    except Busy:
        return []
    if "error" in reply:
        return [CodeProblem(1, "JavaScript is not available on this machine; use python3")]
    return [CodeProblem(line, message) for line, message in reply["problems"]]


def _unknown(language: str) -> CodeFailed:
    message = f'the language "{language}" is unknown; accepted are {" and ".join(LANGUAGES)}'
    return CodeFailed(message, kind="code_language")
