"""`treeline knowledge`: a folder pushed into a knowledge base, searched, and pulled again."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.integration_tests.client.conftest import Ended, fill
from tests.processes import Caller
from treeline.cli import main

FILES = {"README.md": "The river Mur.", "docs/a.md": "Alder trees.", "docs/b.md": "Birch trees.", "logo.png": "?"}


class Shelves:
    """The command with a key, and a new knowledge base."""

    def __init__(self, caller: Caller, home: Path):
        self.caller = caller
        name = f"Guides {home.parent.name}"[:40]
        made = caller.call("POST", "/datasets", json={"name": name, "indexing_technique": "economy",
                                                       "permission": "all_team_members"})  # fmt: skip
        assert made.status_code == 201, made.text
        self.id, self.name = made.json()["id"], name
        key = caller.call("POST", "/datasets/api-keys", json={}).json()["token"]
        self.environment = {"TREELINE_URL": caller.base, "TREELINE_KEY": key, "XDG_CACHE_HOME": str(home)}

    def __call__(self, *arguments: object, code: int = 0, **environment: str) -> Ended:
        done = CliRunner().invoke(main, ["knowledge", *map(str, arguments)], env={**self.environment, **environment})
        ended = Ended(done.exit_code, done.stdout, done.stderr)
        assert self.environment["TREELINE_KEY"] not in ended.out + ended.err
        assert ended.code == code, ended
        return ended

    def paths(self) -> set[str]:
        tree = self.caller.call("GET", f"/datasets/{self.id}/tree/documents").json()
        return {"/".join(filter(None, (each["folder"], each["name"]))) for each in tree["data"]}


@pytest.fixture
def shelves(caller: Caller, tmp_path: Path) -> Shelves:
    return Shelves(caller, tmp_path / "home")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    fill(tmp_path / "root", FILES)
    return tmp_path / "root"


def test_a_folder_is_pushed_once(shelves: Shelves, root: Path):
    done = shelves("push", shelves.name, root, "--under", "guides", "--json")
    assert (done.json["added"], done.json["skipped"], done.json["sent_files"]) == (3, 1, 3)
    assert "skipped: logo.png: an image" in done.err
    assert shelves.paths() == {"guides/README.md", "guides/docs/a.md", "guides/docs/b.md"}
    again = shelves("push", shelves.id, root, "--under", "guides", "--json").json
    assert (again["unchanged"], again["sent_bytes"], again["requests"]) == (3, 0, 1)
    (root / "docs").rename(root / "trees")
    moved = shelves("push", shelves.name, root, "--under", "guides")
    assert (
        moved.out == "Pushed: 0 added, 0 changed, 2 moved, 0 removed, 1 unchanged, 1 skipped; 0 files sent, 0 bytes.\n"
    )


def test_a_dry_run_lists_what_would_change(shelves: Shelves, root: Path):
    shelves("push", shelves.name, root)
    (root / "README.md").write_text("The river Enns.")
    (root / "docs" / "a.md").rename(root / "a.md")
    (root / "docs" / "b.md").unlink()
    found = shelves("push", shelves.name, root, "--delete", "--dry-run")
    assert found.out.splitlines()[:3] == ["~ README.md", "> docs/a.md → a.md", "- docs/b.md"]
    assert found.out.splitlines()[3].startswith("A push: 0 added, 1 changed, 1 moved, 1 removed")
    assert shelves.paths() == {"README.md", "docs/a.md", "docs/b.md"}


def test_deletions_are_asked_for_and_a_large_loss_is_confirmed(shelves: Shelves, root: Path):
    shelves("push", shelves.name, root)
    (root / "docs" / "b.md").unlink()
    refused = shelves("push", shelves.name, root, "--delete", code=2)
    assert "1 documents. Not a terminal: add --yes" in refused.err
    assert shelves("push", shelves.name, root, "--delete", "--yes", "--json").json["removed"] == 1
    (root / "docs" / "a.md").unlink()
    (root / "README.md").unlink()
    large = shelves("push", shelves.name, root, "--delete", "--yes", "--json", code=3).json
    assert large["error"]["code"] == "sync_would_delete"
    assert shelves("push", shelves.name, root, "--delete", "--yes", "--confirm", "--json").json["removed"] == 2


def test_documents_are_pulled(shelves: Shelves, root: Path, tmp_path: Path):
    shelves("push", shelves.name, root, "--under", "guides")
    there = tmp_path / "there"
    pulled = shelves("pull", shelves.name, there, "--json").json
    assert (pulled["files"], pulled["fetched_files"]) == (3, 3)
    files = {str(each.relative_to(there)): each.read_text() for each in there.rglob("*") if each.is_file()}
    assert files == {f"guides/{path}": text for path, text in FILES.items() if path != "logo.png"}
    assert shelves("pull", shelves.name, there, "--json").json["fetched_files"] == 0
    # What the server has never seen is not lost.
    (there / "guides" / "README.md").write_text("Mine alone.")
    refused = shelves("pull", shelves.name, there, "--json", code=5).json
    assert refused["error"]["problems"] == ["guides/README.md"]
    part = shelves("pull", shelves.name, tmp_path / "part", "--under", "guides/docs", "--json").json
    assert part["files"] == 2
    assert (tmp_path / "part" / "a.md").read_text() == FILES["docs/a.md"]


def test_a_search_names_its_sources(shelves: Shelves):
    reply = json.dumps(shelves("search", shelves.name, "rivers", "--json").json)
    assert json.loads(reply)["records"] == []
    assert shelves("search", shelves.name, "rivers", "--top-k", "1").out == "No results.\n"


def test_wrong_keys_and_names_are_told(shelves: Shelves, root: Path):
    assert "No knowledge base named Nothing" in shelves("push", "Nothing", root, code=2).err
    unknown = "0190d5a0-0000-7000-8000-000000000000"
    assert "Knowledge base not found" in shelves("push", unknown, root, code=3).err
    assert "API key missing" in shelves("search", shelves.name, "x", code=2, TREELINE_KEY=" ").err
    assert "ds-" in shelves("search", shelves.name, "x", code=3, TREELINE_KEY="ds-wrong").err


def test_one_is_exported_and_imported(shelves: Shelves, root: Path, tmp_path: Path):
    shelves("push", shelves.name, root)
    file = tmp_path / "guides.zip"
    done = shelves("export", shelves.name, file, "--json").json
    assert done["bytes"] == file.stat().st_size
    again = shelves("export", shelves.name, file, code=2)
    assert "already exists" in again.err
    shelves("export", shelves.name, file, "--force")
    taken = shelves("import", file, code=3)
    assert "Choose another name" in taken.err
    name = f"{shelves.name[:30]} copy"
    told = shelves("import", file, "--name", name)
    assert f"Imported {name}: 3 documents" in told.out
    assert "found by words" in told.out
    file.write_bytes(b"what")
    assert "Not a zip" in shelves("import", file, "--name", "x", code=3).err
    assert [path.name for path in tmp_path.glob("*.part")] == []
