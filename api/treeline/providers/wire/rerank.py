"""`POST /rerank`: as Cohere, Jina and vLLM have it, and as Text Embeddings Inference (TEI) does."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from treeline.kernel.text import clean
from treeline.providers.wire.reader import mapping
from treeline.providers.wire.refusals import Refusal, Refused
from treeline.providers.wire.vectors import headers_of, reply_of

if TYPE_CHECKING:
    from treeline.kernel.http import Client
    from treeline.providers.kinds.kind import Access


async def rerank(access: "Access", model: str, query: str, texts: Sequence[str], client: "Client") -> list[float]:
    """A score for each text, in their order. Raises Refused."""
    asked = {"model": model, "query": query, "documents": list(texts), "top_n": len(texts), "return_documents": False}
    try:
        return await _scores(f"{access.base_url}/rerank", asked, access, client)
    except Refused as refused:
        other = _otherwise(refused.refusal, access.base_url, query, texts)
        if other is None:
            raise
    url, body = other
    return await _scores(url, body or asked, access, client)


def _otherwise(
    refusal: Refusal, base_url: str, query: str, texts: Sequence[str]
) -> tuple[str, dict[str, Any] | None] | None:
    """Where and how to ask TEI, if that is what refused: it wants `texts`, and has no /v1 before this path."""
    of_tei = {"query": query, "texts": list(texts), "truncate": True}
    if refusal.status in (400, 422) and "texts" in refusal.reason:
        return f"{base_url}/rerank", of_tei
    if refusal.status in (404, 405) and base_url.endswith("/v1"):
        return f"{base_url.removesuffix('/v1')}/rerank", of_tei
    return None


async def _scores(url: str, asked: dict[str, Any], access: "Access", client: "Client") -> list[float]:
    value = reply_of(await client.post(url, json=asked, headers=headers_of(access)))
    listed = value.get("results", value.get("data")) if isinstance(value, dict) else value
    if not isinstance(listed, list):
        raise Refused(Refusal("garbled", clean(str(value)[:200])))
    scores: dict[int, float] = {}
    for each in map(mapping, cast(list[Any], listed)):
        index, score = each.get("index"), each.get("relevance_score", each.get("score"))
        if type(index) is not int or not isinstance(score, float | int) or not math.isfinite(score):
            raise Refused(Refusal("garbled", clean(str(each)[:200])))
        scores[index] = float(score)
    wanted = len(asked.get("documents") or asked["texts"])
    if set(scores) != set(range(wanted)):
        raise Refused(Refusal("garbled", f"{len(scores)} scores for {wanted} texts"))
    return [scores[index] for index in range(wanted)]
