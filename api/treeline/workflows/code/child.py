"""The process that untrusted work runs in: it waits, loaded and warm, and forks a process with limits for each piece.

It knows nothing of the application: no settings, no environment, no files but its socket. Started by `children.py`.
"""

import ast
import gc
import json
import os
import resource
import signal
import socket
import struct
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from typing import Any

from treeline.workflows.code import jinja

try:
    # Not the package around it, whose import starts a thread.
    import _quickjs
except ImportError:
    _quickjs = None

_LOADED_LATE = (
    *("encodings.unicode_escape", "encodings.latin_1", "encodings.ascii", "encodings.idna", "unicodedata"),
    *("jinja2.debug", "html", "textwrap", "pprint", "random", "urllib.parse"),
)
# For the interpreter itself, beside what the work may take.
_SPARE_BYTES = 64 * 1024 * 1024
_JS_STACK_BYTES = 512 * 1024


def serve() -> None:
    """Takes a socket for each piece of work from standard input, until that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    control = socket.socket(fileno=0)
    _warm_up()
    gc.freeze()
    while True:
        data, handles, _, _ = socket.recv_fds(control, 1, 1)
        if not data:
            return
        for handle in handles:
            if os.fork() == 0:
                try:
                    control.close()
                    _answer(socket.socket(fileno=handle))
                finally:
                    os._exit(0)
            os.close(handle)


def _warm_up() -> None:
    """Whatever is loaded at first use: afterwards no file can be opened."""
    for name in _LOADED_LATE:
        import_module(name)
    jinja.render("{% for x in v %}{{ x|upper|tojson }}{% endfor %}", {"v": ["a"]}, 100)
    with suppress(jinja.TemplateFailed):
        jinja.render("{{ nothing.at.all }}", {}, 100)
    if _quickjs is not None:
        _javascript({"code": "function main() { return {} }", "inputs": "{}", "seconds": 1, "bytes": 1 << 24})


def _answer(channel: socket.socket) -> None:
    request = json.loads(receive(channel))
    try:
        _limit(request["seconds"], request["bytes"])
        reply = _KINDS[request["kind"]](request)
    except MemoryError:
        reply = {"error": "memory"}
    except RecursionError:
        reply = {"error": "failed", "message": "it is nested too deep"}
    send(channel, json.dumps(reply).encode())


def _limit(seconds: float, memory: int) -> None:
    """Also by the kernel, whatever the interpreters do: time ends the process, memory and files are refused."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    limits = {resource.RLIMIT_CPU: int(seconds) + 2, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0}
    if sys.platform == "linux":
        with open("/proc/self/statm") as statm:
            now = int(statm.read().split()[0]) * resource.getpagesize()
        limits[resource.RLIMIT_AS] = now + memory + _SPARE_BYTES
    limits |= {resource.RLIMIT_NPROC: 0, resource.RLIMIT_NOFILE: 0}
    for limit, most in limits.items():
        resource.setrlimit(limit, (most, most))


def _template(request: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return {"text": jinja.render(request["source"], request["values"], request["most"])}
    except jinja.TemplateFailed as error:
        return {"error": "failed", "message": error.message, "line": error.line}


# Promises are waited for; `console` is there and says nothing.
_JS_BEFORE = """
var console = Object.fromEntries(["log", "info", "warn", "error", "debug"].map(name => [name, () => undefined]));
var __text = (stringify => value => stringify(value === undefined ? null : value))(JSON.stringify);
var __ended = null;
"""
_JS_AFTER = """
(() => {
  if (typeof main !== "function") {
    __ended = [false, "the code has no function main"];
    return;
  }
  const result = main(JSON.parse(__inputs));
  if (result && typeof result.then === "function") {
    result.then(value => { __ended = [true, __text(value)] }, error => { __ended = [false, String(error)] });
  } else __ended = [true, __text(result)];
})()
"""


def _javascript(request: Mapping[str, Any]) -> dict[str, Any]:
    if _quickjs is None:
        return {"error": "absent"}
    context = _quickjs.Context()
    context.set_memory_limit(request["bytes"])
    context.set_max_stack_size(_JS_STACK_BYTES)
    context.set_time_limit(request["seconds"])
    try:
        context.eval(_JS_BEFORE)
        context.set("__inputs", request["inputs"])
        context.eval(request["code"])
        context.eval(_JS_AFTER)
        while context.execute_pending_job():
            pass
        done, text = context.eval("__ended && __ended[0]"), context.eval("__ended && String(__ended[1])")
    except _quickjs.JSException as error:
        return _js_error(str(error))
    if not isinstance(text, str):
        return {"error": "failed", "message": "main returned a promise that is never kept"}
    return {"result": text} if done is True else {"error": "failed", "message": text[:1000]}


def _js_error(text: str) -> dict[str, Any]:
    message, _, stack = text.partition("\n    at ")
    here = stack.partition("\n")[0]
    if message.startswith("InternalError: out of memory"):
        return {"error": "memory"}
    if message.startswith("InternalError: interrupted"):
        return {"error": "time"}
    place = here.partition("<input>:")[2].partition(":")[0]
    line = int(place) if place.isdecimal() else None
    return {"error": "failed", "message": message.strip()[:1000], "line": line}


def _javascript_syntax(request: Mapping[str, Any]) -> dict[str, Any]:
    """Compiled, not run."""
    if _quickjs is None:
        return {"error": "absent"}
    context = _quickjs.Context()
    context.set_memory_limit(request["bytes"])
    try:
        context.eval("(function () {" + request["code"] + "\n})")
    except _quickjs.JSException as error:
        found = _js_error(str(error))
        return {"problems": [[found.get("line") or 1, found.get("message", "it takes too much memory")]]}
    return {"problems": []}


def _python_syntax(request: Mapping[str, Any]) -> dict[str, Any]:
    """What monty does not know, by line, and which modules it imports."""
    try:
        tree = ast.parse(request["code"])
    except SyntaxError as error:
        return {"problems": [[error.lineno or 1, error.msg]], "imports": []}
    except ValueError as error:
        return {"problems": [[1, str(error)]], "imports": []}
    problems: list[list[Any]] = []
    imports: list[list[Any]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Yield | ast.YieldFrom):
            problems.append([node.lineno, "`yield` is not available; build a list instead"])
        if isinstance(node, ast.Delete):
            problems.append([node.lineno, "`del` is not available; use `pop` or make another value"])
        if isinstance(node, ast.ClassDef) and (node.bases or node.keywords):
            problems.append([node.lineno, "classes cannot inherit"])
        if isinstance(node, ast.Import):
            imports += [[node.lineno, alias.name] for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            imports.append([node.lineno, "." * node.level + (node.module or "")])
    return {"problems": problems, "imports": imports}


_KINDS: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "template": _template,
    "javascript": _javascript,
    "javascript-syntax": _javascript_syntax,
    "python-syntax": _python_syntax,
}


# Each message has its length before it.


def send(channel: socket.socket, message: bytes) -> None:
    channel.sendall(struct.pack(">I", len(message)) + message)


def receive(channel: socket.socket) -> bytes:
    """Empty if the other side has ended."""
    head = _exactly(channel, 4)
    return _exactly(channel, struct.unpack(">I", head)[0]) if head else b""


def _exactly(channel: socket.socket, count: int) -> bytes:
    pieces = bytearray()
    while len(pieces) < count:
        piece = channel.recv(min(count - len(pieces), 1 << 20))
        if not piece:
            return b""
        pieces += piece
    return bytes(pieces)
