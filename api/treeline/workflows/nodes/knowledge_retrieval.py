"""The node `knowledge-retrieval`: passages of knowledge bases that answer a question."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, cast
from uuid import UUID

from pydantic import Field

from treeline.datasets.uses.binding import unknown
from treeline.workflows.engine.step import Done, Effect, NodeFailed, Selector
from treeline.workflows.engine.templates import selectors
from treeline.workflows.engine.values import as_text
from treeline.workflows.nodes.node import Context, Node, NodeData
from treeline.workflows.running.ports.knowledge import Knowledge

AUTOMATIC = "automatic metadata filters are not supported: use manual conditions, or turn the filter off"


class KnowledgeRetrievalData(NodeData):
    query_variable_selector: list[str] = Field(default_factory=list)
    dataset_ids: list[str] = Field(default_factory=list)
    retrieval_mode: str = "multiple"
    multiple_retrieval_config: dict[str, Any] | None = None
    metadata_filtering_mode: str | None = None
    metadata_filtering_conditions: dict[str, Any] | None = None

    @property
    def conditions(self) -> list[dict[str, Any]]:
        """Those that hold: only manual ones do."""
        given = (self.metadata_filtering_conditions or {}).get("conditions")
        if self.metadata_filtering_mode != "manual" or not isinstance(given, list):
            return []
        return [each for each in cast(list[Any], given) if isinstance(each, dict)]


def datasets_of(graph: Mapping[str, Any]) -> list[UUID]:
    """Those that a graph names, each once. Raises DatasetNotFound for what is no ID."""
    nodes = [each.get("data") for each in graph.get("nodes") or () if isinstance(each, Mapping)]
    mine = [each for each in nodes if isinstance(each, Mapping) and each.get("type") == KnowledgeRetrievalNode.kind]
    return list(dict.fromkeys(_id(each) for data in mine for each in data.get("dataset_ids") or ()))


def _id(text: Any) -> UUID:
    try:
        return UUID(text)
    except (ValueError, TypeError, AttributeError) as error:
        raise unknown(text) from error


class KnowledgeRetrievalNode(Node[KnowledgeRetrievalData]):
    kind = "knowledge-retrieval"
    effect: ClassVar[Effect] = "read"
    data = KnowledgeRetrievalData

    def reads(self, data: KnowledgeRetrievalData) -> Iterable[Selector]:
        if data.query_variable_selector:
            yield tuple(data.query_variable_selector)
        for each in data.conditions:
            if isinstance(each.get("value"), str):
                yield from selectors(each["value"])

    def outputs(self, data: KnowledgeRetrievalData) -> Mapping[str, str]:
        return {"result": "array[object]"}

    def missing(self, data: KnowledgeRetrievalData) -> Iterable[tuple[str, str]]:
        if not data.dataset_ids:
            yield "dataset_ids", "no knowledge base is chosen"

    def problems(self, data: KnowledgeRetrievalData) -> Iterable[tuple[str, str]]:
        if data.metadata_filtering_mode == "automatic":
            yield "metadata_filtering_mode", AUTOMATIC

    async def run(self, context: Context, data: KnowledgeRetrievalData) -> Done:
        if data.metadata_filtering_mode == "automatic":
            raise NodeFailed("retrieval_settings_invalid", f"In this node, {AUTOMATIC}.")
        query = as_text(context.value(data.query_variable_selector))
        options = dict(data.multiple_retrieval_config or {})
        if data.conditions:
            stated = [_filled(context, each) for each in data.conditions]
            options["metadata_filtering_conditions"] = {
                **(data.metadata_filtering_conditions or {}),
                "conditions": stated,
            }
        knowledge = cast(Knowledge, context.ports.knowledge)
        found = await knowledge.retrieve(query, data.dataset_ids, options)
        return Done({"result": [dict(each) for each in found]}, process_data={"query": query})


def _filled(context: Context, condition: dict[str, Any]) -> dict[str, Any]:
    value = condition.get("value")
    return {**condition, "value": context.text(value)} if isinstance(value, str) else condition
