import json
import signal
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from tests.integration_tests.client.conftest import CommandLine, fill
from tests.integration_tests.client.slow import narrow_way
from tests.processes import Api, free_port, wait_until
from treeline.assets.versions.tree_hash import tree_hash

MIB = 1024**2


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def local_hash(root: Path) -> str:
    files = {
        str(path.relative_to(root)): sha256(path.read_bytes()).hexdigest() for path in root.rglob("*") if path.is_file()
    }
    return tree_hash(files, [str(path.relative_to(root)) for path in root.rglob("*") if path.is_dir()])


def test_a_folder_is_pushed(cli: CommandLine, folder: Path):
    pushed = cli("push", folder, "--json").json
    assert pushed["files"] == 4
    assert (pushed["added"], pushed["changed"], pushed["removed"]) == (8, 0, 0)
    # One content for two files goes once, none for the empty one; call, send, call.
    assert (pushed["sent_files"], pushed["sent_bytes"], pushed["requests"]) == (2, 10, 3)
    assert pushed["tree_hash"] == local_hash(folder)
    assert pushed["revision"] == cli.get("/tree?format=flat")["revision"]
    assert cli.paths() == {
        "/README.md": digest("read me"),
        "/skills": None,
        "/skills/copy.md": digest("read me"),
        "/skills/none": digest(""),
        "/skills/pdf": None,
        "/skills/pdf/SKILL.md": digest("pdf"),
        "/empty": None,
        "/empty/inside": None,
    }


def test_an_unchanged_folder_is_one_request_and_no_bytes(cli: CommandLine, folder: Path):
    first = cli("push", folder, "--json").json
    again = cli("push", folder, "--json").json
    assert (again["requests"], again["sent_files"], again["sent_bytes"]) == (1, 0, 0)
    assert (again["unchanged"], again["revision"], again["tree_hash"]) == (8, first["revision"], first["tree_hash"])


def test_only_a_change_is_sent(cli: CommandLine, folder: Path):
    cli("push", folder)
    (folder / "README.md").write_text("read me again")
    pushed = cli("push", folder, "--json").json
    assert (pushed["changed"], pushed["sent_files"], pushed["sent_bytes"], pushed["requests"]) == (1, 1, 13, 3)
    # A copy of what is there needs no bytes.
    (folder / "another").write_text("read me")
    assert cli("push", folder, "--json").json["requests"] == 1


def test_what_is_not_here_goes_only_with_delete(cli: CommandLine, folder: Path):
    cli("push", folder)
    (folder / "README.md").unlink()
    (folder / "empty" / "inside").rmdir()
    assert cli("push", folder, "--json").json["removed"] == 0
    assert "/README.md" in cli.paths()
    status = cli("status", folder, "--delete", "--json", code=1).json
    assert status["removed"] == ["README.md", "empty/inside/"]
    pushed = cli("push", folder, "--delete", "--yes", "--json").json
    assert (pushed["removed"], pushed["tree_hash"]) == (2, local_hash(folder))
    assert "/README.md" not in cli.paths()


def test_status_and_dry_run_say_what_would_happen_and_do_nothing(cli: CommandLine, folder: Path):
    status = cli("status", folder, "--json", code=1).json
    assert set(status["added"]) == {
        "README.md", "empty/", "empty/inside/", "skills/", "skills/copy.md", "skills/none", "skills/pdf/",
        "skills/pdf/SKILL.md",
    }  # fmt: skip
    assert (status["missing_files"], status["missing_bytes"], status["requests"]) == (2, 10, 1)
    assert not status["same"]
    assert not cli("push", folder, "--dry-run", "--json").json["same"]
    assert "+ skills/pdf/SKILL.md" in cli("status", folder, code=1).out
    assert cli.paths() == {}
    cli("push", folder)
    status = cli("status", folder, "--json").json
    assert status["same"]
    assert status["tree_hash"] == status["local_tree_hash"] == local_hash(folder)
    assert "Nothing to push" in cli("status", folder).out


def test_a_push_goes_under_a_folder_which_is_made(cli: CommandLine, folder: Path):
    assert "deep/down/README.md" not in cli.paths()
    assert cli("status", folder, "--under", "deep/down", "--json", code=1).json["missing_files"] == 2
    pushed = cli("push", folder, "--under", "/deep/down/", "--json").json
    assert pushed["tree_hash"] == local_hash(folder)
    assert cli.paths()["/deep/down/skills/pdf/SKILL.md"] == digest("pdf")
    fill(folder, {"new": "new"})
    pushed = cli("push", folder, "--under", "deep/DOWN", "--delete", "--yes", "--json").json
    assert (pushed["added"], pushed["tree_hash"]) == (1, local_hash(folder))
    again = cli("push", folder, "--under", "deep/down", "--json").json
    assert (again["requests"], again["sent_bytes"]) == (2, 0)
    assert cli("status", folder, "--under", "deep/down").code == 0


def test_an_empty_folder_under_a_folder(cli: CommandLine, tmp_path: Path):
    (tmp_path / "nothing").mkdir()
    cli("push", tmp_path / "nothing", "--under", "a/b")
    assert cli.paths() == {"/a": None, "/a/b": None}
    fill(tmp_path / "nothing", {"file": "x"})
    cli("push", tmp_path / "nothing")
    assert "is a file" in cli("push", tmp_path / "nothing", "--under", "file", code=2).err


def test_if_match_holds_two_pushes_apart(cli: CommandLine, folder: Path):
    revision = cli("push", folder, "--json").json["revision"]
    (folder / "README.md").write_text("mine")
    cli("push", folder, "--if-match", revision)
    (folder / "README.md").write_text("theirs")
    refused = cli("push", folder, "--if-match", revision, "--json", code=3)
    assert refused.json["error"]["code"] == "app_asset_stale"
    assert refused.json["error"]["status"] == 412
    assert "treeline assets status" in refused.err
    assert cli.paths()["/README.md"] == digest("mine")


@pytest.mark.parametrize("how", ["kill", "interrupt"])
def test_a_push_that_was_ended_in_the_middle_goes_on(api: Api, cli: CommandLine, tmp_path: Path, how: str):
    """40 files of 1 MiB on a way that takes 20 MiB: what arrived whole is never sent again."""
    root = tmp_path / "large"
    root.mkdir()
    for number in range(40):
        (root / f"{number:02}").write_bytes(bytes([number]) * MIB)
    with narrow_way(api.port, 20 * MIB) as way:
        process = cli.start("push", root, "--json", TREELINE_URL=way.base)
        assert way.full.wait(30)
        process.send_signal(signal.SIGKILL if how == "kill" else signal.SIGINT)
        out, err = process.communicate(timeout=10)
    if how == "interrupt":
        assert process.returncode == 130
        assert json.loads(out)["error"]["exit_code"] == 130
        assert "the next push sends only the rest" in err
    assert "Traceback" not in err
    assert cli.paths() == {}

    def missing() -> int:
        return cli("status", root, "--json", code=1).json["missing_bytes"]

    # What was on its way is taken in when the server notices that no more will come.
    wait_until(lambda: missing() < 24 * MIB and missing() == missing())
    left = missing()
    assert left >= 20 * MIB
    pushed = cli("push", root, "--json").json
    assert (pushed["sent_bytes"], pushed["tree_hash"]) == (left, local_hash(root))


def large_folder(tmp_path: Path) -> Path:
    root = tmp_path / "large"
    root.mkdir()
    for number in range(12):
        (root / f"{number:02}").write_bytes(bytes([number]) * MIB)
    return root


def broken_push(
    api: Api, cli: CommandLine, root: Path, meanwhile: Callable[[], object] = lambda: None
) -> tuple[int, str, str]:
    """Exit code, output and errors of a push: in the middle of a pack `meanwhile` happens, and its connections end."""
    with narrow_way(api.port, 5 * MIB) as way:
        process = cli.start("push", root, "--json", TREELINE_URL=way.base)
        assert way.full.wait(30)
        meanwhile()
        way.widen()
        out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def test_a_way_that_breaks_off_is_gone_again(api: Api, cli: CommandLine, tmp_path: Path):
    """The connections end in the middle of a pack; the same run goes on."""
    root = large_folder(tmp_path)
    code, out, err = broken_push(api, cli, root)
    assert code == 0, err
    assert "Retrying" in err
    assert json.loads(out)["tree_hash"] == local_hash(root)


def test_a_file_that_changes_while_it_is_sent_is_looked_at_again(api: Api, cli: CommandLine, tmp_path: Path):
    root = large_folder(tmp_path)
    code, out, err = broken_push(api, cli, root, lambda: (root / "11").write_bytes(b"changed"))
    assert code == 0, err
    assert "11 changed while being read" in err
    assert json.loads(out)["tree_hash"] == local_hash(root)
    assert cli.paths()["/11"] == digest("changed")


def test_names_that_no_tree_can_hold_stop_it_before_anything_is_sent(cli: CommandLine, folder: Path):
    fill(folder, {"a/x": "", "a/X": "", "ends.": ""})
    refused = cli("push", folder, "--json", code=5)
    assert len(refused.json["error"]["problems"]) == 2
    assert "ends." in refused.err
    fill(folder, {".treelineignore": "ends.\n/a\n"})
    cli("push", folder)
    assert "/a" not in cli.paths()


def test_a_wrong_key_a_server_away_and_wrong_use(cli: CommandLine, folder: Path):
    refused = cli("push", folder, "--json", code=3, TREELINE_KEY="app-0123456789abcdef0123456789")
    assert refused.json["error"]["status"] == 401
    assert "TREELINE_KEY" in refused.err
    away = cli("status", folder, "--url", f"http://127.0.0.1:{free_port()}", "--json", code=4)
    assert away.json["error"]["code"] == "unreachable"
    assert "TREELINE_KEY" in cli("status", folder, code=2, TREELINE_KEY="").err
    assert cli("status", folder / "absent", "--json", code=2).out == ""
    cli("push", folder, "--activate", code=2)


def test_help_starts_at_once_and_without_the_app(cli: CommandLine):
    assert "--if-match" in cli("push", "--help").out
    command = [sys.executable, "-X", "importtime", "-m", "treeline.cli", "assets", "push", "--help"]
    process = subprocess.run(command, env=cli.environment, capture_output=True, text=True, check=True)
    imported = {line.rpartition("|")[2].strip() for line in process.stderr.splitlines()}
    assert "treeline.client.commands" in imported
    assert not imported & {"flask", "sqlalchemy", "celery", "pydantic", "httpx2", "rich"}


def test_a_key_that_is_revoked_in_the_middle_ends_the_push(api: Api, cli: CommandLine, tmp_path: Path):
    root, keys = large_folder(tmp_path), f"/apps/{cli.app_id}/api-keys"

    def revoke() -> None:
        (key,) = cli.caller.call("GET", keys).json()["data"]
        assert cli.caller.call("DELETE", f"{keys}/{key['id']}").status_code == 204

    code, out, err = broken_push(api, cli, root, revoke)
    assert code == 3, err
    assert json.loads(out)["error"]["code"] == "api_key_invalid"
    assert "It was valid when this command began" in err
    assert "The push stopped" in err
    assert cli.paths() == {}
    # What was taken before stays: another key sends the rest.
    cli.environment["TREELINE_KEY"] = cli.key = cli.caller.call("POST", keys).json()["token"]
    pushed = cli("push", root, "--json").json
    assert pushed["tree_hash"] == local_hash(root)
    assert pushed["sent_bytes"] <= 12 * MIB
