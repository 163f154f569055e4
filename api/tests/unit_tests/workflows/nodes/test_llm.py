"""The LLM node against a scripted provider, over a real socket and through the real libraries."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.model_server import ModelServer
from tests.node_context import NodeContext, failure, run
from tests.node_models import CHOICE, Remembered, ScriptedModels
from tests.sites import site
from treeline.workflows.nodes.llm import LlmData, LlmNode
from treeline.workflows.nodes.structured import read_lenient

NODE = LlmNode()
SCHEMA = {"type": "object", "properties": {"age": {"type": "integer"}}, "required": ["age"]}
STRUCTURED = {"structured_output_enabled": True, "structured_output": {"schema": SCHEMA}}


@pytest.fixture(scope="module")
def running() -> Iterator[ModelServer]:
    with ModelServer() as server:
        yield server


@pytest.fixture
def server(running: ModelServer) -> ModelServer:
    running.forget()
    return running


def context(server: ModelServer, memory: Any = (), **values: Any) -> NodeContext:
    return NodeContext(
        {"n": values, "sys": {"query": "And now?"}}, models=ScriptedModels(server), memory=Remembered(memory)
    )


def prompts(*pairs: tuple[str, str], **more: Any) -> dict[str, Any]:
    return {"model": CHOICE, "prompt_template": [{"role": role, "text": text} for role, text in pairs], **more}


def test_it_works(server: ModelServer):
    server.answer("Hello there, Anna")
    here = context(server, name="Anna")
    done = run(NODE, here, **prompts(("system", "Be kind."), ("user", "I am {{#n.name#}} {{#n.none#}}")))
    assert server.requests[0].turns == (("system", "Be kind."), ("user", "I am Anna "))
    assert done.outputs["text"] == here.told() == "Hello there, Anna"
    assert len(here.said["text"]) > 1
    assert done.outputs["files"] == []
    assert done.outputs["usage"]["total_tokens"] == 8
    assert done.outputs["usage"]["currency"] == "USD"
    assert Decimal(done.outputs["usage"]["total_price"]) == Decimal("0.000011")
    assert done.usage is not None
    assert (done.usage.prompt_tokens, done.usage.completion_tokens) == (5, 3)
    assert done.process_data["prompts"][1] == {"role": "user", "text": "I am Anna "}


def test_parameters(server: ModelServer):
    model = {**CHOICE, "completion_params": {"temperature": 0.2, "max_tokens": 9, "unknown": 1}}
    run(NODE, context(server), **prompts(("user", "x"), model=model))
    assert server.requests[0].body["temperature"] == 0.2
    assert server.requests[0].body["max_tokens"] == 9


def test_without_a_question_the_instructions_are_it(server: ModelServer):
    run(NODE, context(server), **prompts(("system", "Write a poem."), ("user", "{{#n.none#}}")))
    assert server.requests[0].turns == (("user", "Write a poem."),)
    assert failure(NODE, context(server), **prompts(("user", "{{#n.none#}}"))).type == "no_prompt"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("plain {{#n.name#}}", "plain {{#n.name#}}"),
        ([{"content": "one", "title": "a"}, {"content": "two"}], "one\ntwo"),
        (["a", {"b": 1}], 'a\n{"b": 1}'),
        (None, ""),
    ],
)
def test_context(server: ModelServer, value: Any, told: str):
    chosen = {"enabled": True, "variable_selector": ["n", "found"]}
    run(NODE, context(server, found=value, name="x"), **prompts(("user", "Use <{{#context#}}>"), context=chosen))
    assert server.requests[0].turns == (("user", f"Use <{told}>"),)


def test_memory(server: ModelServer):
    past = (("third?", "3"), ("second?", "2"), ("first?", "1"))
    window = {"window": {"enabled": True, "size": 2}}
    run(NODE, context(server, past), **prompts(("system", "s"), memory=window))
    turns = [("system", "s"), ("user", "second?"), ("assistant", "2"), ("user", "third?"), ("assistant", "3")]
    assert server.requests[0].turns == (*turns, ("user", "And now?"))
    memory = {"window": {"enabled": False, "size": 2}, "query_prompt_template": "Q: {{#sys.query#}}"}
    run(NODE, context(server, past), **prompts(("system", "s"), memory=memory))
    assert server.requests[1].turns[1] == ("user", "first?")
    assert server.requests[1].turns[-1] == ("user", "Q: And now?")


def test_memory_fits(server: ModelServer):
    here = context(server, (("q" * 300, "a"), ("long" * 2000, "b"), ("old", "c")))
    here.ports.models = ScriptedModels(server, {"context_size": 1000})
    run(NODE, here, **prompts(("system", "s"), memory={}))
    assert [role for role, _ in server.requests[0].turns] == ["system", "user", "assistant", "user"]


def test_a_completion_prompt(server: ModelServer):
    past = (("first?", "1"),)
    template = {"text": "{{#histories#}}\n---\n{{#sys.query#}}"}
    run(NODE, context(server, past), model={**CHOICE, "mode": "completion"}, prompt_template=template, memory={})
    assert server.requests[0].turns == (("user", "Human: first?\nAssistant: 1\n---\nAnd now?"),)


def test_jinja(server: ModelServer):
    prompt = {
        "role": "user",
        "edition_type": "jinja2",
        "text": "",
        "jinja2_text": "{% for x in xs %}<{{ x }}>{% endfor %}",
    }
    config = {"jinja2_variables": [{"variable": "xs", "value_selector": ["n", "names"]}]}
    run(NODE, context(server, names=["a", "{{ b }}"]), model=CHOICE, prompt_template=[prompt], prompt_config=config)
    assert server.requests[0].said == "<a><{{ b }}>"
    wrong = {**prompt, "jinja2_text": "{{ x.__class__.__mro__ }}{% for %}"}
    assert failure(NODE, context(server), model=CHOICE, prompt_template=[wrong]).type


@pytest.mark.parametrize("form", ["tagged", "separated"])
def test_thoughts(server: ModelServer, form: str):
    server.answer("<think>It is so. Or not.</think>Yes indeed")
    here = context(server)
    done = run(NODE, here, **prompts(("user", "x"), reasoning_format=form))
    assert done.outputs["text"] == here.told()
    if form == "separated":
        assert (done.outputs["text"], done.outputs["reasoning_content"]) == ("Yes indeed", "It is so. Or not.")
    else:
        assert done.outputs["text"] == "<think>\nIt is so. Or not.\n</think>\n\nYes indeed"
        assert done.outputs["reasoning_content"] == ""


@pytest.mark.parametrize("form", ["tagged", "separated"])
def test_what_was_said_and_was_a_thought_is_taken_back(server: ModelServer, form: str):
    server.answer("It is so. </think> Yes indeed")
    here = context(server)
    done = run(NODE, here, **prompts(("user", "x"), reasoning_format=form))
    assert done.outputs["text"] == here.told()
    assert done.outputs["text"].endswith("Yes indeed")
    assert done.outputs["text"].count("It is so.") == (1 if form == "tagged" else 0)


@pytest.mark.parametrize(
    "said", ['{"age": 3}', 'Sure!\n```json\n{"age": 3,}\n```', "{'age': 3", '<think>x</think>{"age": 3}']
)
def test_structured_output(server: ModelServer, said: str):
    server.answer(said)
    done = run(NODE, context(server), **prompts(("system", "s"), ("user", "x")), **STRUCTURED)
    assert done.outputs["structured_output"] == {"age": 3}
    assert server.requests[0].body["response_format"]["json_schema"]["schema"] == SCHEMA
    assert '"age"' in server.requests[0].turns[0][1]


def test_a_server_that_knows_no_schemas(server: ModelServer):
    server.fail(400, "response_format is not supported")
    server.answer('{"age": 3}')
    done = run(NODE, context(server), **prompts(("user", "x")), **STRUCTURED)
    assert done.outputs["structured_output"] == {"age": 3}
    assert "response_format" not in server.requests[1].body


@pytest.mark.parametrize(
    ("said", "words"), [("I can't.", "not the JSON"), ('{"age": "old"}', "at age"), ("{}", "at the answer")]
)
def test_an_answer_that_does_not_match(server: ModelServer, said: str, words: str):
    server.answer(said)
    failed = failure(NODE, context(server), **prompts(("user", "x")), **STRUCTURED)
    assert (failed.type, failed.retryable) == ("structured_output_failed", True)
    assert words in failed.message


@pytest.mark.parametrize(
    "schema",
    [None, "{", {"type": 3}, {"$ref": "http://127.0.0.1:9/schema"}, {"properties": {"age": {"$ref": "#/$defs/none"}}}],
)
def test_a_wrong_schema(server: ModelServer, schema: Any):
    server.answer('{"age": 3}')
    output = {"structured_output_enabled": True, "structured_output": {"schema": schema}}
    assert failure(NODE, context(server), **prompts(("user", "x")), **output).type == "invalid_schema"


def test_nothing_is_fetched_for_a_schema(server: ModelServer):
    with site() as other:
        server.answer('{"age": 3}')
        output = {"structured_output_enabled": True, "structured_output": {"schema": {"$ref": other.url + "/"}}}
        assert failure(NODE, context(server), **prompts(("user", "x")), **output).type == "invalid_schema"
        assert other.asked == []


def test_a_pattern_that_takes_for_ever_is_not_run(server: ModelServer):
    server.answer('{"a": "' + "a" * 60 + '!"}')
    schema = {"type": "object", "properties": {"a": {"type": "string", "pattern": "(a+)+$"}}}
    done = run(
        NODE, context(server), **prompts(("user", "x")), **{**STRUCTURED, "structured_output": {"schema": schema}}
    )
    assert done.outputs["structured_output"]["a"].endswith("!")


@given(st.text())
def test_any_text_is_read_or_refused(text: str):
    read_lenient(text)


def test_what_is_long_and_broken_is_not_mended():
    assert read_lenient("{'a': 1") == {"a": 1}
    assert read_lenient("{'a': 1" + " " * 60_000) is None
    assert read_lenient('{"a": 1' + " " * 60_000 + "}") == {"a": 1}


def test_failures(server: ModelServer):
    server.fail(401, "Incorrect API key provided: sk-secret123456")
    failed = failure(NODE, context(server), **prompts(("user", "x")))
    assert (failed.type, failed.retryable) == ("completion_request_error", False)
    assert "sk-secret" not in failed.message
    server.fail(429, "Slow down")
    server.fail(429, "Slow down")
    assert failure(NODE, context(server), **prompts(("user", "x"))).retryable
    server.break_after(2)
    assert failure(NODE, context(server), **prompts(("user", "x"))).type == "completion_request_error"
    other = prompts(("user", "x"), model={**CHOICE, "name": "other"})
    assert failure(NODE, context(server), **other).type == "model_currently_not_support"


def test_the_time_of_the_run_is_a_limit(server: ModelServer):
    server.hold(after=0)
    here = context(server)
    here.seconds_left = 0.05
    failed = failure(NODE, here, **prompts(("user", "x")))
    assert failed.type == "completion_request_error"
    assert "didn't respond" in failed.message


def test_what_it_reads():
    data = LlmData.model_validate(
        {
            "type": "llm",
            **prompts(("user", "{{#n.a#}} {{#context#}}")),
            "prompt_config": {"jinja2_variables": [{"variable": "v", "value_selector": ["n", "b"]}]},
            "context": {"enabled": True, "variable_selector": ["n", "c"]},
            "vision": {"enabled": True, "configs": {"detail": "high", "variable_selector": ["n", "d"]}},
            "memory": {"window": {"enabled": False}},
        }
    )
    assert {".".join(each) for each in NODE.reads(data)} == {"n.a", "n.b", "n.c", "n.d", "sys.query"}
