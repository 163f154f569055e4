"""The node `agent`: a model that calls tools until it answers."""

from collections.abc import Iterable, Mapping
from contextlib import AsyncExitStack
from typing import Any, ClassVar, cast

from pydantic import Field, ValidationError, field_validator

from treeline.providers.port import System, Turn, User
from treeline.tools.loop import Limits, Thought, converse
from treeline.workflows.engine.step import Done, Effect, NodeFailed, Selector
from treeline.workflows.engine.values import as_text
from treeline.workflows.nodes.asking import (
    NEW_MODEL,
    MemoryData,
    ModelChoice,
    answerable,
    as_turns,
    asked,
    cost_of,
    remembered,
)
from treeline.workflows.nodes.node import Context, Node, NodeData
from treeline.workflows.nodes.speech import Speech
from treeline.workflows.nodes.tool import ToolInput, as_input
from treeline.workflows.running.ports.failures import as_node_failures
from treeline.workflows.running.ports.tools import ToolRef, Tools

STEPS, MOST_STEPS = 10, 100
MAX_TOOLS = 64
TOKENS = 1_000_000
_KINDS = {"builtin": "builtin", "plugin": "builtin", "mcp": "mcp", "api": "api", "workflow": "workflow"}


class AgentData(NodeData):
    agent_strategy_name: str | None = ""
    agent_parameters: dict[str, ToolInput] = Field(default_factory=dict)
    memory: MemoryData | None = None

    @field_validator("agent_parameters", mode="before")
    @classmethod
    def _inputs(cls, value: Any) -> Any:
        return {name: as_input(each) for name, each in value.items()} if isinstance(value, dict) else value or {}


class AgentNode(Node[AgentData]):
    kind = "agent"
    effect: ClassVar[Effect] = "write"
    data = AgentData
    streams = ("text",)
    default: ClassVar[Mapping[str, Any]] = {
        "agent_parameters": {
            "model": {"type": "constant", "value": NEW_MODEL},
            "tools": {"type": "constant", "value": []},
            "instruction": {"type": "constant", "value": ""},
            "query": {"type": "constant", "value": ""},
            "maximum_iterations": {"type": "constant", "value": STEPS},
        },
    }

    def reads(self, data: AgentData) -> Iterable[Selector]:
        named = [selector for each in data.agent_parameters.values() for selector in _templates(each).reads()]
        return [
            *named,
            *(selector for tool in _tools(data) for each in _given(tool).values() for selector in each.reads()),
        ]

    def outputs(self, data: AgentData) -> Mapping[str, str]:
        return {"text": "string", "files": "array[file]", "json": "array[object]", "usage": "object"}

    async def run(self, context: Context, data: AgentData) -> Done:
        about = await asked(context, _model(context, data))
        instruction, query = (as_text(_read(context, data, name)) for name in ("instruction", "query"))
        told: list[Turn] = [System(instruction), User(query)]
        before = as_turns(await remembered(context, data.memory, about.budget - cost_of(told)))
        turns = answerable([told[0], *before, told[1]])
        speech, calls = Speech(context), dict[int, Thought]()

        async def think(thought: Thought) -> None:
            await speech.think(thought)
            if thought.tool:
                calls[thought.position] = thought

        async with AsyncExitStack() as stack:
            chosen = _chosen(context, data)
            tools = cast(Tools, context.ports.tools).box(chosen, context.effect_key) if chosen else None
            toolbox = await stack.enter_async_context(tools) if tools else None
            limits = Limits(_steps(context, data), max(1.0, context.seconds_left), TOKENS)
            with as_node_failures():
                answer = await converse(
                    about.model,
                    turns,
                    toolbox,
                    limits,
                    parameters=about.parameters,
                    on_text=speech.say,
                    on_replaced=speech.replace,
                    on_thought=think,
                )
        usage, told_usage = about.usage(answer.usage)
        if toolbox is not None:
            usage += toolbox.used
        made = [_shown(each) for each in calls.values()]
        outputs = {"text": speech.end(), "files": [], "json": made, "usage": told_usage}
        more = {"limit": answer.limit, "reasoning": speech.thoughts}
        return Done(outputs, process_data=about.process_data(turns, told_usage, **more), usage=usage)


def _shown(call: Thought) -> dict[str, Any]:
    return {
        "tool": call.tool,
        "tool_input": call.tool_input,
        "observation": call.observation,
        "thought": call.thought,
        "latency": round(call.latency, 3),
    }


def _templates(each: ToolInput) -> ToolInput:
    """Texts of an agent are templates, also where they say that they are constant."""
    constant = each.type == "constant" and isinstance(each.value, str)
    return ToolInput(type="mixed", value=each.value) if constant else each


def _read(context: Context, data: AgentData, name: str) -> Any:
    each = data.agent_parameters.get(name)
    return _templates(each).read(context) if each else None


def _model(context: Context, data: AgentData) -> ModelChoice:
    given = _read(context, data, "model")
    if not isinstance(given, dict):
        return ModelChoice()
    # As selectors of models write it.
    parameters = given.get("completion_params") or given.get("model_parameters")
    name = given.get("name") or given.get("model") or ""
    try:
        return ModelChoice(provider=given.get("provider") or "", name=name, completion_params=parameters or {})
    except ValidationError as error:
        raise NodeFailed("invalid_model", "The model of this node can't be read: choose it again.") from error


def _steps(context: Context, data: AgentData) -> int:
    given = _read(context, data, "maximum_iterations")
    try:
        steps = STEPS if given in (None, "") else int(float(given))
    except (TypeError, ValueError, OverflowError) as error:
        told = f"maximum_iterations is {str(given)[:60]}; a number from 1 to {MOST_STEPS} is accepted."
        raise NodeFailed("invalid_iterations", told) from error
    return min(max(steps, 1), MOST_STEPS)


def _tools(data: AgentData) -> list[dict[str, Any]]:
    each = data.agent_parameters.get("tools")
    given = each.value if each and isinstance(each.value, list) else []
    return [tool for tool in given if isinstance(tool, dict) and tool.get("enabled", True)]


def _chosen(context: Context, data: AgentData) -> list[tuple[ToolRef, dict[str, Any]]]:
    found = [(_ref(tool), _settled(context, tool)) for tool in _tools(data)]
    if len(found) > MAX_TOOLS:
        raise NodeFailed("too_many_tools", f"This agent has {len(found)} tools; the limit is {MAX_TOOLS}.")
    return found


def _ref(tool: Mapping[str, Any]) -> ToolRef:
    kind = str(tool.get("type") or tool.get("provider_type") or "builtin")
    name = str(tool.get("provider_name") or tool.get("provider_show_name") or "")
    return ToolRef(_KINDS.get(kind, kind), str(tool.get("provider_id") or name), str(tool.get("tool_name") or ""), name)


def _given(tool: Mapping[str, Any]) -> dict[str, ToolInput]:
    """Arguments that the builder has settled: {auto: 0, value}; the model fills in the others."""
    found: dict[str, ToolInput] = {}
    for part in ("settings", "parameters"):
        given = tool.get(part)
        for name, each in given.items() if isinstance(given, dict) else ():
            value = each.get("value") if isinstance(each, dict) else each
            if isinstance(each, dict) and each.get("auto") in (1, True, "1"):
                continue
            inner = as_input(value)
            if inner.value not in (None, ""):
                found[name] = _templates(inner)
    return found


def _settled(context: Context, tool: Mapping[str, Any]) -> dict[str, Any]:
    return {name: each.read(context) for name, each in _given(tool).items()}
