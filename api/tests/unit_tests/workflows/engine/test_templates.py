import pytest
from hypothesis import given
from hypothesis import strategies as st

from treeline.workflows.engine.scopes import Scope
from treeline.workflows.engine.templates import parse, render, selectors
from treeline.workflows.engine.values import as_json_text

names = st.text(st.characters(exclude_characters=".#{}", exclude_categories=["Z", "C"]), min_size=1, max_size=8)
references = st.lists(names, min_size=1, max_size=5).map(tuple)
between = st.text(st.sampled_from("ab {}#.\n"), max_size=6).filter(lambda text: "{{#" not in text)


def written(parts: list[str | tuple[str, ...]]) -> str:
    return "".join(part if isinstance(part, str) else "{{#" + ".".join(part) + "#}}" for part in parts)


@given(st.lists(references | between.filter(lambda text: not text.endswith("{")), max_size=8))
def test_what_is_written_is_parsed_to_the_same_parts(parts: list[str | tuple[str, ...]]):
    parsed = parse(written(parts))
    assert written(list(parsed)) == written(parts)
    assert [part for part in parsed if isinstance(part, tuple)] == [part for part in parts if isinstance(part, tuple)]


@given(st.text(st.sampled_from("{}#.ab "), max_size=40))
def test_a_text_is_the_sum_of_its_parts_whatever_it_is(text: str):
    assert written(list(parse(text))).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("Hello {{#start.name#}}!", "Hello Ann!"),
        ("{{#node-1.名字#}}{{# start.name #}}", "达Ann"),
        ("{{#start.missing#}}|{{#nobody.text#}}|{{#context#}}", "||"),
        ("{{#start.user.tags#}} {{#start.ok#}}", '["a"] True'),
        ("{{start.name}} {{#start. name#}} {{##}} {{#a..b#}} {{#start.name#}", None),
        ("{{{#start.name#}}}", "{Ann}"),
        ("{{#{{#start.name#}}#}}", "{{#Ann#}}"),
    ],
)
def test_values_stand_where_they_are_named(template: str, text: str | None):
    scope = Scope()
    scope.set("start", {"name": "Ann", "user": {"tags": ["a"]}, "ok": True})
    scope.set("node-1", {"名字": "达"})
    assert render(template, scope) == (template if text is None else text)


def test_a_value_is_never_a_template_and_how_it_becomes_text_can_be_chosen():
    scope = Scope()
    scope.set("a", {"text": "{{#a.secret#}}", "secret": "no", "ok": True})
    assert render("{{#a.text#}} {{#a.ok#}}", scope, as_json_text) == "{{#a.secret#}} true"


def test_variables_are_named_once_in_order():
    assert selectors("{{#b.x#}} {{#a.y.z#}} {{#b.x#}}") == [("b", "x"), ("a", "y", "z")]


@pytest.mark.parametrize("piece", ["{{#", "{{#a", "{{#a.", "{{#a ", "{{# ", "{{#a#}"])
def test_a_long_text_that_nearly_has_references_is_read_in_one_go(piece: str):
    """By the square of its length it would take hours."""
    assert parse(piece * 100_000) == (piece * 100_000,)
    long = piece + "a." * 200_000
    assert parse(long) == (long,)
    long = piece + " " * 400_000
    assert parse(long) == (long,)
