from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treeline.workflows.engine.scopes import Scope
from treeline.workflows.engine.values import File

FILE = File("f1", "image", "remote_url", "a.png", ".png", "image/png", 7, "https://files.example/a.png")


def test_values_are_found_by_node_name_and_keys_and_what_is_missing_is_null():
    scope = Scope()
    scope.set("llm-1", {"text": "hi", "usage": {"tokens": 3}, "file": FILE, "list": [1]})
    found = {
        ("llm-1", "text"): "hi",
        ("llm-1", "usage", "tokens"): 3,
        ("llm-1", "file", "name"): "a.png",
        ("llm-1", "file", "nothing"): None,
        ("llm-1", "text", "deeper"): None,
        ("llm-1", "list", "0"): None,
        ("llm-1", "usage", "tokens", "deeper", "still"): None,
        ("nobody", "text"): None,
        (): None,
    }
    assert {selector: scope.get(selector) for selector in found} == found
    assert (scope.ran("llm-1"), scope.ran("nobody")) == (True, False)


def test_what_users_send_has_two_names():
    scope = Scope()
    scope.set("sys", {"files": [FILE]})
    assert Scope(scope).get(["userinput", "files"]) == [FILE]


def test_a_scope_looks_up_and_what_is_set_in_it_stays_in_it():
    top = Scope()
    top.set("start", {"x": 1})
    inner = Scope(Scope(top))
    inner.set("code", {"result": 2})
    assert (inner.get(["start", "x"]), inner.get(["code", "result"])) == (1, 2)
    assert top.get(["code", "result"]) is None
    inner.set("start", {"x": 3})
    assert (inner.get(["start", "x"]), top.get(["start", "x"])) == (3, 1)


def test_conversation_variables_leave_containers_and_loop_variables_stay_in_their_loop():
    top = Scope()
    top.set("conversation", {"memory": "old", "count": 1})
    loop = Scope(top)
    loop.set("loop-1", {"total": 0})
    inner = Scope(loop)
    inner.assign(["conversation", "memory"], "new")
    inner.assign(["loop-1", "total"], 5)
    inner.assign(["own", "name"], "here")
    assert (top.get(["conversation", "memory"]), top.get(["conversation", "count"])) == ("new", 1)
    assert (loop.get(["loop-1", "total"]), top.get(["loop-1", "total"])) == (5, None)
    assert (inner.get(["own", "name"]), loop.get(["own", "name"])) == ("here", None)


@pytest.mark.parametrize("root", ["sys", "env", "conversation"])
def test_roots_are_set_in_the_first_scope_even_if_they_were_not_there(root: str):
    top = Scope()
    Scope(Scope(top)).assign([root, "name"], 1)
    assert top.get([root, "name"]) == 1


def test_what_a_node_gave_is_never_changed():
    outputs: dict[str, Any] = {"user": {"name": "Ann", "tags": {"a": 1}}, "other": {}}
    scope = Scope()
    scope.set("n", outputs)
    scope.assign(["n", "user", "tags", "a"], 2)
    assert outputs == {"user": {"name": "Ann", "tags": {"a": 1}}, "other": {}}
    assert scope.get(["n"]) == {"user": {"name": "Ann", "tags": {"a": 2}}, "other": {}}
    assert scope.get(["n", "other"]) is outputs["other"]


def test_a_variable_needs_a_node_and_a_name():
    with pytest.raises(ValueError, match="a name"):
        Scope().assign(["conversation"], 1)


names = st.sampled_from(["a", "b", "sys", "conversation"])
steps = st.lists(st.tuples(st.integers(0, 3), names, names, st.integers()), max_size=20)


@given(st.lists(st.integers(0, 5), min_size=3, max_size=3), steps)
def test_lookups_are_those_of_plain_dictionaries_laid_over_each_other(parents: list[int], writes: list[Any]):
    """Against the obvious: each scope a dictionary of all it sees, copied when it is asked."""
    scopes = [Scope()]
    above: list[int | None] = [None]
    for number, parent in enumerate(parents, 1):
        above.append(parent % number)
        scopes.append(Scope(scopes[parent % number]))
    own: list[dict[str, dict[str, int]]] = [{} for _ in scopes]
    for at, node, name, value in writes:
        scopes[at].set(node, {name: value})
        own[at][node] = {name: value}

    def seen(at: int) -> dict[str, dict[str, int]]:
        up = above[at]
        return {**(seen(up) if up is not None else {}), **own[at]}

    for at, scope in enumerate(scopes):
        for node in ("a", "b", "sys", "conversation"):
            assert scope.get([node]) == seen(at).get(node)
