"""What is written is read as it was; whatever a document is, it is taken or the report says why not."""

import copy
import json
from contextlib import suppress
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.unit_tests.workflows.dsl.app_files import NAMES, WORKFLOWS, text_of
from treeline.workflows.dsl.parse import ParsedApp, marked_version, open_document, parse
from treeline.workflows.dsl.report import BadImport
from treeline.workflows.dsl.versions import CURRENT
from treeline.workflows.dsl.write import write_config, write_workflow


def parsed(text: str) -> ParsedApp:
    return parse(open_document(text))


def written(app: ParsedApp, *, secrets: bool = True) -> str:
    heading = {"mode": app.mode, **app.fields}
    if app.workflow is not None:
        return write_workflow(heading, app.workflow, secrets=secrets)
    assert app.config is not None
    return write_config(heading, app.config.as_sent())


@pytest.mark.parametrize("name", NAMES)
def test_what_was_converted_once_stays_as_it_is(name: str):
    first = parsed(text_of(name))
    again = parsed(written(first))
    assert (again.workflow, again.config, again.fields, again.mode) == (
        first.workflow,
        first.config,
        first.fields,
        first.mode,
    )
    assert again.version == CURRENT
    assert not again.report.has_losses
    assert written(again) == written(first)


# Whatever a later version or somebody's plug-in may put into a graph.
TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=30)
NUMBERS = st.integers(-(10**20), 10**20) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
UNKNOWN = st.dictionaries(TEXT.map(lambda text: f"u-{text}"), VALUES, max_size=4)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    ids = draw(st.lists(TEXT.filter(bool), min_size=1, max_size=4, unique=True))
    kinds = st.sampled_from(["llm", "end", "answer", "start", "if-else", "u-new", "u-newer"])
    nodes = [
        {
            "id": each,
            "type": "custom",
            "position": {"x": 1, "y": 2},
            "data": {"type": draw(kinds), "title": draw(TEXT), **draw(UNKNOWN)},
            **draw(UNKNOWN),
        }
        for each in ids
    ]
    ends = st.sampled_from(ids)
    edges = [
        {
            "id": f"e{n}",
            "type": "custom",
            "source": draw(ends),
            "sourceHandle": draw(TEXT.filter(bool)),
            "target": draw(ends),
            "targetHandle": "target",
            "data": draw(UNKNOWN),
            **draw(UNKNOWN),
        }
        for n in range(draw(st.integers(0, 3)))
    ]
    workflow = {
        "graph": {"nodes": nodes, "edges": edges, **draw(UNKNOWN)},
        "features": draw(UNKNOWN),
        "environment_variables": [
            {"id": "1", "name": "v", "value_type": "string", "value": draw(TEXT), **draw(UNKNOWN)}
        ],
        "conversation_variables": [],
        **draw(UNKNOWN),
    }
    app = {"name": "n", "mode": "workflow", **draw(UNKNOWN)}
    return {"version": CURRENT, "kind": "app", "app": app, "workflow": workflow, **draw(UNKNOWN)}


@given(documents())
def test_what_is_not_known_comes_out_as_it_went_in(document: dict[str, Any]):
    before = copy.deepcopy(document)
    out = yaml.safe_load(written(parsed(yaml.safe_dump(document, allow_unicode=False))))
    for part in ("graph", "features", "environment_variables", "conversation_variables"):
        assert out["workflow"][part] == before["workflow"][part]
    for name, part in (("app", before["app"]), ("workflow", before["workflow"])):
        unknown = {key: each for key, each in part.items() if key.startswith("u-") and each not in (None, [])}
        assert {key: each for key, each in out[name].items() if key.startswith("u-")} == unknown
    unknown = {key: each for key, each in before.items() if key.startswith("u-") and each not in (None, [])}
    assert {key: each for key, each in out.items() if key.startswith("u-")} == unknown


# A piece of a document that is not what it should be.
ODD = st.sampled_from([None, True, 0, -1, 1.5, "", "x", [], {}, [None], [[]], {"a": None}, {"type": 1}, "{{#a.b#}}"])


def places(value: Any) -> list[tuple[Any, Any]]:
    """Each (holder, key) in a document."""
    steps = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
    found = [(value, key) for key, _ in steps]
    return found + [place for _, each in steps if isinstance(each, (dict, list)) for place in places(each)]


DATA = {name: yaml.safe_load(text_of(name)) for name in NAMES}


@st.composite
def damaged(draw: st.DrawFn) -> str:
    document = copy.deepcopy(DATA[draw(st.sampled_from(NAMES))])
    for _ in range(draw(st.integers(1, 4))):
        found = places(document)
        if not found:
            break
        holder, key = found[draw(st.integers(0, len(found) - 1))]
        act = draw(st.sampled_from(["replace", "remove", "move"]))
        if act == "remove":
            del holder[key]
        elif act == "replace":
            holder[key] = copy.deepcopy(draw(ODD))
        else:
            other, place = found[draw(st.integers(0, len(found) - 1))]
            holder[key] = copy.deepcopy(other[place]) if place in other or isinstance(other, list) else None
    return yaml.safe_dump(document, allow_unicode=True)


def taken_or_named(text: str) -> None:
    """Nothing else is raised; and what is taken is taken again when it is written."""
    app = refusal = None
    try:
        app = parsed(text)
    except BadImport as error:
        refusal = error
    if app is not None:
        again = parsed(written(app))
        assert (again.workflow, again.config) == (app.workflow, app.config)
    else:
        assert refusal is not None
        assert all(each.severity == "error" and each.what for each in refusal.findings)


@given(damaged())
def test_a_damaged_document_is_taken_or_named(text: str):
    taken_or_named(text)


@given(st.sampled_from(NAMES), st.data())
def test_a_damaged_text_is_taken_or_named(name: str, data: st.DataObject):
    text = text_of(name)
    for _ in range(data.draw(st.integers(1, 3))):
        at, length = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 5))
        text = text[:at] + data.draw(st.text(max_size=4)) + text[at + length :]
    taken_or_named(text)
    with suppress(BadImport):
        marked_version(open_document(text))


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_file_of_a_file_in_json_is_one_too(name: str):
    """What an export replies, saved as it is."""
    assert parsed(json.dumps({"data": text_of(name)})).workflow is not None
