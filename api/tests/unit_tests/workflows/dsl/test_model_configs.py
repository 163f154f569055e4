"""Configs of chat, agent and completion apps: what is supported stays, the rest is reported."""

import yaml

from tests.unit_tests.workflows.dsl.app_files import text_of
from tests.unit_tests.workflows.dsl.test_round_trip import parsed


def test_an_agent_keeps_what_is_supported():
    app = parsed(text_of("agent_chat"))
    config = app.config
    assert config is not None
    assert [field.variable for field in config.user_input_form] == ["who", "count"]
    assert [tool.tool_name for tool in config.agent_mode.tools] == ["find"]
    assert (config.agent_mode.max_iteration, config.pre_prompt) == (7, "Help {{who}}.")
    assert config.suggested_questions_after_answer.enabled
    assert not config.speech_to_text.enabled
    lines = text_of("agent_chat").splitlines()
    lost = {(each.code, lines[(each.line or 0) - 1].strip().split(":")[0].strip("- {")) for each in app.report.findings}
    assert lost == {
        ("tool", "enabled"),
        ("tool", "dataset"),
        ("unsupported", "external_data_tools"),
        ("left_out", "dataset_configs"),
        ("left_out", "sensitive_word_avoidance"),
        ("left_out", "speech_to_text"),
        ("left_out", "select"),
        ("left_out", "paragraph"),
        ("left_out", "external_data_tool"),
    }


def test_a_prompt_of_messages_and_an_uploaded_icon():
    app = parsed(text_of("completion_advanced"))
    assert app.config is not None
    assert (app.config.pre_prompt, app.fields["icon_type"], app.fields["icon"]) == ("Rewrite politely.", "emoji", "🤖")
    assert {each.code for each in app.report.findings} == {"prompt_type", "icon"}


def test_lists_that_are_too_long_are_cut():
    questions = [f"q{n}" for n in range(15)]
    config = {"suggested_questions": questions, "opening_statement": "x" * 20_000}
    text = yaml.safe_dump({"app": {"name": "x", "mode": "chat"}, "model_config": config})
    found = parsed(text).config
    assert found is not None
    assert (found.suggested_questions, len(found.opening_statement)) == (questions[:10], 10_000)
