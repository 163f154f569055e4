"""Hostile and honest code, in both languages."""

import os
import signal
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from tests.unit_tests.workflows.samples import values
from treeline.workflows.code import children
from treeline.workflows.code.failures import CodeFailed
from treeline.workflows.code.modules import AVAILABLE
from treeline.workflows.code.runner import JAVASCRIPT, PYTHON, check, run
from treeline.workflows.engine.file import File
from treeline.workflows.engine.values import to_json

MEMORY = 32 * 1024 * 1024
LANGUAGES = pytest.mark.parametrize("language", [PYTHON, JAVASCRIPT])
ECHO = {PYTHON: "def main(x):\n    return {'x': x}", JAVASCRIPT: "function main({x}) { return {x} }"}


def python(body: str, seconds: float = 10, **inputs: Any) -> Any:
    names = ", ".join(inputs)
    code = f"def main({names}):\n" + "".join(f"    {line}\n" for line in body.splitlines())
    return run(PYTHON, code, inputs, seconds, MEMORY)


def javascript(body: str, seconds: float = 10, **inputs: Any) -> Any:
    return run(JAVASCRIPT, f"function main({{{', '.join(inputs)}}}) {{\n{body}\n}}", inputs, seconds, MEMORY)


@settings(max_examples=15)
@given(values)
def test_values_come_through_as_they_are(value: Any):
    """In JavaScript all numbers are floats."""
    given_, plain = {"x": value}, {"x": to_json(value)}
    assert run(PYTHON, ECHO[PYTHON], given_, 10, MEMORY) == plain
    assert with_floats(run(JAVASCRIPT, ECHO[JAVASCRIPT], given_, 10, MEMORY)) == with_floats(plain)


def with_floats(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: with_floats(each) for key, each in value.items()}
    if isinstance(value, list):
        return [with_floats(each) for each in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def test_what_people_write():
    code = """
import json, re
from typing import List

class Counter:
    def __init__(self):
        self.total = 0

def main(arg1: str, items: List[str]) -> dict:
    counter = Counter()
    for item in items:
        counter.total += len(item)
    print("looking")
    found = re.findall(r"[0-9]+", arg1)
    return {"result": arg1 + "!", "total": counter.total, "found": found, "pair": (1, None), "n": {1: True}}
"""
    assert run(PYTHON, code, {"arg1": "a1b22", "items": ["x", "yz"]}, 10, MEMORY) == {
        "result": "a1b22!",
        "total": 3,
        "found": ["1", "22"],
        "pair": [1, None],
        "n": {"1": True},
    }
    code = """
const double = n => n * 2;
async function main({ n, items }) {
  console.log("looking");
  const { length } = await items;
  return { n: double(n), length, nothing: undefined, none: null, when: new Date(0) };
}"""
    assert run(JAVASCRIPT, code, {"n": 2, "items": [1, 2]}, 10, MEMORY) == {
        "n": 4,
        "length": 2,
        "none": None,
        "when": "1970-01-01T00:00:00.000Z",
    }


def test_a_file_is_its_json():
    file = File("1", "image", "local_file", "a.png", size=3)
    assert python("return {'name': f['filename'], 'size': f['size']}", f=file) == {"name": "a.png", "size": 3}


def test_runs_know_nothing_of_each_other():
    python("global x\nx = 1\nreturn {}")
    with pytest.raises(CodeFailed, match="name 'x' is not defined"):
        python("return {'x': x}")
    javascript("globalThis.x = 1; return {}")
    with pytest.raises(CodeFailed, match="x is not defined"):
        javascript("return {x: x}")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("while True: pass", "code_timeout"),
        ("while True:\n  try:\n    while True: pass\n  except BaseException: pass", "code_timeout"),
        ("return sum(range(10 ** 15))", "code_timeout"),
        ("while True: print('x' * 1000)", "code_timeout"),
        ("x = []\nwhile True: x.append('y' * 10000 + str(len(x)))", "code_memory"),
        ("return {'x': 'y' * 10 ** 10}", "code_memory"),
        ("return {'x': 2 ** 10 ** 10}", "code_memory"),
        ("x = [0] * 10\nfor _ in range(12): x = [x] * 10\nreturn {'x': x}", "code_memory"),
        ("f = lambda: f()\nreturn f()", "code_error"),
        ("x = []\nfor _ in range(100000): x = [x]\nreturn {'x': x}", "code_error"),
        ("x = []\nx.append(x)\nreturn {'x': x}", "code_error"),
        ("return open('/etc/passwd').read()", "code_error"),
        ("import os\nreturn dict(os.environ)", "code_error"),
        ("import os\nreturn os.listdir('/')", "code_error"),
        ("import subprocess\nreturn {}", "code_error"),
        ("import socket\nreturn {}", "code_error"),
        ("return ().__class__.__base__.__subclasses__()", "code_error"),
        ("return {'x': {1}}", "code_error"),
        ("return {'x': float('nan')}", "code_output"),
        ("x = 1\nfor _ in range(100): x = [x]\nreturn {'x': x}", "code_output"),
        ("raise ValueError('x' * 10 ** 6)", "code_error"),
        ("raise TimeoutError('feed time limit exceeded')", "code_error"),
    ],
)
def test_hostile_python_ends_with_a_reason(body: str, kind: str):
    with pytest.raises(CodeFailed) as failed:
        python(body, 0.4 if kind == "code_timeout" else 10)
    assert failed.value.kind == kind
    assert len(failed.value.message) <= 1_100


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("while (true) {}", "code_timeout"),
        ("try { while (true) {} } catch (e) { while (true) {} }", "code_timeout"),
        ("return /(a+)+$/.test('a'.repeat(40) + 'b')", "code_timeout"),
        ("let x = [0]; for (let i = 0; i < 12; i++) x = Array(10).fill(x); return {x}", "code_timeout"),
        ("let x = []; while (true) x.push('y'.repeat(10000) + x.length)", "code_memory"),
        ("return {x: 'y'.repeat(1e9)}", "code_memory"),
        ("return {x: new ArrayBuffer(1e9).byteLength}", "code_memory"),
        ("const f = () => f(); return f()", "code_error"),
        ("const x = []; x.push(x); return {x}", "code_error"),
        ("return require('fs').readFileSync('/etc/passwd')", "code_error"),
        ("return process.env", "code_error"),
        ("return fetch('https://example.com')", "code_error"),
        ("return new Promise(() => {})", "code_error"),
        ("return {x: 10n}", "code_error"),
        ("throw new Error('x'.repeat(1e6))", "code_error"),
        ("return Promise.reject(new Error('no'))", "code_error"),
        ("Atomics.wait(new Int32Array(new SharedArrayBuffer(8)), 0, 0)", "code_error"),
        ("__text = () => '{'; return {}", "code_output"),
    ],
)
def test_hostile_javascript_ends_with_a_reason(body: str, kind: str):
    with pytest.raises(CodeFailed) as failed:
        javascript(body, 0.4 if kind == "code_timeout" else 10)
    assert failed.value.kind == kind
    assert len(failed.value.message) <= 1_100


def test_a_reason_names_the_line_the_limit_and_the_setting():
    with pytest.raises(CodeFailed) as failed:
        python("\nreturn 1 / x", x=0)
    assert (failed.value.line, failed.value.message) == (3, "ZeroDivisionError: division by zero")
    with pytest.raises(CodeFailed) as failed:
        javascript("\nreturn y.z", x=0)
    assert (failed.value.line, failed.value.message) == (3, "ReferenceError: y is not defined")
    with pytest.raises(CodeFailed, match=r"longer than 0\.2 seconds \(CODE_EXECUTION_TIMEOUT\)"):
        python("while True: pass", 0.2)
    with pytest.raises(CodeFailed, match="more than 32 MiB of memory"):
        javascript("return 'x'.repeat(1e9)")


@LANGUAGES
def test_code_without_main_says_so(language: str):
    with pytest.raises(CodeFailed, match="the code has no function main"):
        run(language, "", {}, 10, MEMORY)


def test_an_unknown_language_is_told_which_there_are():
    with pytest.raises(CodeFailed, match='"ruby" is unknown; accepted are python3 and javascript'):
        run("ruby", "", {}, 1, MEMORY)
    assert [problem.line for problem in check("ruby", "")] == [1]


def test_what_python_lacks_is_said_by_line_before_it_runs():
    code = """
import json, requests
from string import Template
class A(dict):
    pass
def f():
    yield 1
def main():
    x = {}
    del x
    while True:
        pass
"""
    assert [(problem.line, problem.message) for problem in check(PYTHON, code)] == [
        (2, f"the module requests is not available; available are {', '.join(AVAILABLE)}"),
        (3, f"the module string is not available; available are {', '.join(AVAILABLE)}"),
        (4, "classes cannot inherit"),
        (7, "`yield` is not available; build a list instead"),
        (10, "`del` is not available; use `pop` or make another value"),
    ]


def test_the_modules_that_are_said_to_be_there_are():
    code = "".join(f"import {name}\n" for name in AVAILABLE) + "def main():\n    return {}"
    assert check(PYTHON, code) == []
    assert run(PYTHON, code, {}, 10, MEMORY) == {}


ADDRESSES = """from urllib import parse
from urllib.parse import quote, urlencode, urlparse
import urllib.parse
x = {"q": "a b", "l": [1, 2]}
plain = urllib.parse.unquote_plus("a+%C3%BC")
return {"a": [quote("a/b ü"), parse.quote("a/b", safe=""), plain, urlencode(x, doseq=True)],
        "b": [urlparse("https://a.b/c?d=1").netloc, parse.parse_qs("a=1&a=2"), parse.urljoin("https://a.b/c", "d")]}
"""


def test_addresses_are_taken_apart_and_put_together():
    assert python(ADDRESSES) == {
        "a": ["a/b%20%C3%BC", "a%2Fb", "a ü", "q=a+b&l=1&l=2"],
        "b": ["a.b", {"a": ["1", "2"]}, "https://a.b/d"],
    }


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("x = ['a']\nfor _ in range(40):\n    x = [x, x]\nreturn {'y': parse.urlencode({'a': x})}", "10,000 values"),
        ("return {'y': parse.quote('x' * 1000001)}", "1,000,000 characters"),
        ("while True:\n    parse.quote('ü' * 400000)", "CODE_EXECUTION_TIMEOUT"),
        ("while True:\n    parse.quote('a')", ""),
    ],
)
def test_what_runs_beside_the_interpreter_is_limited_too(body: str, words: str):
    with pytest.raises(CodeFailed) as raised:
        python(f"from urllib import parse\n{body}", 0.5)
    assert words in str(raised.value)


@pytest.mark.parametrize(
    ("language", "code", "lines"),
    [
        (PYTHON, "def main(a: str) -> dict:\n    return {'a': a}\n", []),
        (PYTHON, "while True: pass", []),
        (PYTHON, "def main(:\n  pass", [1]),
        (PYTHON, "x = 1\n@property\ndef f(): pass\n" + "(" * 3000, [4]),
        (PYTHON, "-" * 200_000 + "1", [1]),
        (PYTHON, "a\0b", [1]),
        (JAVASCRIPT, "const main = ({a}) => ({a})", []),
        (JAVASCRIPT, "while (true) {}", []),
        (JAVASCRIPT, "\nfunction main( {", [3]),
        (JAVASCRIPT, "import x from 'y'", [1]),
    ],
)
def test_code_is_checked_and_not_run(language: str, code: str, lines: list[int]):
    assert [problem.line for problem in check(language, code)] == lines


def test_the_process_that_forks_is_replaced_if_it_dies():
    javascript("return {}")
    process = children.process()
    os.kill(process.pid, signal.SIGKILL)
    process.wait(10)
    assert javascript("return {a: 1}") == {"a": 1}
    assert children.process().pid != process.pid


def test_what_runs_javascript_has_no_environment_and_opens_nothing():
    """Nothing of this process is in the one that forks: it was started with an empty environment and one socket."""
    javascript("return {}")
    pid = children.process().pid
    if os.path.exists(f"/proc/{pid}"):
        with open(f"/proc/{pid}/environ") as environ:
            assert "SECRET_KEY" not in environ.read()
        assert len(os.listdir(f"/proc/{pid}/fd")) <= 4


ENDLESS = {"code": "function main() { while (true) {} }", "inputs": "{}"}


def test_what_waits_too_long_is_told_and_kinds_do_not_wait_for_each_other():
    some = children.Children(at_once=1, wait_seconds=0.01)
    with ThreadPoolExecutor(1) as other:
        running = other.submit(some.work, "javascript", ENDLESS, 0.5, MEMORY)
        until(lambda: some.started() == 1)
        with pytest.raises(children.Busy):
            some.work("javascript", ENDLESS, 1, MEMORY)
        template = {"source": "{{ x }}", "values": {"x": 1}, "most": 10}
        assert some.work("template", template, 5, MEMORY) == {"text": "1"}
        assert isinstance(running.exception(), children.OutOfTime)
    some.close()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_no_process_is_left_behind():
    with pytest.raises(children.OutOfTime):
        children.work("javascript", ENDLESS, 0.1, MEMORY)
    pid = children.process().pid
    until(lambda: not Path(f"/proc/{pid}/task/{pid}/children").read_text())


def until(is_so: Callable[[], bool]) -> None:
    for _ in range(1_000):
        if is_so():
            return
        time.sleep(0.01)
    raise AssertionError("It never came to that")
