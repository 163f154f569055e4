import os
import stat
from pathlib import Path

import pytest

from tests.integration_tests.client.conftest import CommandLine, fill
from tests.processes import Api


def contents(root: Path) -> dict[str, str | None]:
    return {
        str(path.relative_to(root)): path.read_text() if path.is_file() else None
        for path in root.rglob("*")
        if ".git" not in path.parts
    }


@pytest.fixture
def here(tmp_path: Path) -> Path:
    return tmp_path / "here"


def test_a_pull_makes_a_folder_equal(cli: CommandLine, folder: Path, here: Path):
    hash_ = cli("push", folder, "--json").json["tree_hash"]
    pulled = cli("pull", here, "--json").json
    assert contents(here) == contents(folder)
    assert (pulled["files"], pulled["fetched_files"], pulled["fetched_bytes"]) == (4, 3, 10)
    assert (pulled["requests"], pulled["tree_hash"]) == (2, hash_)
    assert stat.S_IMODE((here / "README.md").stat().st_mode) == 0o666 & ~_umask()
    again = cli("pull", here, "--json").json
    assert (again["requests"], again["fetched_files"], again["unchanged"]) == (1, 0, 4)
    assert cli("verify", here, "--remote").out.startswith("Equal: 4 files")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_only_what_differs_is_fetched_and_other_files_stay(cli: CommandLine, folder: Path, here: Path):
    cli("push", folder)
    cli("pull", here)
    os.chmod(here / "README.md", 0o755)
    (folder / "README.md").write_text("read me again")
    (folder / "skills" / "copy.md").unlink()
    cli("push", folder, "--delete", "--yes")
    fill(here, {"own": "own", ".git/config": "mine"})
    pulled = cli("pull", here, "--json").json
    assert (pulled["fetched_files"], pulled["removed"]) == (1, 0)
    assert (here / "README.md").read_text() == "read me again"
    assert stat.S_IMODE((here / "README.md").stat().st_mode) == 0o755
    assert (here / "own").read_text() == "own"
    assert (here / "skills" / "copy.md").exists()


def test_delete_removes_what_the_tree_does_not_have_but_nothing_that_is_ignored(
    cli: CommandLine, folder: Path, here: Path
):
    cli("push", folder)
    fill(here, {"old/deep/copy": "read me", "keep/a.log": "x", ".git/config": "mine", ".treelineignore": "*.log\n"})
    refused = cli("pull", here, "--delete", code=5)
    assert ".treelineignore" in refused.err
    assert "old/deep/copy" not in refused.err
    pulled = cli("pull", here, "--delete", "--force", "--json").json
    assert pulled["removed"] == 4
    assert contents(here) == {**contents(folder), "keep": None, "keep/a.log": "x"}
    assert (here / ".git" / "config").read_text() == "mine"


def test_content_that_exists_only_here_is_not_replaced_without_force(cli: CommandLine, folder: Path, here: Path):
    cli("push", folder)
    fill(here, {"README.md": "precious", "skills/pdf/SKILL.md": "read me"})
    before = contents(here)
    refused = cli("pull", here, "--json", code=5)
    assert refused.json["error"]["problems"] == ["README.md"]
    assert contents(here) == before
    cli("pull", here, "--force")
    assert contents(here) == contents(folder)


def test_links_are_neither_followed_nor_replaced(cli: CommandLine, folder: Path, here: Path, tmp_path: Path):
    cli("push", folder)
    (tmp_path / "outside").mkdir()
    here.mkdir()
    (here / "skills").symlink_to(tmp_path / "outside")
    (here / "README.md").symlink_to(tmp_path / "outside" / "target")
    refused = cli("pull", here, "--delete", "--force", "--json", code=5)
    assert len(refused.json["error"]["problems"]) >= 2
    assert list((tmp_path / "outside").iterdir()) == []


def test_files_and_folders_change_places_only_with_delete(cli: CommandLine, here: Path, tmp_path: Path):
    fill(tmp_path / "a", {"x/file": "1", "y": "2"})
    fill(tmp_path / "b", {"y/file": "1", "x": "2"})
    cli("push", tmp_path / "a")
    cli("pull", here)
    cli("push", tmp_path / "b", code=3)
    cli("push", tmp_path / "b", "--delete", "--yes")
    assert "in the way" in cli("pull", here, code=5).err
    cli("pull", here, "--delete")
    assert contents(here) == contents(tmp_path / "b")


def test_another_spelling_takes_the_place_of_the_old_one(cli: CommandLine, here: Path, tmp_path: Path):
    fill(tmp_path / "a", {"Docs/Read.md": "1"})
    fill(here, {"docs/read.md": "1", "docs/other": "2"})
    cli("push", here)
    cli("push", tmp_path / "a", "--delete", "--yes")
    cli("pull", here, "--delete")
    assert contents(here) == {"Docs": None, "Docs/Read.md": "1"}


def test_a_folder_of_the_tree_is_pulled(cli: CommandLine, folder: Path, here: Path):
    cli("push", folder)
    cli("pull", here, "--under", "SKILLS/pdf")
    assert contents(here) == {"SKILL.md": "pdf"}
    assert cli("verify", here, "--under", "skills/pdf", "--json").json["same"]
    assert "Folder absent not found" in cli("pull", here, "--under", "absent", code=3).err


def test_junk_in_a_tree_is_not_written(cli: CommandLine, here: Path):
    """Somebody put hooks into the tree by another way than this program."""
    children = [{"node_type": "folder", "name": ".Git", "children": [{"node_type": "file", "name": "config"}]}]
    reply = cli.caller.call("POST", f"/apps/{cli.app_id}/assets/batch-upload", json={"children": children})
    assert reply.status_code == 201
    pulled = cli("pull", here, "--json")
    assert pulled.json["left_out"] == 1
    assert ".Git/config" in pulled.err
    assert list(here.iterdir()) == []


def test_pending_files_are_named_and_left_alone(cli: CommandLine, here: Path):
    children = [{"node_type": "file", "name": "awaited", "size": 3}, {"node_type": "file", "name": "empty"}]
    reply = cli.caller.call("POST", f"/apps/{cli.app_id}/assets/batch-upload", json={"children": children})
    assert reply.status_code == 201
    fill(here, {"awaited": "mine"})
    pulled = cli("pull", here, "--delete", "--json")
    assert (pulled.json["pending"], pulled.json["tree_hash"]) == (1, None)
    assert contents(here) == {"awaited": "mine", "empty": ""}
    assert cli("verify", here, "--json", code=1).json["pending"] == ["awaited"]


def test_verify_names_every_difference(cli: CommandLine, folder: Path):
    cli("push", folder)
    (folder / "README.md").write_text("READ ME")
    (folder / "skills" / "copy.md").unlink()
    (folder / "new" / "folder").mkdir(parents=True)
    fill(folder, {"new/file": "x"})
    found = cli("verify", folder, "--json", code=1).json
    assert (found["only_here"], found["only_there"], found["changed"]) == (
        ["new/", "new/file", "new/folder/"],
        ["skills/copy.md"],
        ["README.md"],
    )
    assert "~ README.md" in cli("verify", folder, code=1).out


def test_verify_reads_every_byte_back(api: Api, cli: CommandLine, tmp_path: Path):
    root = tmp_path / "root"
    fill(root, {f"{number}": f"content {number} of {cli.app_id}" for number in range(50)})
    cli("push", root)
    read = cli("verify", root, "--remote", "--json").json
    assert (read["same"], read["requests"]) == (True, 2)
    assert read["read_back_bytes"] == sum(path.stat().st_size for path in root.iterdir())
    # Somebody's disk turns a byte over.
    needle = f"content 7 of {cli.app_id}".encode()
    spoiled = 0
    for path in Path(api.settings.treeline_data).rglob("*"):
        if path.is_file() and needle in (data := path.read_bytes()):
            path.chmod(0o600)
            path.write_bytes(data.replace(needle, needle.upper()))
            spoiled += 1
    assert spoiled == 1
    assert cli("verify", root, "--json").json["same"]
    found = cli("verify", root, "--remote", "--json", code=1).json
    assert found["corrupt"] == ["7"]
    assert cli("pull", tmp_path / "here", "--json", code=3).json["error"]["code"] == "wrong_bytes"
    assert not (tmp_path / "here" / "7").exists()


def test_a_file_whose_name_is_taken_by_another_here_is_never_overwritten(cli: CommandLine, tmp_path: Path):
    """Of two names that differ in case only one is looked at: the other may hold what nobody has seen."""
    pushed, here = tmp_path / "pushed", tmp_path / "here"
    for folder in (pushed, here):
        folder.mkdir()
    (pushed / "notes.md").write_text("of the tree")
    cli("push", pushed)
    (here / "Notes.md").write_text("of the tree")
    (here / "notes.md").write_text("only here")
    refused = cli("pull", here, code=5)
    assert "notes.md" in refused.err
    assert (here / "notes.md").read_text() == "only here"
