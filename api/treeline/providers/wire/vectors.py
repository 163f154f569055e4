"""`POST /embeddings`, as OpenAI and the servers like it have it. Our own few lines: the library checks no reply."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from treeline.kernel.text import clean
from treeline.providers.port import Embeddings, Usage
from treeline.providers.wire.reader import loaded, mapping, tokens
from treeline.providers.wire.refusals import Refusal, Refused, is_error, refusal_of, said_in

if TYPE_CHECKING:
    from treeline.kernel.http import Client, Response
    from treeline.providers.kinds.kind import Access


def headers_of(access: "Access") -> dict[str, str]:
    """Servers without keys are sent none."""
    key = {"Authorization": f"Bearer {access.api_key}"} if access.api_key else {}
    return key | ({"OpenAI-Organization": access.organization} if access.organization else {})


async def embed(access: "Access", model: str, texts: Sequence[str], client: "Client") -> Embeddings:
    """Raises Refused for what is no reply. Fewer vectors than texts, or of other lengths, are the caller's to see."""
    asked = {"model": model, "input": list(texts), "encoding_format": "float"}
    response = await client.post(f"{access.base_url}/embeddings", json=asked, headers=headers_of(access))
    value = reply_of(response)
    items = value.get("data") if isinstance(value, dict) else None
    if not isinstance(items, list):
        raise Refused(Refusal("garbled", clean(response.text[:200])))
    found = list(map(mapping, cast(list[Any], items)))
    order = [each.get("index", at) for at, each in enumerate(found)]
    if sorted(order, key=str) != sorted(range(len(found)), key=str):
        raise Refused(Refusal("garbled", "the indexes of the vectors are not those of the texts"))
    vectors: list[list[float]] = [[] for _ in found]
    for index, each in zip(order, found, strict=True):
        vectors[index] = _numbers(each.get("embedding"))
    used = mapping(value.get("usage"))
    return Embeddings(vectors, Usage(tokens(used.get("prompt_tokens") or used.get("total_tokens"))))


def reply_of(response: "Response") -> Any:
    """The JSON of a reply. Raises Refused for pages, errors with status 200, and what is no JSON."""
    text = response.text.lstrip("\ufeff").strip()
    if response.status_code != 200:
        raise Refused(Refusal("garbled", f"status {response.status_code}"))
    if text.startswith("<"):
        raise Refused(refusal_of(None, response.content, {}))
    try:
        value = loaded(text)
    except (ValueError, RecursionError):
        raise Refused(Refusal("garbled", clean(text[:200]))) from None
    if isinstance(value, dict) and is_error(cast(dict[str, Any], value)):
        raise Refused(said_in(value))
    return value


def _numbers(value: Any) -> list[float]:
    if not isinstance(value, list):
        raise Refused(Refusal("garbled", "a vector is not a list of numbers"))
    given = cast(list[Any], value)
    return [float(each) if type(each) in (float, int) else math.nan for each in given]
