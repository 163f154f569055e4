"""The node `document-extractor`: the text of one document, or of each in a list."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, cast

from pydantic import Field

from treeline.workflows.engine.file import File
from treeline.workflows.engine.step import Done, Effect, NodeFailed, Selector
from treeline.workflows.engine.values import described
from treeline.workflows.nodes.node import Context, Node, NodeData
from treeline.workflows.running.ports.files import Files

MAX_FILES = 100


class DocumentExtractorData(NodeData):
    variable_selector: list[str] = Field(default_factory=list)
    is_array_file: bool | None = None


class DocumentExtractorNode(Node[DocumentExtractorData]):
    kind = "document-extractor"
    effect: ClassVar[Effect] = "read"
    data = DocumentExtractorData
    default: ClassVar[Mapping[str, Any]] = {"variable_selector": [], "is_array_file": False}

    def reads(self, data: DocumentExtractorData) -> Iterable[Selector]:
        return [tuple(data.variable_selector)] if data.variable_selector else []

    def outputs(self, data: DocumentExtractorData) -> Mapping[str, str]:
        return {"text": "array[string]" if data.is_array_file else "string"}

    async def run(self, context: Context, data: DocumentExtractorData) -> Done:
        value = context.value(data.variable_selector)
        given = value if isinstance(value, list) else [value]
        files = [each for each in given if isinstance(each, File)]
        if len(files) < len(given) or (not files and not isinstance(value, list)):
            told = f"{'.'.join(data.variable_selector) or 'The variable'} is {described(value)}"
            raise NodeFailed("no_file", f"{told}; a file, or an array of files, is accepted.")
        if len(files) > MAX_FILES:
            raise NodeFailed("too_many_files", f"{len(files)} files were given; the limit is {MAX_FILES}.")
        # One after another: each may take much of the machine.
        found = [
            await cast(Files, context.ports.files).extracted(file, max(1.0, context.seconds_left)) for file in files
        ]
        shown: list[dict[str, Any]] = [
            {"file": file.name, "format": each.format, "pages": each.pages, "warnings": list(each.warnings)}
            for file, each in zip(files, found, strict=True)
        ]
        texts = [each.text for each in found]
        return Done({"text": texts if isinstance(value, list) else texts[0]}, process_data={"documents": shown})
