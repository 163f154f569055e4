"""An answer in a conversation."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from treeline.workflows.engine.file import File
from treeline.workflows.engine.step import Done, Selector
from treeline.workflows.engine.templates import parse, render, selectors
from treeline.workflows.engine.values import as_markdown
from treeline.workflows.nodes.fields import Values
from treeline.workflows.nodes.node import Context, Node, NodeData


class AnswerData(NodeData):
    answer: str = ""


class AnswerNode(Node[AnswerData]):
    kind = "answer"
    data = AnswerData
    default: ClassVar[Mapping[str, Any]] = {"answer": "", "variables": []}

    def reads(self, data: AnswerData) -> Iterable[Selector]:
        return selectors(data.answer)

    def parts(self, data: AnswerData) -> Sequence[str | Selector]:
        return parse(data.answer)

    def outputs(self, data: AnswerData) -> Mapping[str, str]:
        return {"answer": "string", "files": "array[file]"}

    async def run(self, context: Context, data: AnswerData) -> Done:
        text = render(data.answer, Values(context), as_markdown)
        files = [file for selector in selectors(data.answer) for file in _files(context.value(selector))]
        return Done({"answer": text, "files": files})


def _files(value: Any) -> Iterator[File]:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, File):
            yield each
