"""The node `knowledge-retrieval`: passages of knowledge bases that answer a question."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, cast
from uuid import UUID

from pydantic import Field

from treeline.datasets.uses.binding import unknown
from treeline.datasets.uses.deciding import Decider
from treeline.providers.port import ModelRuntime
from treeline.workflows.engine.step import Done, Effect, Selector
from treeline.workflows.engine.templates import selectors
from treeline.workflows.engine.values import as_text
from treeline.workflows.nodes.asking import Asked, Configured, ModelChoice, asked
from treeline.workflows.nodes.node import Context, Node, NodeData
from treeline.workflows.running.ports.chat_models import NodeModel
from treeline.workflows.running.ports.knowledge import Knowledge


class SingleRetrieval(Configured):
    model: ModelChoice | None = None


class KnowledgeRetrievalData(NodeData):
    query_variable_selector: list[str] = Field(default_factory=list)
    dataset_ids: list[str] = Field(default_factory=list)
    retrieval_mode: str = "multiple"
    multiple_retrieval_config: dict[str, Any] | None = None
    single_retrieval_config: SingleRetrieval | None = None
    metadata_filtering_mode: str | None = None
    metadata_model_config: ModelChoice | None = None
    metadata_filtering_conditions: dict[str, Any] | None = None

    @property
    def chooses(self) -> bool:
        """A model chooses one of several knowledge bases."""
        return self.retrieval_mode == "single" and len(self.dataset_ids) > 1

    @property
    def filters(self) -> bool:
        """A model reads the filter out of the question."""
        return self.metadata_filtering_mode == "automatic"

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
    default: ClassVar[Mapping[str, Any]] = {
        "query_variable_selector": [],
        "dataset_ids": [],
        "retrieval_mode": "multiple",
        "multiple_retrieval_config": {"top_k": 4, "reranking_enable": False},
        "metadata_filtering_mode": "disabled",
    }

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

    async def run(self, context: Context, data: KnowledgeRetrievalData) -> Done:
        query = as_text(context.value(data.query_variable_selector))
        options = dict(data.multiple_retrieval_config or {})
        if data.conditions:
            stated = [_filled(context, each) for each in data.conditions]
            options["metadata_filtering_conditions"] = {
                **(data.metadata_filtering_conditions or {}),
                "conditions": stated,
            }
        knowledge = cast(Knowledge, context.ports.knowledge)
        about = await _asked(context, data)
        decider = about and Decider(_plain(about.model), data.chooses, data.filters)
        found = await knowledge.retrieve(query, data.dataset_ids, options, decider)
        result, process = {"result": [dict(each) for each in found]}, {"query": query}
        if about is None or decider is None:
            return Done(result, process_data=process)
        usage, told = about.usage(decider.usage)
        return Done(result, process_data={**process, "usage": told}, usage=usage)


async def _asked(context: Context, data: KnowledgeRetrievalData) -> Asked | None:
    """The model that narrows the search, if one is to. Raises NodeFailed."""
    if not data.chooses and not data.filters:
        return None
    single = data.single_retrieval_config.model if data.single_retrieval_config and data.chooses else None
    return await asked(context, single or data.metadata_model_config or ModelChoice())


def _plain(model: ModelRuntime) -> ModelRuntime:
    """Its failures are the search's to deal with, and not the node's."""
    return model.inner if isinstance(model, NodeModel) else model


def _filled(context: Context, condition: dict[str, Any]) -> dict[str, Any]:
    value = condition.get("value")
    return {**condition, "value": context.text(value)} if isinstance(value, str) else condition
