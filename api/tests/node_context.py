"""What a node runs with, for tests that run one by itself."""

import asyncio
from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from treeline.datasets.extraction.document import Extracted
from treeline.datasets.extraction.extractor import extract
from treeline.workflows.engine.file import File
from treeline.workflows.engine.scopes import Scope
from treeline.workflows.engine.step import Done, NodeFailed
from treeline.workflows.engine.templates import render
from treeline.workflows.nodes.node import Limits, Node
from treeline.workflows.running.ports.failures import as_node_failures

KEY = UUID("00000000-0000-5000-8000-000000000001")


class FakeFiles:
    """The port `files`, in memory."""

    def __init__(self, **contents: bytes):
        self.contents = contents
        self.kept: dict[str, bytes] = {}

    async def read(self, file: File, most: int) -> bytes:
        content = self.contents[file.related_id or ""]
        if len(content) > most:
            raise NodeFailed("file_too_large", "too large")
        return content

    async def extracted(self, file: File, seconds: float) -> Extracted:
        data = await self.read(file, 1 << 30)
        with as_node_failures():
            return await extract(file.name, data, seconds)

    async def shown(self, files: Sequence[File], tokens: int) -> tuple[Any, ...]:
        raise AssertionError("no model is asked here")

    async def keep(self, name: str, media_type: str, content: bytes) -> File:
        self.kept[name] = content
        return File(
            id=name, type="custom", transfer_method="tool_file", name=name, mime_type=media_type, size=len(content)
        )


class NodeContext:
    """`values` by node, then name; `told`: what was said, by output."""

    def __init__(self, values: Mapping[str, Mapping[str, Any]] | None = None, **ports: Any):
        self.workspace_id, self.app_id, self.run_id = UUID(int=1), UUID(int=2), UUID(int=3)
        self.node_id, self.effect_key, self.user_id = "node", KEY, "anna"
        self.limits, self.retries = Limits(), 0
        self.ports: Any = SimpleNamespace(**ports)
        self.seconds_left = 60.0
        self.scope = Scope()
        for node, outputs in (values or {}).items():
            self.scope.set(node, outputs)
        self.said: dict[str, list[str]] = {}
        # Types of variables that change, by "node.name".
        self.types: dict[str, str] = {}

    def value(self, selector: Sequence[str]) -> Any:
        return self.scope.get(selector)

    def declared(self, selector: Sequence[str]) -> str | None:
        return self.types.get(".".join(selector))

    def text(self, template: str) -> str:
        return render(template, self.scope)

    def say(self, output: str, text: str) -> None:
        self.said.setdefault(output, []).append(text)

    def retract(self, output: str, text: str) -> None:
        self.said[output] = [text] if text else []

    def told(self, output: str = "text") -> str:
        return "".join(self.said.get(output, []))


async def ran(node: Node[Any], context: NodeContext, /, **data: Any) -> Done:
    """What the node comes to with this `data`. Raises NodeFailed."""
    done = await node.run(context, node.data.model_validate({"type": node.kind, **data}))
    assert isinstance(done, Done)
    return done


def run(node: Node[Any], context: NodeContext, /, **data: Any) -> Done:
    return asyncio.run(ran(node, context, **data))


def failure(node: Node[Any], context: NodeContext, /, **data: Any) -> NodeFailed:
    try:
        done = run(node, context, **data)
    except NodeFailed as failed:
        return failed
    raise AssertionError(f"did not fail: {done.outputs}")
