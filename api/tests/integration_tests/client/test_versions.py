from pathlib import Path

from tests.integration_tests.client.conftest import CommandLine, fill


def test_publish_activate_diff_and_go_back(cli: CommandLine, folder: Path, tmp_path: Path):
    pushed = cli("push", folder, "--json").json
    first = cli("publish", "--note", "the first", "--activate", "--json").json
    assert (first["number"], first["note"], first["active"]) == (1, "the first", True)
    assert first["tree_hash"] == pushed["tree_hash"]
    assert cli("diff", "--json").json["same"]

    fill(folder, {"README.md": "read me again", "new/file": "x"})
    (folder / "skills" / "none").unlink()
    second = cli("push", folder, "--delete", "--yes", "--publish", "--note", "the second", "--json").json
    assert (second["version"]["number"], second["version"]["active"]) == (2, False)
    assert second["version"]["tree_hash"] == second["tree_hash"]

    forward = cli("diff", 1, 2, "--json", code=1).json
    assert (forward["added"], forward["removed"], forward["changed"]) == (
        ["new/", "new/file"],
        ["skills/none"],
        ["README.md"],
    )
    assert cli("diff", 1, "--json", code=1).json["added"] == forward["added"]
    assert cli("diff", "draft", 1, "--json", code=1).json["removed"] == forward["added"]
    assert cli("diff", "active", "draft", "--json", code=1).json["totals"] == forward["totals"]
    assert "+ new/file" in cli("diff", code=1).out

    (folder / "README.md").rename(folder / "READ.md")
    cli("push", folder, "--delete", "--yes")
    assert cli("diff", 2, "draft", "--json", code=1).json["moved"] == [{"from": "README.md", "to": "READ.md"}]

    assert cli("activate", 2, "--json").json["active"]
    assert cli("diff", 2, "active", "--json").json["same"]
    cli("activate", 1)
    cli("pull", tmp_path / "back", "--version", "active")
    assert (tmp_path / "back" / "README.md").read_text() == "read me"
    assert cli("verify", tmp_path / "back", "--version", 1, "--remote", "--json").json["same"]
    assert not cli("verify", tmp_path / "back", "--version", 2, "--json", code=1).json["same"]
    cli("pull", tmp_path / "back", "--version", 2, "--under", "new")
    assert (tmp_path / "back" / "file").read_text() == "x"


def test_what_is_not_there_and_what_is_no_version(cli: CommandLine, folder: Path):
    assert cli("activate", 7, "--json", code=3).json["error"]["code"] == "app_asset_version_not_found"
    assert "This app has no active version" in cli("diff", code=3).err
    assert "neither a version number" in cli("diff", "yesterday", code=2).err
    cli("diff", "draft", "draft", code=2)
    cli("pull", folder, "--version", "../tree", code=2)


def test_publish_only_what_was_seen(cli: CommandLine, folder: Path):
    revision = cli("push", folder, "--json").json["revision"]
    fill(folder, {"new": "x"})
    cli("push", folder)
    refused = cli("publish", "--if-match", revision, "--json", code=3)
    assert refused.json["error"]["code"] == "app_asset_stale"
    assert cli("publish", "--if-match", revision + 1, "--json").json["number"] == 1
