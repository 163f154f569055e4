"""`treeline assets` as a program: whatever happens around it, it ends with a message and a documented exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit_tests.client.scripted import Reply, Request, scripted
from treeline.client.commands import EXIT_CODES

CODES = {0, 1, 2, 3, 4, 5, 130, 141}
KEY = "app-0123456789"
DIGEST = "0" * 64
SYNCED = {"revision": 1, "tree_hash": DIGEST, "added": 0, "changed": 0, "removed": 0, "unchanged": 0}
PLANNED = SYNCED | {"changes": {"added": [], "changed": [], "removed": []}, "missing": []}
TREE = {"revision": 1, "nodes": [{"node_type": "file", "path": "/a", "size": 1, "sha256": DIGEST}]}
VERSION = {"number": 1, "node_count": 1, "tree_hash": DIGEST, "active": True, "note": "", "created_at": 1}
NEEDED = {"code": "app_asset_bytes_missing", "message": "1", "upload": {"pack_url": "http://x", "missing": [DIGEST]}}
DIFF = {"added": [], "removed": [], "changed": [], "moved": [], "totals": {"added": 0, "removed": 0}}
NODE = {"id": "1", "node_type": "folder", "path": "/d"}
COMMANDS = (
    ("status", "{folder}"),
    ("status", "{folder}", "--under", "d/e"),
    ("push", "{folder}"),
    ("push", "{folder}", "--delete", "--yes", "--publish", "--activate"),
    ("pull", "{empty}"),
    ("verify", "{folder}"),
    ("diff",),
    ("publish",),
    ("activate", "1"),
    ("versions",),
    ("restore", "1"),
)


def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    env = {**os.environ, "TREELINE_KEY": KEY, **environment}
    return subprocess.run(
        [sys.executable, "-m", "treeline.cli", *arguments], env=env, capture_output=True, check=False, timeout=60
    )


def ends_well(ended: "subprocess.CompletedProcess[bytes]", *codes: int) -> None:
    told = ended.stdout + ended.stderr
    assert ended.returncode in (codes or CODES), told
    assert b"Traceback" not in told
    assert b"Exception ignored" not in told
    assert KEY.encode() not in told


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a").write_text("a")
    (tmp_path / "empty").mkdir()
    return {name: str(tmp_path / name) for name in ("folder", "empty")}


# What a server that is none, or a broken one, says: every kind of JSON, and a good answer with one part changed.
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(max_size=5) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@st.composite
def changed(draw: st.DrawFn) -> Any:
    found = json.loads(json.dumps(draw(st.sampled_from([SYNCED, PLANNED, TREE, VERSION, NEEDED, DIFF, NODE]))))
    at = found
    while True:
        key = draw(st.sampled_from(sorted(at) if isinstance(at, dict) else list(range(len(at)))))
        if isinstance(at[key], (dict, list)) and at[key] and draw(st.booleans()):
            at = at[key]
            continue
        if isinstance(at, dict) and draw(st.booleans()):
            del at[key]
        else:
            at[key] = draw(values)
        return found


bodies = st.one_of(
    (changed() | values).map(lambda body: json.dumps(body).encode()),
    st.sampled_from(
        [b"", b"<!doctype html><title>Hello</title>", b"\xff\xfe", b"[" * 100_000, b"9" * 5000, b"{}", b"NaN"]
    ),
)
replies = st.builds(Reply, st.sampled_from([200, 200, 200, 201, 204, 301, 400, 401, 404, 409, 412, 500]), bodies)


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """The program without a process for each run."""
    from treeline.cli import main
    from treeline.client import remote

    monkeypatch.setattr(remote.time, "sleep", lambda _: None)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def call(*arguments: str, url: str) -> int:
        with pytest.raises(SystemExit) as end:
            main(["assets", *arguments, "--url", url, "--key", KEY], prog_name="treeline")
        return int(str(end.value.code))

    return call


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(COMMANDS), st.lists(replies, min_size=1, max_size=4))
def test_whatever_a_server_answers(
    in_process: Any, folders: dict[str, str], command: tuple[str, ...], answers: list[Reply]
):
    count = iter(range(10_000))

    def answer(_: Request) -> Reply:
        return answers[next(count) % len(answers)]

    with scripted(answer=answer) as server:
        code = in_process(*(part.format(**folders) for part in command), url=server.base)
    assert code in CODES - {2, 130, 141} | {2}


@pytest.mark.parametrize("command", [("publish",), ("push", ".", "--publish")])
def test_a_note_that_is_no_text_is_wrong_use(in_process: Any, command: tuple[str, ...]):
    assert in_process(*command, "--note", "caf\udce9", url="http://localhost:1") == 2


@pytest.mark.parametrize(
    "environment",
    [
        {"TREELINE_URL": "http://["},
        {"TREELINE_URL": "http://localhost:99999"},
        {"TREELINE_URL": "http://localhost:x"},
        {"TREELINE_URL": "localhost:5001"},
        {"TREELINE_URL": "http://user:secret@localhost"},
        {"TREELINE_URL": "http://\x7f"},
        {"TREELINE_URL": "ftp://localhost"},
        {"TREELINE_KEY": "two words"},
        {"TREELINE_KEY": "ключ"},
        {"TREELINE_KEY": ""},
        {"ALL_PROXY": "nonsense://user:secret@x"},
        {"ALL_PROXY": "socks5://localhost:1"},
    ],
    ids=str,
)
def test_settings_that_cannot_be_meant(folders: dict[str, str], environment: dict[str, str]):
    ended = run("assets", "status", folders["folder"], **{"TREELINE_URL": "http://127.0.0.1:9", **environment})
    ends_well(ended, 2)
    assert b"secret" not in ended.stderr


def test_a_host_that_no_resolver_takes(folders: dict[str, str]):
    ends_well(run("assets", "status", folders["folder"], TREELINE_URL=f"http://{'a' * 70}.example"), 4)


def test_who_stops_reading_and_outputs_that_are_full_or_closed(folders: dict[str, str]):
    with scripted(answer=lambda _: Reply(200, PLANNED)) as server:
        command = f"{sys.executable} -m treeline.cli assets status {folders['folder']} --json --url {server.base}"
        for redirected, code in (
            ("> /dev/full", 5),
            ("2> /dev/full", 0),
            ("1>&- 2>&-", 0),
            ("2>&-", 0),
            ("< /dev/null", 0),
            ("| true; exit ${PIPESTATUS[0]}", None),
        ):
            ended = subprocess.run(
                ["bash", "-c", f"{command} {redirected}"],
                env={**os.environ, "TREELINE_KEY": KEY},
                capture_output=True,
                check=False,
                timeout=60,
            )
            ends_well(ended, *((0, 141) if code is None else (code,)))


@pytest.mark.parametrize(
    "environment",
    [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C"}, {"TERM": "unknown"}, {"COLUMNS": "x"}, {"HOME": "/nowhere"}],
    ids=str,
)
def test_odd_surroundings(tmp_path: Path, environment: dict[str, str]):
    for name in ("größe\u2603", "latin-\udce9", "\x1b[31m"):
        (tmp_path / os.fsdecode(os.fsencode(name))).touch()
    ends_well(run("assets", "status", str(tmp_path), TREELINE_URL="http://127.0.0.1:9", **environment), 5)
    ends_well(run("assets", "status", str(tmp_path / "größe-\udce9"), TREELINE_URL="http://127.0.0.1:9"), 2)
    ends_well(run("assets", "push", str(tmp_path / "größe\u2603"), **environment), 2)


def test_the_version_and_wrong_use():
    assert run("--version").stdout.startswith(b"treeline ")
    for arguments in (("assets", "no-such"), ("no-such",), ("assets", "diff", "draft", "draft"), ("assets", "restore")):
        ends_well(run(*arguments), 2)
    ends_well(run("assets", "--help"), 0)


def test_the_help_has_a_line_for_each_exit_code():
    lines = EXIT_CODES.splitlines()[2:]
    assert {int(line.split()[0]) for line in lines} == CODES | {70}
    assert len(lines) == len(CODES) + 1
