import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.processes import Api, Caller
from treeline.cli import main


@dataclass
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one object that stands on stdout; anything else there is an error."""
        return json.loads(self.out)


class CommandLine:
    """`treeline assets` with a key of a new app: called in this process, or started as a user starts it."""

    def __init__(self, caller: Caller, home: Path):
        self.caller, self.app_id = caller, caller.new_app()
        reply = caller.call("POST", f"/apps/{self.app_id}/api-keys")
        assert reply.status_code == 201, reply.text
        self.key = reply.json()["token"]
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
            "TREELINE_URL": caller.base,
            "TREELINE_KEY": self.key,
            "XDG_CACHE_HOME": str(home),
        }

    def start(self, *arguments: object, **environment: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "treeline.cli", "assets", *map(str, arguments)],
            env={**self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # A shell starts what it runs in the background with Ctrl-C ignored, and children inherit that.
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
        )

    def __call__(self, *arguments: object, code: int = 0, **environment: str) -> Ended:
        done = CliRunner().invoke(main, ["assets", *map(str, arguments)], env={**self.environment, **environment})
        out, err = done.stdout, done.stderr
        ended = Ended(done.exit_code, out, err)
        assert self.key not in out + err
        assert "Traceback" not in err, err
        assert ended.code == code, ended
        return ended

    def get(self, path: str) -> Any:
        """What the console sees of the app's assets."""
        reply = self.caller.call("GET", f"/apps/{self.app_id}/assets{path}")
        assert reply.status_code == 200, reply.text
        return reply.json()

    def paths(self) -> dict[str, str | None]:
        return {node["path"]: node["sha256"] for node in self.get("/tree?format=flat")["nodes"]}


@pytest.fixture
def cli(api: Api, caller: Caller, tmp_path: Path) -> CommandLine:
    return CommandLine(caller, tmp_path / "home")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two levels, an empty folder, an empty file, two files of one content."""
    root = tmp_path / "folder"
    fill(root, {"README.md": "read me", "skills/pdf/SKILL.md": "pdf", "skills/copy.md": "read me", "skills/none": ""})
    (root / "empty" / "inside").mkdir(parents=True)
    return root


def fill(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
