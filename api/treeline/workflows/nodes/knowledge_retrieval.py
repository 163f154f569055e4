"""The node `knowledge-retrieval`: passages of knowledge bases that answer a question."""

from collections.abc import Iterable, Mapping
from typing import ClassVar, cast

from pydantic import Field

from treeline.workflows.engine.step import Done, Effect, Selector
from treeline.workflows.engine.values import as_text
from treeline.workflows.nodes.node import Context, Node, NodeData
from treeline.workflows.running.ports.knowledge import Knowledge


class KnowledgeRetrievalData(NodeData):
    """How is retrieved is for the port to read: every setting that a graph has is handed on."""

    query_variable_selector: list[str] = Field(default_factory=list)
    dataset_ids: list[str] = Field(default_factory=list)


class KnowledgeRetrievalNode(Node[KnowledgeRetrievalData]):
    kind = "knowledge-retrieval"
    effect: ClassVar[Effect] = "read"
    data = KnowledgeRetrievalData

    def reads(self, data: KnowledgeRetrievalData) -> Iterable[Selector]:
        return [tuple(data.query_variable_selector)] if data.query_variable_selector else []

    def outputs(self, data: KnowledgeRetrievalData) -> Mapping[str, str]:
        return {"result": "array[object]"}

    async def run(self, context: Context, data: KnowledgeRetrievalData) -> Done:
        query = as_text(context.value(data.query_variable_selector))
        knowledge = cast(Knowledge, context.ports.knowledge)
        found = await knowledge.retrieve(query, data.dataset_ids, data.model_dump(mode="json"))
        return Done({"result": [dict(each) for each in found]}, process_data={"query": query})
