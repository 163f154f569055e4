"""GET …/assets/search/contents: lines of the draft's files that hold a text."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Person, program
from tests.integration_tests.assets.conftest import SKILL, Agent, Tree, file, folder, publish
from treeline.assets.agents import searching


def page(tree: Tree, query: str, cursor: str | None = None) -> dict[str, Any]:
    reply = tree.get("/search/contents", query_string={"q": query, **({"cursor": cursor} if cursor else {})})
    assert reply.status_code == 200, reply.json
    return reply.get_json()


def hits(tree: Tree, query: str) -> list[dict[str, Any]]:
    """Of all pages."""
    found = page(tree, query)
    lines = found["data"]
    while found["next_cursor"]:
        found = page(tree, query, found["next_cursor"])
        lines += found["data"]
    return lines


def test_it_works(tree: Tree):
    pdf = tree.made(folder("skills", folder("pdf")))["pdf"]["id"]
    node = tree.ready_file("SKILL.md", SKILL.encode(), pdf)
    tree.ready_file("other.md", b"nothing\n")
    tree.made(file("pending.md", 10))
    line = "Fill in forms, read Äpfel."
    hit = {"node_id": node, "path": "/skills/pdf/SKILL.md", "line": 4, "offset": SKILL.index("Fill"), "text": line}
    assert page(tree, "äpfel") == {"data": [hit], "files_searched": 2, "files_skipped": 0, "next_cursor": None}


def test_what_is_no_text_is_skipped(tree: Tree):
    tree.ready_file("a.bin", b"needle\0")
    tree.ready_file("b.txt", "needle ü".encode("latin-1"))
    tree.ready_file("c.txt", b"needle".ljust(searching.MAX_TEXT_BYTES + 1))
    tree.ready_file("empty.txt", b"")
    assert page(tree, "needle") == {"data": [], "files_searched": 1, "files_skipped": 3, "next_cursor": None}


def test_a_draft_is_searched_as_it_is_now(tree: Tree):
    node = tree.ready_file("a.md", b"needle\n")
    folder_id = tree.folder("deep")
    tree.post(f"/nodes/{node}/move", json={"parent_id": folder_id})
    assert [hit["path"] for hit in hits(tree, "needle")] == ["/deep/a.md"]
    tree.put(f"/files/{node}", json={"content": "hay"})
    assert hits(tree, "needle") == []
    tree.delete(f"/nodes/{folder_id}")
    assert page(tree, "hay")["files_searched"] == 0


# Few letters, so that they meet; ones whose folding or encoding changes their length; ends of lines.
TEXTS = st.text("aAbß\u0130Äé\u2028\U0001f333\r\n ", max_size=60)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(contents=st.lists(TEXTS, min_size=1, max_size=6), query=st.text("aAbßé", min_size=1, max_size=2))
def test_the_console_finds_in_the_draft_what_agents_find_in_its_version(
    tree: Tree, agent: Agent, contents: list[str], query: str
):
    for node in tree.nodes():
        tree.delete(f"/nodes/{node['id']}")
    for number, content in enumerate(contents):
        tree.ready_file(f"{number}.txt", content.encode())
    publish(tree)
    told = agent.ok("search", query=query, where="text")["hits"]
    found = [{key: hit[key] for key in ("path", "line", "offset", "text")} for hit in hits(tree, query)]
    assert found == told


def test_pages_have_every_line_once(tree: Tree):
    for number in range(30):
        tree.ready_file(f"{number}.txt", b"needle %d\nneedle again\n" % number)
    found = hits(tree, "needle")
    assert len(found) == len({(hit["path"], hit["line"]) for hit in found}) == 60
    assert len(page(tree, "needle")["data"]) <= searching.MAX_HITS


def test_more_files_than_one_answer_covers(tree: Tree):
    tree.made(folder("empty", *(file(str(number)) for number in range(searching.SCAN_FILES))))
    tree.ready_file("last.txt", b"needle")
    assert page(tree, "needle")["data"] == []
    assert [hit["path"] for hit in hits(tree, "needle")] == ["/last.txt"]


def test_the_queries_do_not_grow_with_the_files(tree: Tree, queries: list[str]):
    counts = []
    for more in ("a", "b"):
        for number in range(20):
            tree.ready_file(f"{more}{number}.txt", b"hay %d" % number)
        queries.clear()
        page(tree, "needle")
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("query", ["", "q=", "q=%20", "q=a%0Ab", f"q={'x' * 256}", "q=x&cursor=1"])
def test_what_is_rejected(tree: Tree, query: str):
    assert tree.get(f"/search/contents?{query}").status_code == 400


def test_a_key_searches_its_app_and_no_other(tree: Tree, mallory: Person):
    tree.ready_file("a.md", b"needle\n")
    holder = program(tree.person, tree.app_id)
    assert [hit["line"] for hit in holder.get("/v1/assets/search/contents?q=needle").json["data"]] == [1]
    assert mallory.get(f"{tree.base}/search/contents?q=needle").status_code == 404
