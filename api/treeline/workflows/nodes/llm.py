"""The node `llm`: one answer of a model, told as it comes."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from pydantic import Field, field_validator

from treeline.providers.port import Assistant, System, Turn, User
from treeline.tools.loop import Answer, Limits, Toolbox, converse
from treeline.workflows.code.templates import plain, render
from treeline.workflows.engine.step import Done, Effect, NodeFailed, Selector
from treeline.workflows.engine.templates import parse, selectors
from treeline.workflows.engine.values import as_text, dumps
from treeline.workflows.nodes.asking import (
    NEW_MODEL,
    QUERY,
    Asked,
    Configured,
    MemoryData,
    ModelChoice,
    Vision,
    answerable,
    as_turns,
    asked,
    cost_of,
    files_in,
    remembered,
    shown_files,
    with_files,
)
from treeline.workflows.nodes.node import Context, Node, NodeData
from treeline.workflows.nodes.speech import Speech
from treeline.workflows.nodes.structured import instructed, read_output, response_format, schema_of
from treeline.workflows.running.ports.failures import as_node_failures
from treeline.workflows.running.ports.skills import Skills

CONTEXT: Selector = ("context",)
HISTORIES: Selector = ("histories",)
# Answers of the model that open files and use skills, before it has to say something.
STEPS = 20
TOKENS = 1_000_000


class Prompt(Configured):
    """`skill`: what the model is told may name files and skills of the app, and it gets the tools to use them."""

    role: str = "user"
    text: str = ""
    edition_type: str | None = "basic"
    jinja2_text: str | None = None
    skill: bool = False

    @field_validator("text", mode="before")
    @classmethod
    def _none(cls, value: object) -> object:
        return "" if value is None else value

    @property
    def is_jinja(self) -> bool:
        return self.edition_type == "jinja2"

    @property
    def written(self) -> str:
        return (self.jinja2_text or self.text) if self.is_jinja else self.text


class Jinja2Variable(Configured):
    variable: str
    value_selector: list[str] = Field(default_factory=list)


class PromptConfig(Configured):
    jinja2_variables: list[Jinja2Variable] | None = None


class ContextData(Configured):
    enabled: bool = False
    variable_selector: list[str] | None = None

    @property
    def selector(self) -> Selector | None:
        return tuple(self.variable_selector) if self.enabled and self.variable_selector else None


class LlmData(NodeData):
    model: ModelChoice = Field(default_factory=ModelChoice)
    prompt_template: list[Prompt] | Prompt = Field(default_factory=list)
    prompt_config: PromptConfig | None = None
    memory: MemoryData | None = None
    context: ContextData | None = None
    vision: Vision | None = None
    structured_output_enabled: bool = False
    structured_output: dict[str, Any] | None = None
    # "tagged": thoughts stand in the text, between tags.
    reasoning_format: str | None = "separated"

    @property
    def prompts(self) -> list[Prompt]:
        return [self.prompt_template] if isinstance(self.prompt_template, Prompt) else self.prompt_template

    @property
    def variables(self) -> list[Jinja2Variable]:
        return (self.prompt_config.jinja2_variables if self.prompt_config else None) or []

    @property
    def output_schema(self) -> dict[str, Any] | None:
        return schema_of(self.structured_output) if self.structured_output_enabled else None


class LlmNode(Node[LlmData]):
    kind = "llm"
    effect: ClassVar[Effect] = "read"
    data = LlmData
    streams = ("text",)
    default: ClassVar[Mapping[str, Any]] = {
        "model": NEW_MODEL,
        "prompt_template": [{"role": "system", "text": ""}, {"role": "user", "text": ""}],
        "context": {"enabled": False, "variable_selector": []},
        "vision": {"enabled": False},
    }

    def reads(self, data: LlmData) -> Iterable[Selector]:
        texts = [prompt.written for prompt in data.prompts if not prompt.is_jinja]
        found = [selector for text in texts for selector in selectors(text) if len(selector) > 1]
        found += [tuple(each.value_selector) for each in data.variables]
        found += [selector for selector in (data.context.selector if data.context else None,) if selector]
        if data.vision and data.vision.selector:
            found.append(data.vision.selector)
        if data.memory:
            found += selectors(data.memory.query_prompt_template or "") or [QUERY]
        return found

    def outputs(self, data: LlmData) -> Mapping[str, str]:
        plain = {"text": "string", "reasoning_content": "string", "usage": "object", "files": "array[file]"}
        return plain | ({"structured_output": "object"} if data.structured_output_enabled else {})

    async def run(self, context: Context, data: LlmData) -> Done:
        about = await asked(context, data.model)
        async with AsyncExitStack() as stack:
            toolbox, told = None, ""
            if any(prompt.skill for prompt in data.prompts):
                skills = cast(Skills, context.ports.skills)
                with as_node_failures():
                    toolbox, told = await stack.enter_async_context(skills.opened())
            turns = await _Telling(context, data, about, told).turns()
            return await _answer(context, data, about, turns, toolbox)


async def _answer(context: Context, data: LlmData, about: Asked, turns: list[Turn], toolbox: Toolbox | None) -> Done:
    schema = data.output_schema
    parameters = dict(about.parameters)
    if schema is not None:
        turns = instructed(turns, schema)
        parameters |= response_format(about.model.provider, schema, parameters)
    speech = Speech(context, tagged=data.reasoning_format == "tagged")
    answer = await _said(context, about, turns, toolbox, parameters, speech)
    usage, told = about.usage(answer.usage)
    outputs: dict[str, Any] = {
        "text": speech.end(),
        "reasoning_content": "" if speech.tagged else speech.thoughts,
        "usage": told,
        "finish_reason": answer.finish_reason,
        "files": [],
    }
    process_data = about.process_data(turns, told, finish_reason=answer.finish_reason)
    if schema is not None:
        outputs["structured_output"] = read_output(answer.text, schema, process_data)
    return Done(outputs, process_data=process_data, usage=usage)


async def _said(
    context: Context,
    about: Asked,
    turns: Sequence[Turn],
    toolbox: Toolbox | None,
    parameters: dict[str, Any],
    speech: Speech,
) -> Answer:
    limits = Limits(STEPS, max(1.0, context.seconds_left), TOKENS)
    heard = {"on_text": speech.say, "on_replaced": speech.replace, "on_thought": speech.think}
    with as_node_failures():
        try:
            return await converse(about.model, turns, toolbox, limits, parameters=parameters, **heard)
        except NodeFailed as failure:
            asked_for = about.parameters.get("response_format")
            refused = parameters.get("response_format") != asked_for and not failure.retryable and not speech.spoke
            if not refused:
                raise
        # Not every server of an OpenAI-compatible kind knows schemas; the prompt has it too.
        return await converse(about.model, turns, toolbox, limits, parameters=about.parameters, **heard)


@dataclass(frozen=True)
class _Telling:
    """What the model is told. `skills`: what the prompt says of them."""

    context: Context
    data: LlmData
    about: Asked
    skills: str

    async def turns(self) -> list[Turn]:
        data, context = self.data, self.context
        if isinstance(data.prompt_template, Prompt):
            return answerable(await self._with_vision(await self._completion(data.prompt_template)))
        turns = [await self._turn(prompt) for prompt in data.prompts]
        if data.memory is not None:
            query = context.text(data.memory.query_prompt_template or "{{#sys.query#}}")
            left = self.about.budget - cost_of(turns) - cost_of([User(query)])
            turns += as_turns(await remembered(context, data.memory, left))
            turns.append(User(query))
        return answerable(await self._with_vision(turns))

    async def _with_vision(self, turns: list[Turn]) -> list[Turn]:
        selector = self.data.vision.selector if self.data.vision else None
        files = files_in(self.context.value(selector)) if selector else []
        left = self.about.budget - cost_of(turns)
        return with_files(turns, await shown_files(self.context, files, max(left, 0)))

    async def _turn(self, prompt: Prompt) -> Turn:
        text = self._text(prompt)
        if prompt.skill and self.skills:
            text = f"{text}\n\n{self.skills}" if text else self.skills
        if prompt.role == "system":
            return System(text)
        if prompt.role == "assistant":
            return Assistant(text)
        named = [] if prompt.is_jinja else selectors(prompt.text)
        files = [file for selector in named for file in files_in(self.context.value(selector))]
        return with_files([User(text)], await shown_files(self.context, files, self.about.budget))[0]

    async def _completion(self, prompt: Prompt) -> list[Turn]:
        """One prompt that is completed: what was said before stands in it."""
        before = await remembered(self.context, self.data.memory, self.about.budget)
        histories = "\n".join(f"Human: {each.query}\nAssistant: {each.answer}" for each in before)
        text = self._text(prompt, histories)
        if histories and HISTORIES not in selectors(prompt.text):
            text = f"{histories}\n{text}"
        return [User(text)]

    def _text(self, prompt: Prompt, histories: str = "") -> str:
        """Values are put in once: what they hold is text, whatever it looks like."""
        if prompt.is_jinja:
            return self._jinja(prompt.written)
        special = {CONTEXT: self._context, HISTORIES: lambda: histories}
        parts = (
            part if isinstance(part, str) else special[part]() if part in special else as_text(self.context.value(part))
            for part in parse(prompt.text)
        )
        return "".join(parts)

    def _jinja(self, template: str) -> str:
        variables = {each.variable: plain(self.context.value(each.value_selector)) for each in self.data.variables}
        return render(template, variables, self.context.limits)

    def _context(self) -> str:
        selector = self.data.context.selector if self.data.context else None
        value = self.context.value(selector) if selector else None
        if not isinstance(value, list):
            return as_text(value)
        return "\n".join(_passage(each) for each in value)


def _passage(item: Any) -> str:
    """Of what was retrieved, its text."""
    if isinstance(item, dict):
        content = item.get("content")
        return content if isinstance(content, str) else dumps(item)
    return as_text(item)
