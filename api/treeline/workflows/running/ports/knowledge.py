"""Knowledge bases, as nodes ask them."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from treeline.workflows.engine.step import NodeFailed


class Knowledge(Protocol):
    async def retrieve(
        self, query: str, dataset_ids: Sequence[str], options: Mapping[str, Any]
    ) -> Sequence[Mapping[str, Any]]:
        """Passages, the best first, each {content, title, url, metadata, files}. `options`: the node's own settings.

        Raises NodeFailed.
        """
        ...


class NoKnowledge(Knowledge):
    """Until there are knowledge bases."""

    async def retrieve(
        self, query: str, dataset_ids: Sequence[str], options: Mapping[str, Any]
    ) -> Sequence[Mapping[str, Any]]:
        raise NodeFailed(
            "knowledge_not_available",
            "Knowledge bases are not part of this version of Treeline yet, so this node can't retrieve anything.",
        )
