"""GET …/assets/skills: every folder with a SKILL.md, of the draft and of versions."""

import os
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from tests.conftest import Person
from tests.integration_tests.assets.conftest import Tree, file, folder
from treeline.kernel.web import FlaskApp

GOOD = b"---\nname: pdf\ndescription: Reads PDFs.\n---\n# PDF\n"


def skills(tree: Tree, version: object = None) -> list[dict[str, Any]]:
    reply = tree.get("/skills" if version is None else f"/skills?version={version}")
    assert reply.status_code == 200, reply.json
    assert reply.json["total"] == len(reply.json["data"])
    return reply.json["data"]


@pytest.fixture
def pdf(tree: Tree) -> dict[str, str]:
    node = tree.made(folder("skills", folder("pdf")))["pdf"]["id"]
    return {"node_id": node, "file_id": tree.ready_file("SKILL.md", GOOD, node)}


def test_it_works(tree: Tree, pdf: dict[str, str]):
    assert skills(tree) == [
        {
            "name": "pdf",
            "description": "Reads PDFs.",
            "compatibility": None,
            "allowed_tools": [],
            "model_invocation": True,
            "path": "/skills/pdf",
            "problems": [],
            **pdf,
        },
    ]


def test_an_app_without_any(tree: Tree):
    tree.made(folder("skills", folder("SKILL.md"), file("SKILL.md.txt")), file("skill.md"))
    assert skills(tree) == []


def test_of_a_version(tree: Tree, pdf: dict[str, str]):
    before = skills(tree)
    tree.post("/versions", json={})
    tree.put(f"/files/{pdf['file_id']}", json={"content": "no longer"})
    tree.post("/versions", json={})
    tree.post("/versions/1/activate")
    assert skills(tree, 1) == skills(tree, "active") == before
    assert skills(tree, 2) == skills(tree) != before
    assert [problem["line"] for problem in skills(tree)[0]["problems"]] == [1]
    tree.delete(f"/nodes/{pdf['node_id']}")
    assert skills(tree) == []
    for version in ("3", "x", "draft"):
        reply = tree.get(f"/skills?version={version}")
        assert (reply.status_code, reply.json["code"]) == (404, "app_asset_version_not_found")


def test_problems_are_named(tree: Tree):
    made = tree.made(folder("big"), folder("odd name"), folder("none"), file("SKILL.md", 10))
    tree.ready_file("SKILL.md", GOOD + b"x" * 1024**2, made["big"]["id"])
    tree.ready_file("SKILL.md", b"---\nname: odd name\n---\n", made["odd name"]["id"])
    tree.ready_file("SKILL.md", b"", made["none"]["id"])
    found = {skill["path"]: [problem["message"] for problem in skill["problems"]] for skill in skills(tree)}
    assert list(found) == ["/", "/big", "/none", "/odd name"]
    assert "not uploaded yet" in found["/"][0]
    assert "limit is 1048576" in found["/big"][0]
    assert "must be ---" in found["/none"][0]
    assert len(found["/odd name"]) == 2


def test_the_case_of_the_name_matters(tree: Tree):
    made = tree.made(folder("a"), folder("b"))
    tree.ready_file("Skill.md", GOOD, made["a"]["id"])
    tree.ready_file("SKILL.md", GOOD, made["b"]["id"])
    assert [skill["path"] for skill in skills(tree)] == ["/b"]


def test_at_the_top(tree: Tree):
    tree.ready_file("SKILL.md", GOOD)
    (skill,) = skills(tree)
    assert (skill["path"], skill["node_id"], len(skill["problems"])) == ("/", None, 1)


def test_bytes_that_are_gone_are_a_problem_of_one(tree: Tree, flask_app: FlaskApp, stored: Callable[[], set[str]]):
    before = stored()
    tree.ready_file("SKILL.md", os.urandom(99), tree.folder("a"))
    (key,) = stored() - before
    tree.ready_file("SKILL.md", GOOD, tree.folder("pdf"))
    flask_app.extensions["storage"].delete(UUID(key))
    first, second = skills(tree)
    assert ("missing from storage" in first["problems"][0]["message"], second["problems"]) == (True, [])


def test_there_is_a_bound(tree: Tree, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("treeline.assets.skills.service.MAX_SKILLS", 3)
    tree.made(*(folder(f"d{number}", file("SKILL.md")) for number in range(5)))
    reply = tree.get("/skills").json
    assert (len(reply["data"]), reply["total"], reply["has_more"]) == (3, 5, True)


def test_as_many_statements_for_many_as_for_one(tree: Tree, pdf: dict[str, str], queries: list[str]):
    queries.clear()
    skills(tree)
    one = len(queries)
    tree.made(*(folder(f"d{number}", file("SKILL.md")) for number in range(30)))
    queries.clear()
    skills(tree)
    assert len(queries) == one


def test_a_stranger_finds_nothing(tree: Tree, pdf: dict[str, str], mallory: Person):
    assert Tree(mallory, tree.app_id).get("/skills").status_code == 404
