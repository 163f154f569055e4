"""What an agent sees of its app's files: one version, read-only, and nothing else."""

import json
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest

from tests.conftest import Person
from tests.integration_tests.assets.conftest import Tree, publish
from tests.integration_tests.tools.conftest import SKILL, TABLE, newest_version
from treeline.kernel.storage import Storage
from treeline.kernel.web import FlaskApp
from treeline.tools.assets import READ_BYTES, AssetTools
from treeline.tools.loop import MAX_OBSERVATION_BYTES
from treeline.tools.skills import Skill, SkillTools, skills_of, skills_prompt

Run = Callable[[Callable[[], Awaitable[Any]]], Any]
UNKNOWN = UUID("0190d5a0-0000-7000-8000-000000000000")


@pytest.fixture
def storage(flask_app: FlaskApp) -> Storage:
    return flask_app.extensions["storage"]


@pytest.fixture
def files(tree: Tree, version_id: UUID, storage: Storage) -> AssetTools:
    return AssetTools(UUID(tree.app_id), version_id, storage)


@pytest.fixture
def skills(flask_app: FlaskApp, tree: Tree, version_id: UUID, storage: Storage) -> SkillTools:
    with flask_app.app_context():
        found = skills_of(UUID(tree.app_id), version_id, storage)
    return SkillTools(UUID(tree.app_id), version_id, storage, found)


def called(run: Run, box: Any, tool: str, **arguments: Any) -> str:
    return run(lambda: box.call(tool, arguments))


def test_it_works(run: Run, files: AssetTools):
    assert [spec.name for spec in files.specs] == ["list", "read", "search"]
    top = json.loads(called(run, files, "list"))
    assert [entry["path"] for entry in top["entries"]] == ["/skills", "/notes.txt"]
    assert called(run, files, "read", path="/skills/tides/table.txt") == TABLE
    (hit,) = json.loads(called(run, files, "search", query="anna"))["hits"]
    assert (hit["path"], hit["line"]) == ("/notes.txt", 1)


def test_it_is_the_version_that_it_was_begun_with(run: Run, files: AssetTools, tree: Tree):
    tree.ready_file("new.txt", b"Anna has left.\n")
    publish(tree)
    assert "Nothing found at /new.txt" in called(run, files, "read", path="/new.txt")
    assert len(json.loads(called(run, files, "search", query="anna"))["hits"]) == 1


def test_a_long_file_is_read_in_parts_that_fit(run: Run, flask_app: FlaskApp, tree: Tree, storage: Storage):
    text = "ä" * 20_000
    tree.ready_file("long.txt", text.encode())
    publish(tree)
    files = AssetTools(UUID(tree.app_id), newest_version(flask_app, tree), storage)
    first = called(run, files, "read", path="/long.txt")
    assert len(first.encode()) <= MAX_OBSERVATION_BYTES
    assert first.endswith(f"Continue with offset={READ_BYTES}.]")
    rest = called(run, files, "read", path="/long.txt", offset=READ_BYTES)
    assert first.partition("\n")[0] + rest.partition("\n")[0] == text


@pytest.mark.parametrize("path", ["../../etc/passwd", "/../notes.txt", "/skills/../notes.txt", "/skills/./tides", ".."])
def test_no_path_leaves_the_tree(run: Run, files: AssetTools, path: str):
    for tool in ("read", "list", "search"):
        more = {"query": "a"} if tool == "search" else {}
        assert "Nothing found at" in called(run, files, tool, path=path, **more)


@pytest.mark.parametrize(
    ("tool", "arguments", "says"),
    [
        ("read", {}, "path: Field required"),
        ("read", {"path": "/skills"}, "folder"),
        ("read", {"path": "/notes.txt", "offset": -1}, "offset"),
        ("list", {"path": 7}, "path"),
        ("search", {"query": ""}, "query"),
        ("list", {"paths": "/"}, "paths"),
        ("write", {}, "Unknown tool: write"),
    ],
)
def test_what_the_model_may_mend_is_told(run: Run, files: AssetTools, tool: str, arguments: dict, says: str):
    assert says in called(run, files, tool, **arguments)


def test_another_apps_version_is_not_there(run: Run, mallory: Person, version_id: UUID, storage: Storage):
    hers = UUID(mallory.post("/apps", json={"name": "Hers", "mode": "agent-chat"}).json["id"])
    for version in (version_id, UNKNOWN):
        stranger = AssetTools(hers, version, storage)
        for tool, arguments in (("list", {}), ("read", {"path": "/notes.txt"}), ("search", {"query": "Anna"})):
            assert "has been deleted" in called(run, stranger, tool, **arguments)
        assert run(lambda version=version: _skills(hers, version, storage)) == []


async def _skills(app_id: UUID, version_id: UUID, storage: Storage) -> list[Skill]:
    return skills_of(app_id, version_id, storage)


def test_skills_are_told_by_name_and_opened_when_chosen(run: Run, skills: SkillTools, files: AssetTools):
    prompt = skills_prompt(list(skills.skills.values()))
    assert prompt.endswith("\n- tides: Says when the water comes.")
    assert "use_skill" in prompt
    assert "Read table.txt" not in prompt
    opened = called(run, skills, "use_skill", name="tides")
    assert opened.startswith("# Tides\n\nRead table.txt.")
    assert f"- /skills/tides/table.txt ({len(TABLE)} bytes)" in opened
    assert called(run, files, "read", path="/skills/tides/SKILL.md") == SKILL
    for wrong in ("rides", "../tides", None, ["tides"]):
        assert called(run, skills, "use_skill", name=wrong) == "Unknown skill. Available skills: tides."


def test_a_version_without_skills_has_no_such_tool(run: Run, storage: Storage):
    assert SkillTools(UNKNOWN, UNKNOWN, storage, []).specs == ()
    assert skills_prompt([]) == ""


def test_a_long_skill_says_where_to_go_on(run: Run, flask_app: FlaskApp, tree: Tree, storage: Storage):
    node = tree.made({"name": "long", "node_type": "folder", "children": []})["long"]["id"]
    body = "---\nname: long\ndescription: Long.\n---\n" + "ä" * 15_000
    tree.ready_file("SKILL.md", body.encode(), node)
    publish(tree)
    app_id, version = UUID(tree.app_id), newest_version(flask_app, tree)
    with flask_app.app_context():
        found = skills_of(app_id, version, storage)
    opened = called(run, SkillTools(app_id, version, storage, found), "use_skill", name="long")
    offset = int(opened.partition("offset=")[2].partition(".")[0])
    rest = called(run, AssetTools(app_id, version, storage), "read", path="/long/SKILL.md", offset=offset)
    assert opened.partition("\n\n[Continue")[0] + rest.partition("\n[")[0] == "ä" * 15_000
