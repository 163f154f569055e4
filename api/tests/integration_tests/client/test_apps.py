"""`treeline apps import|export` against a real server."""

import json
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml
from click.testing import CliRunner

from tests.conftest import PASSWORD
from tests.integration_tests.client.conftest import Ended
from tests.processes import Caller
from tests.unit_tests.workflows.dsl.app_files import FOLDER
from treeline.cli import main

FILE = FOLDER / "unmarked_workflow.yaml"


class Apps:
    def __init__(self, caller: Caller):
        self.environment = {
            "TREELINE_URL": caller.base,
            "TREELINE_EMAIL": caller.email,
            "TREELINE_PASSWORD": PASSWORD,
        }

    def __call__(self, *arguments: object, code: int = 0, given: str = "", **environment: str) -> Ended:
        done = CliRunner().invoke(
            main, ["apps", *map(str, arguments)], input=given, env={**self.environment, **environment}
        )
        ended = Ended(done.exit_code, done.stdout, done.stderr)
        assert ended.code == code, ended
        assert PASSWORD not in ended.out + ended.err
        return ended


@pytest.fixture
def apps(caller: Caller) -> Apps:
    return Apps(caller)


def test_an_app_goes_in_and_comes_out(apps: Apps, caller: Caller, tmp_path: Path):
    done = apps("import", FILE, "--name", "Mine")
    line = FILE.read_text().splitlines().index("    - id: gone") + 1
    assert f"Lost: line {line}: workflow.graph.edges[3]" in done.out
    app_id = done.out.rsplit("Imported as app ", 1)[1].split()[0]
    assert caller.call("GET", f"/apps/{app_id}").json()["name"] == "Mine"
    shown = apps("export", app_id).out
    assert yaml.safe_load(shown)["app"]["name"] == "Mine"
    apps("export", app_id, "-o", tmp_path / "mine.yaml")
    assert (tmp_path / "mine.yaml").read_text() == shown
    again = apps("import", "-", "--overwrite", app_id, "--json", given=shown).json
    assert (again["app_id"], again["status"]) == (app_id, "completed")


def test_what_fails_says_where_and_makes_nothing(apps: Apps, caller: Caller, tmp_path: Path):
    before = caller.call("GET", "/apps").json()["total"]
    bad = tmp_path / "bad.yaml"
    bad.write_text("app: {name: x, mode: workflow}\nworkflow:\n  graph: []\n")
    failed = apps("import", bad, code=3)
    assert "line 3: workflow.graph: The graph must be a mapping." in failed.err
    assert apps("import", bad, "--json", code=3).json["error"]["code"] == "bad_type"
    bad.write_bytes(b"\xff\xfe")
    assert "not UTF-8" in apps("import", bad, code=5).err
    assert "No such file" in apps("import", tmp_path / "none.yaml", code=5).err
    assert caller.call("GET", "/apps").json()["total"] == before
    assert "app_not_found" in apps("export", "0190d5a0-0000-7000-8000-000000000000", "--json", code=3).out


def test_what_is_newer_needs_a_yes(apps: Apps, tmp_path: Path):
    newer = tmp_path / "newer.yaml"
    newer.write_text("app: {name: x, mode: workflow}\nversion: 9.0.0\nworkflow: {graph: {}}\n")
    assert "add --yes" in apps("import", newer, code=2).err
    assert json.loads(apps("import", newer, "--yes", "--json").out)["status"] == "completed"


def test_a_wrong_login_is_named(apps: Apps):
    assert "TREELINE_PASSWORD" in apps("import", FILE, code=3, TREELINE_PASSWORD="Wrong-horse-9").err
    assert "TREELINE_EMAIL" in apps("import", FILE, code=2, TREELINE_EMAIL="").err


GRAPH = {
    "nodes": [
        {"id": "start", "data": {"type": "start", "title": "Start", "variables": []}},
        {"id": "end", "data": {"type": "end", "title": "End", "outputs": []}},
    ],
    "edges": [{"id": "one", "source": "start", "target": "end", "sourceHandle": "source", "targetHandle": "target"}],
}


def test_a_script_creates_imports_and_publishes_by_a_token(apps: Apps, caller: Caller, tmp_path: Path):
    """As docs/api.md shows it for CI."""
    made = caller.call("POST", "/account/tokens", json={"name": "CI", "scopes": ["read", "write"]}).json()
    token = {"TREELINE_TOKEN": made["token"], "TREELINE_EMAIL": "", "TREELINE_PASSWORD": ""}

    def call(path: str, body: dict[str, Any]) -> requests.Response:
        headers = {"Authorization": f"Bearer {made['token']}"}
        return requests.post(f"{caller.base}/console/api{path}", json=body, headers=headers, timeout=30)

    app_id = call("/apps", {"name": "Support", "mode": "workflow"}).json()["id"]
    assert call(f"/apps/{app_id}/workflows/draft", {"graph": GRAPH}).status_code == 200
    file = tmp_path / "app.yaml"
    apps("export", app_id, "-o", file, **token)
    imported = apps("import", file, "--json", **token).json["app_id"]
    assert call(f"/apps/{imported}/workflows/publish", {"marked_name": "v1"}).status_code == 200
    assert caller.call("GET", f"/apps/{imported}/workflows/publish").json()["marked_name"] == "v1"
    # To run it takes another scope.
    assert call(f"/apps/{imported}/workflows/draft/run", {"inputs": {}}).json()["code"] == "insufficient_scope"
    caller.call("DELETE", f"/account/tokens/{made['id']}")
    ended = apps("export", imported, code=3, **token)
    assert "TREELINE_TOKEN" in ended.err
    assert made["token"] not in ended.err
