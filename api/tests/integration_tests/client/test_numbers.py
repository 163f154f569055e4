"""What a push tells: the same numbers before it, by it and after it; what it removes is agreed to first."""

import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.integration_tests.client.conftest import CommandLine, fill


def numbers(told: dict[str, Any]) -> dict[str, Any]:
    """All that is counted; where the tree stood before the push is not."""
    return {name: told[name] for name in ("files", "folders", "added", "changed", "removed", "unchanged")}


@pytest.mark.parametrize("under", ["", "new", "standing/new/deep"])
def test_each_run_counts_alike(cli: CommandLine, folder: Path, tmp_path: Path, under: str):
    fill(tmp_path / "other", {"standing/file": "x"})
    cli("push", tmp_path / "other")
    where = ("--under", under) if under else ()
    planned = cli("push", folder, *where, "--dry-run", "--json").json
    pushed = cli("push", folder, *where, "--json").json
    assert numbers(planned) == numbers(pushed)
    assert numbers(pushed) == {"files": 4, "folders": 4, "added": 8, "changed": 0, "removed": 0, "unchanged": 0}
    assert (planned["sent_files"], planned["sent_bytes"]) == (pushed["sent_files"], pushed["sent_bytes"])
    assert len(planned["changes"]["added"]) == 8
    assert {"README.md", "empty/inside/", "skills/pdf/SKILL.md"} <= {*planned["changes"]["added"]}
    for again in (cli("push", folder, *where, "--json").json, cli("push", folder, *where, "--dry-run", "--json").json):
        assert numbers(again) == numbers(pushed) | {"added": 0, "unchanged": 8}
    fill(folder, {"README.md": "changed", "more/new": "new"})
    (folder / "skills" / "none").unlink()
    planned = cli("push", folder, *where, "--delete", "--dry-run", "--json").json
    status = cli("status", folder, *where, "--delete", "--json", code=1).json
    if not under:
        assert set(status["removed"]) == {"skills/none", "standing/", "standing/file"}
    pushed = cli("push", folder, *where, "--delete", "--yes", "--json").json
    assert numbers(planned) == numbers(pushed)
    assert {name: len(status[name]) for name in ("added", "changed", "removed")}.items() <= pushed.items()
    assert pushed["files"] + pushed["folders"] == pushed["added"] + pushed["changed"] + pushed["unchanged"]


def test_nobody_is_there_to_agree(cli: CommandLine, folder: Path):
    cli("push", folder, "--delete")  # nothing would go: nothing is asked
    (folder / "README.md").unlink()
    refused = cli("push", folder, "--delete", code=2)
    assert "README.md" in refused.err
    assert "--yes" in refused.err
    assert cli("push", folder, "--delete", "--json", code=2).json["error"]["code"] == "usage"
    assert "/README.md" in cli.paths()
    assert cli("push", folder, "--delete", "--yes", "--json").json["removed"] == 1
    assert "/README.md" not in cli.paths()


@pytest.mark.parametrize(("answer", "code"), [("n\n", 2), ("\n", 2), ("y\n", 0)])
def test_on_a_terminal_it_is_asked(cli: CommandLine, folder: Path, answer: str, code: int):
    cli("push", folder)
    (folder / "README.md").unlink()
    ours, theirs = pty.openpty()
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "treeline.cli", "assets", "push", str(folder), "--delete"],
            env=cli.environment,
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        os.write(ours, answer.encode())
        _, told = process.communicate(timeout=60)
    finally:
        os.close(ours)
        os.close(theirs)
    assert process.returncode == code, told
    assert "- README.md" in told
    assert ("/README.md" in cli.paths()) == bool(code)


def test_versions_are_listed_and_restored(cli: CommandLine, folder: Path):
    assert cli("versions", "--json").json["versions"] == []
    assert "No versions published" in cli("versions").out
    first = cli("push", folder, "--publish", "--note", "the first", "--activate", "--json").json
    fill(folder, {"README.md": "changed"})
    second = cli("push", folder, "--publish", "--json").json
    listed = cli("versions", "--json").json["versions"]
    assert [(each["number"], each["active"], each["note"]) for each in listed] == [
        (2, False, ""),
        (1, True, "the first"),
    ]
    lines = cli("versions").out.splitlines()
    assert lines[0].split()[0] == "2"
    assert lines[1].split()[:2] == ["*", "1"]
    assert cli("restore", 1, "--if-match", second["revision"] + 7, "--json", code=3).json["error"]["status"] == 412
    restored = cli("restore", 1, "--json").json
    assert (restored["number"], restored["tree_hash"]) == (1, first["tree_hash"])
    assert cli("diff", 1, "draft", "--json").json["same"]
    assert "The draft is version 2" in cli("restore", 2).out
    assert cli("restore", 7, "--json", code=3).json["error"]["code"] == "app_asset_version_not_found"
    cli("restore", "yesterday", code=2)
