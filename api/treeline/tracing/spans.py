"""A run as spans, from the rows that it has left. Ids come from those of the rows: told twice, it is the same trace."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from treeline.apps.models import App
from treeline.conversations.models import AgentThought, Message
from treeline.runs.models import Run
from treeline.tracing.contents import Contents
from treeline.workflows.models import WorkflowRun, WorkflowStep

# Of one run: a loop may have made any number of steps.
MOST_SPANS = 1000
Value = str | int | float | bool
Attributes = dict[str, Value]


@dataclass(frozen=True)
class Span:
    id: bytes
    parent: bytes | None
    name: str
    start: datetime
    end: datetime
    attributes: Attributes
    # Of one that failed: what is known of why; empty if nothing may be said.
    error: str | None = None
    # A request to somebody else: a model, a tool.
    is_client: bool = False


@dataclass(frozen=True)
class Trace:
    id: bytes
    spans: Sequence[Span]


@dataclass(frozen=True)
class Traced:
    """A run with all that belongs to it."""

    run: Run
    app: App
    user: str | None
    message: Message | None = None
    thoughts: Sequence[AgentThought] = ()
    workflow_run: WorkflowRun | None = None
    workflow_version: str | None = None
    steps: Sequence[WorkflowStep] = field(default_factory=list)


def span_id(run_id: UUID, *parts: object) -> bytes:
    return sha256("/".join(map(str, (run_id, *parts))).encode()).digest()[:8]


def trace_of(traced: Traced, contents: Contents) -> Trace:
    return Trace(traced.run.id.bytes, list(_Spans(traced, contents)))


class _Spans:
    def __init__(self, traced: Traced, contents: Contents):
        self.of, self.contents = traced, contents
        run = traced.run
        self.start = run.started_at or run.created_at
        self.end = max(run.finished_at or self.start, self.start)
        self.root = span_id(run.id)

    def __iter__(self) -> Iterator[Span]:
        steps = self.of.steps[: MOST_SPANS - 1]
        yield self._run(left_out=len(self.of.steps) - len(steps))
        if self.of.workflow_run is not None:
            yield from self._steps(steps)
        elif self.of.message is not None:
            yield from self._answer(self.of.message)

    def _run(self, left_out: int) -> Span:
        run, app, workflow, message = self.of.run, self.of.app, self.of.workflow_run, self.of.message
        operation = "invoke_agent" if workflow is None else "invoke_workflow"
        asked: Any = message.query if message else (workflow.inputs if workflow else None)
        given: Any = message.answer if message else (workflow.outputs if workflow else None)
        price = message if message and message.price_known else workflow
        attributes = _without_none(
            {
                "gen_ai.operation.name": operation,
                "gen_ai.agent.id" if workflow is None else "gen_ai.workflow.id": str(app.id),
                "gen_ai.agent.name" if workflow is None else "gen_ai.workflow.name": app.name,
                "openinference.span.kind": "AGENT" if workflow is None else "CHAIN",
                "user.id": self.of.user,
                **self._conversation(),
                "treeline.run.id": str(run.id),
                "treeline.run.kind": run.kind,
                "treeline.run.status": run.status,
                "treeline.run.total_tokens": run.total_tokens,
                "treeline.workspace.id": str(run.workspace_id),
                "treeline.app.id": str(run.app_id),
                "treeline.app.mode": app.mode,
                "treeline.model_config.id": _id(run.model_config_id),
                "treeline.asset_version.id": _id(run.asset_version_id),
                "treeline.workflow.id": _id(workflow and workflow.workflow_id),
                "treeline.workflow.version": self.of.workflow_version,
                "treeline.workflow.triggered_from": workflow and workflow.triggered_from,
                "treeline.parent_run.id": _id(workflow and workflow.parent_run_id),
                "treeline.price.total": price and float(price.total_price),
                "treeline.price.currency": price and price.currency,
                "treeline.spans_left_out": left_out or None,
                "error.type": run.error_code,
                "input.value": self.contents.text(asked),
                "output.value": self.contents.text(given),
            }
        )
        failed = run.status == "failed"
        said = (self.contents.text(run.error) or "") if failed else None
        return Span(self.root, None, f"{operation} {app.name}", self.start, self.end, attributes, said)

    def _conversation(self) -> dict[str, str | None]:
        message = self.of.message
        if message is None:
            return {}
        conversation = str(message.conversation_id)
        return {
            "gen_ai.conversation.id": conversation,
            "session.id": conversation,
            "treeline.message.id": str(message.id),
        }

    def _answer(self, message: Message) -> Iterator[Span]:
        if message.retriever_resources:
            yield self._sources(message)
        if message.model:
            yield self._model_call(message)
        for thought in self.of.thoughts[: MOST_SPANS - 3]:
            if thought.tool:
                yield self._tool(thought)

    def _sources(self, message: Message) -> Span:
        found = message.retriever_resources
        ids = sorted({str(each["dataset_id"]) for each in found if each.get("dataset_id")})
        attributes = self._retrieval(",".join(ids) or None, len(found), message.query, found)
        # When it was is not written down: before the answer.
        return self._child(("retrieval",), "retrieval", self.start, self.start, attributes)

    def _retrieval(self, source: str | None, count: int, query: Any, found: Any) -> dict[str, Any]:
        return {
            "gen_ai.operation.name": "retrieval",
            "gen_ai.data_source.id": source,
            "openinference.span.kind": "RETRIEVER",
            "treeline.retrieval.results": count,
            "input.value": self.contents.text(query),
            "output.value": self.contents.text(found),
        }

    def _model_call(self, message: Message) -> Span:
        price = float(message.total_price) if message.price_known else None
        told = self._model(message.model_provider, message.model, message.prompt_tokens, message.completion_tokens)
        attributes = {
            **told,
            **self._price(price, message.currency),
            "gen_ai.response.finish_reasons": message.finish_reason,
            "gen_ai.conversation.id": str(message.conversation_id),
            "input.value": self.contents.text(message.prompt or message.query),
            "output.value": self.contents.text(message.answer),
            "error.type": self.of.run.error_code,
        }
        failed = (self.contents.text(message.error) or "") if message.status == "error" else None
        name = f"chat {message.model}"
        return self._child(("model",), name, self.start, self.end, attributes, failed, is_client=True)

    def _model(self, provider: Any, model: Any, prompt: Any, completion: Any) -> dict[str, Any]:
        return {
            "gen_ai.operation.name": "chat",
            "gen_ai.provider.name": provider,
            "gen_ai.request.model": model,
            "gen_ai.usage.input_tokens": prompt,
            "gen_ai.usage.output_tokens": completion,
            "openinference.span.kind": "LLM",
            "llm.model_name": model,
            "llm.token_count.prompt": prompt,
            "llm.token_count.completion": completion,
        }

    def _price(self, price: float | None, currency: Any) -> dict[str, Any]:
        in_dollars = price if currency == "USD" else None
        named = None if price is None else currency
        return {"gen_ai.usage.cost": in_dollars, "treeline.price.total": price, "treeline.price.currency": named}

    def _tool(self, thought: AgentThought) -> Span:
        attributes = self._call(thought.tool, str(thought.id), thought.tool_input, thought.observation)
        start = min(max(thought.created_at, self.start), self.end)
        end = min(start + timedelta(seconds=max(thought.latency, 0)), self.end)
        # What the model asks for belongs to where it asks.
        parent = span_id(self.of.run.id, "model") if self.of.message and self.of.message.model else self.root
        name = f"execute_tool {thought.tool}"
        return self._child(("thought", thought.id), name, start, end, attributes, parent=parent)

    def _call(self, tool: str, call_id: str | None, given: Any, returned: Any) -> dict[str, Any]:
        return {
            "gen_ai.operation.name": "execute_tool",
            "gen_ai.tool.name": tool,
            "gen_ai.tool.call.id": call_id,
            "openinference.span.kind": "TOOL",
            "tool.name": tool,
            "input.value": self.contents.text(given),
            "output.value": self.contents.text(returned),
        }

    def _steps(self, steps: Sequence[WorkflowStep]) -> Iterator[Span]:
        # The last attempt of a container is the one that its items belong to.
        containers = {(step.frame, step.node_id): step.attempt for step in steps}
        for step in steps:
            before, _, last = step.frame.rpartition("/")
            node_id = last.rpartition(":")[0]
            attempt = containers.get((before, node_id))
            parent = self.root if attempt is None else span_id(self.of.run.id, before, node_id, attempt)
            yield self._step(step, parent)

    def _step(self, step: WorkflowStep, parent: bytes) -> Span:
        process = step.process_data if isinstance(step.process_data, Mapping) else {}
        usage = step.usage if isinstance(step.usage, Mapping) and not step.reused else {}
        attributes: dict[str, Any] = {
            "openinference.span.kind": "CHAIN",
            **self._done(step, process, usage),
            "treeline.node.id": step.node_id,
            "treeline.node.type": step.node_type,
            "treeline.node.title": step.title,
            "treeline.node.status": step.status,
            "treeline.node.frame": step.frame or None,
            "treeline.node.attempt": step.attempt,
            "treeline.node.reused": step.reused or None,
            "error.type": step.error_type,
        }
        start = max(step.started_at, self.start)
        end = max(step.finished_at or self.end, start)
        failed = (self.contents.text(step.error) or "") if step.error is not None else None
        key = (step.frame, step.node_id, step.attempt)
        return self._child(key, _name(step, process), start, end, attributes, failed, parent=parent)

    def _done(self, step: WorkflowStep, process: Mapping[str, Any], usage: Mapping[str, Any]) -> dict[str, Any]:
        outputs = step.outputs if isinstance(step.outputs, Mapping) else {}
        if step.node_type == "knowledge-retrieval":
            found = outputs.get("result")
            count = len(found) if isinstance(found, list) else 0
            return self._retrieval(None, count, process.get("query"), outputs)
        if step.node_type == "tool":
            tool = str(process.get("tool") or step.title)
            return self._call(tool, None, process.get("arguments", step.inputs), outputs)
        told = {"input.value": self.contents.text(step.inputs), "output.value": self.contents.text(outputs)}
        if not usage or "model_name" not in process:
            return told
        model = self._model(
            process.get("model_provider"),
            process["model_name"],
            usage.get("prompt_tokens"),
            usage.get("completion_tokens"),
        )
        price = float(usage.get("total_price") or 0) or None
        asked = self.contents.text(process.get("prompts") or step.inputs)
        reason = process.get("finish_reason")
        return {
            **model,
            **told,
            **self._price(price, usage.get("currency")),
            "gen_ai.response.finish_reasons": reason if isinstance(reason, str) else None,
            "input.value": asked,
        }

    def _child(
        self,
        key: tuple[object, ...],
        name: str,
        start: datetime,
        end: datetime,
        attributes: Mapping[str, Any],
        error: str | None = None,
        *,
        parent: bytes | None = None,
        is_client: bool = False,
    ) -> Span:
        own = span_id(self.of.run.id, *key)
        return Span(own, parent or self.root, name, start, end, _without_none(attributes), error, is_client)


def _name(step: WorkflowStep, process: Mapping[str, Any]) -> str:
    if step.node_type == "tool":
        return f"execute_tool {process.get('tool') or step.title}"
    return f"{step.node_type} {step.title}".strip()


def _id(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def _without_none(values: Mapping[str, Any]) -> Attributes:
    return {name: value for name, value in values.items() if value is not None}
