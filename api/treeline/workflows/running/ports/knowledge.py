"""Knowledge bases, as nodes ask them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from pydantic import ValidationError

from treeline.datasets.retrieval.options import Asker
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.uses.asked import AppSearch
from treeline.datasets.uses.binding import unknown
from treeline.datasets.uses.deciding import Decider
from treeline.datasets.uses.searching import Uses, resources
from treeline.workflows.engine.step import NodeFailed
from treeline.workflows.running.ports.failures import as_node_failures

SOURCE = "knowledge"


class Knowledge(Protocol):
    async def retrieve(
        self, query: str, dataset_ids: Sequence[str], options: Mapping[str, Any], decider: Decider | None = None
    ) -> Sequence[Mapping[str, Any]]:
        """Passages, the best first, each {content, title, url, metadata, files}. `options`: the node's
        `multiple_retrieval_config`, and its `metadata_filtering_conditions`.

        Raises NodeFailed.
        """
        ...


@dataclass(frozen=True)
class WorkspaceKnowledge(Knowledge):
    workspace_id: UUID
    asker: Asker
    settings: DatasetSettings

    async def retrieve(
        self, query: str, dataset_ids: Sequence[str], options: Mapping[str, Any], decider: Decider | None = None
    ) -> Sequence[Mapping[str, Any]]:
        ids = tuple(dict.fromkeys(map(_id, dataset_ids)))
        uses = Uses(self.workspace_id, ids, self.settings, self.asker)
        with as_node_failures():
            found = await uses.search(query, _search(options), decider=decider)
        return [_passage(each) for each in resources(found.results, self.settings.console_web_url, "workflow")]


def _passage(source: dict[str, Any]) -> Mapping[str, Any]:
    content = source.pop("content")
    return {
        "content": content,
        "title": source["document_name"],
        "url": source["citation"]["url"],
        "metadata": {"_source": SOURCE, **source},
        "files": [],
    }


def source_of(passage: Mapping[str, Any]) -> dict[str, Any]:
    """What `resources` said of it, out of a passage."""
    about = {name: value for name, value in passage["metadata"].items() if name != "_source"}
    return {**about, "content": passage["content"]}


def _search(options: Mapping[str, Any]) -> AppSearch:
    try:
        return AppSearch.model_validate(options)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(each) for each in first["loc"])
        raise NodeFailed("retrieval_settings_invalid", f"{place}: {first['msg']}.") from error


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        told = unknown(text)
        raise NodeFailed(told.code, told.message) from error
