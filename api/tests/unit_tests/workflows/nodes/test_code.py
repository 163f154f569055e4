from typing import Any

import pytest

from tests.unit_tests.workflows.running import parse, run
from treeline.workflows.engine.step import NodeFailed
from treeline.workflows.nodes.node import Limits
from treeline.workflows.nodes.registry import node_of

SMALL = Limits(text_characters=100, array_items=10, code_seconds=0.3, code_bytes=1 << 25)


def code(body: str, outputs: dict[str, Any], language: str = "python3", **names: list[str]) -> dict[str, Any]:
    text = f"def main({', '.join(names)}) -> dict:\n    {body}\n"
    if language == "javascript":
        text = f"function main({{{', '.join(names)}}}) {{ {body} }}"
    variables = [{"variable": name, "value_selector": selector} for name, selector in names.items()]
    return {"type": "code", "code_language": language, "code": text, "variables": variables, "outputs": outputs}


def of(type_: str, **children: Any) -> dict[str, Any]:
    return {"type": type_, "children": children or None}


@pytest.mark.parametrize("language", ["python3", "javascript"])
def test_main_gets_the_variables_and_its_outputs_are_those_declared(language: str):
    body = {"python3": "return {'sum': a + b, 'more': 1}", "javascript": "return {sum: a + b, more: 1}"}[language]
    data = code(body, {"sum": of("number")}, language, a=["n", "a"], b=["n", "b"])
    assert run(data, {"n": {"a": 1, "b": 2.5}}).outputs == {"sum": 3.5}
    node = node_of("code")
    assert list(node.reads(parse(data))) == [("n", "a"), ("n", "b")]
    assert node.outputs(parse(data)) == {"sum": "number"}


@pytest.mark.parametrize(
    ("value", "declared"),
    [
        ("'a'", of("string")),
        ("None", of("string")),
        ("2", of("Number")),
        ("[1, None]", of("array[number]")),
        ("[]", of("array[object]")),
        ("[1, 'a']", of("array[any]")),
        ("{'b': [{'c': 1}]}", of("object", b=of("array[object]", c=of("number")))),
        ("True", of("boolean")),
    ],
)
def test_outputs_of_the_declared_type(value: str, declared: dict[str, Any]):
    assert "a" in run(code(f"return {{'a': {value}}}", {"a": declared})).outputs


@pytest.mark.parametrize(
    ("body", "declared", "said"),
    [
        ("return [1]", of("string"), "main returned an array; an object with the outputs is accepted"),
        ("return None", of("string"), "main returned null"),
        ("return {'b': 1}", of("string"), 'main returned no "a"; string is declared'),
        ("return {'a': 1}", of("string"), "a is integer 1; string is declared"),
        ("return {'a': True}", of("number"), "a is boolean true; number is declared"),
        ("return {'a': ['b', 1]}", of("array[string]"), r"a is an array; array\[string\] is declared"),
        ("return {'a': {'b': 1}}", of("object", b=of("string")), "a.b is integer 1; string is declared"),
        ("return {'a': [{}]}", of("array[object]", b=of("string")), r"a\[0\].b is missing; string is declared"),
        ("return {'a': 'x' * 101}", of("string"), r"at most 100 are allowed \(CODE_MAX_STRING_LENGTH\)"),
        ("return {'a': [0] * 11}", of("array[number]"), r"at most 10 are allowed \(CODE_MAX_ARRAY_LENGTH\)"),
        ("return {'a': {'b': [[[[[1]]]]]}}", of("object"), r"a.b\[0\]\[0\]\[0\]\[0\] is nested too deep"),
        ("return {'a': 1", of("object"), "Line "),
        ("return {'a': 1 / 0}", of("object"), "Line 2: ZeroDivisionError: division by zero."),
    ],
)
def test_what_is_wrong_is_named(body: str, declared: dict[str, Any], said: str):
    with pytest.raises(NodeFailed, match=said) as failed:
        run(code(body, {"a": declared}), limits=Limits(text_characters=100, array_items=10))
    assert failed.value.type.startswith("code_")


def test_limits_are_those_of_the_run():
    with pytest.raises(NodeFailed, match=r"longer than 0\.3 seconds \(CODE_EXECUTION_TIMEOUT\)"):
        run(code("while True: pass", {}), limits=SMALL)
    with pytest.raises(NodeFailed, match="more than 32 MiB of memory"):
        run(code("return {'a': 'x' * 10 ** 9}", {}), limits=SMALL)


def test_texts_can_be_stored():
    assert run(code("return {'a': 'x\\0y'}", {"a": of("string")})).outputs == {"a": "x\ufffdy"}
