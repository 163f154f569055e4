from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from treeline.providers.errors import ModelNotSupported
from treeline.providers.kinds.kind import LLM, RERANK, TEXT_EMBEDDING, Access, Field, Listed

if TYPE_CHECKING:
    from openai import AsyncOpenAI
    from openai.types import Model as Entry
    from pydantic_ai.models import Model

    from treeline.kernel.http import Client
    from treeline.providers.port import Embeddings
    from treeline.providers.wire.reader import Reader

# OpenAI's list says nothing of what a model is for.
_EMBEDS = ("embed", "bge-", "gte-", "e5-")
_OTHER = ("whisper", "tts", "dall-e", "image", "moderation", "audio", "realtime", "transcribe", "sora")
# Servers without keys ignore it; the library insists on one.
_NO_KEY = "none"
# Thoughts in the text are told apart by `providers/thoughts.py`: the library knows only tags that are a whole piece.
# Those in a field go back in the field that they came in, whatever the model is called.
_THOUGHTS: Any = {
    "thinking_tags": ("\0think", "\0think over"),
    "openai_chat_send_back_thinking_parts": "auto",
    "openai_chat_thinking_field": None,
}


class OpenAI:
    id: ClassVar[str] = "openai"
    label: ClassVar[str] = "OpenAI"
    help_url: ClassVar[str] = "https://platform.openai.com/api-keys"
    default_url: ClassVar[str] = "https://api.openai.com/v1"
    model_types: ClassVar[tuple[str, ...]] = (LLM, TEXT_EMBEDDING)
    price_id: ClassVar[str | None] = "openai"
    library: ClassVar[str] = "openai"
    lacks: ClassVar[frozenset[str]] = frozenset()
    fields: ClassVar[tuple[Field, ...]] = (
        Field("api_key", "API key", secret=True, required=True, placeholder="sk-…", aliases=("openai_api_key",)),
        Field("base_url", "API base", placeholder="https://api.openai.com/v1", aliases=("openai_api_base",)),
        Field("organization", "Organization", placeholder="org-…", aliases=("openai_organization",)),
    )

    async def list_models(self, access: Access, client: "Client") -> list[Listed]:
        entries = [entry async for entry in _library(access, client).models.list()]
        listed = [_listed(entry) for entry in entries]
        return [each for each in listed if each and each.model_type in self.model_types]

    def chat_model(self, access: Access, model: str, client: "Client") -> "Model":
        from pydantic_ai.profiles.openai import OpenAIModelProfile
        from pydantic_ai.providers.openai import OpenAIProvider

        from treeline.providers.kinds.chat_completions import ChatModel

        profile = OpenAIModelProfile(**_THOUGHTS)
        return ChatModel(model, provider=OpenAIProvider(openai_client=_library(access, client)), profile=profile)

    def reader(self, tools: Collection[str]) -> "Reader":
        from treeline.providers.wire.openai import OpenAIReader

        return OpenAIReader(tools)

    def own_settings(self, parameters: Mapping[str, Any]) -> Mapping[str, Any]:
        wanted = parameters.get("response_format")
        if not wanted or wanted == "text":
            return {}
        return {"extra_body": {"response_format": {"type": wanted} if isinstance(wanted, str) else wanted}}

    async def embed(self, access: Access, model: str, texts: Sequence[str], client: "Client") -> "Embeddings":
        from treeline.providers.wire.vectors import embed

        return await embed(access, model, texts, client)

    async def rerank(
        self, access: Access, model: str, query: str, texts: Sequence[str], client: "Client"
    ) -> list[float]:
        raise ModelNotSupported("OpenAI has no rerank models. Use an OpenAI-compatible provider.")

    def failures(self) -> tuple[type[Exception], ...]:
        from openai import OpenAIError

        return (OpenAIError,)


class OpenAICompatible(OpenAI):
    """Any server that speaks OpenAI's API: vLLM, Ollama, LM Studio, llama.cpp, OpenRouter, DeepSeek, …"""

    id: ClassVar[str] = "openai_api_compatible"
    label: ClassVar[str] = "OpenAI-compatible"
    help_url: ClassVar[str] = ""
    default_url: ClassVar[str] = ""
    model_types: ClassVar[tuple[str, ...]] = (LLM, TEXT_EMBEDDING, RERANK)
    price_id: ClassVar[str | None] = None
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            "base_url",
            "API endpoint URL",
            required=True,
            placeholder="http://127.0.0.1:8000/v1",
            aliases=("endpoint_url",),
        ),
        Field("api_key", "API key", secret=True),
        Field("model", "Model (if the server doesn't list its models)"),
    )

    def chat_model(self, access: Access, model: str, client: "Client") -> "Model":
        from pydantic_ai.profiles.openai import OpenAIModelProfile
        from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider

        from treeline.providers.kinds.chat_completions import ChatModel

        # Many servers know only the older name of it.
        profile = OpenAIModelProfile(openai_chat_supports_max_completion_tokens=False, **_THOUGHTS)
        provider = OpenAICompatibleProvider(self.id, openai_client=_library(access, client))
        return ChatModel(model, provider=provider, profile=profile)

    async def rerank(
        self, access: Access, model: str, query: str, texts: Sequence[str], client: "Client"
    ) -> list[float]:
        from treeline.providers.wire.rerank import rerank

        return await rerank(access, model, query, texts, client)


def type_of(model: str) -> str | None:
    """What a model is for, by its name; None: for nothing that is used here."""
    lower = model.lower()
    # First: bge-reranker is none that embeds.
    if "rerank" in lower:
        return RERANK
    if any(part in lower for part in _EMBEDS):
        return TEXT_EMBEDDING
    return None if any(part in lower for part in _OTHER) else LLM


def _listed(entry: "Entry") -> Listed | None:
    model_type = type_of(entry.id)
    if model_type is None:
        return None
    # vLLM and OpenRouter say how long a prompt may be, each in its way.
    more = entry.model_extra or {}
    size = more.get("max_model_len") or more.get("context_length")
    return Listed(entry.id, model_type, size if isinstance(size, int) else None)


def _library(access: Access, client: "Client") -> "AsyncOpenAI":
    from openai import AsyncOpenAI

    return AsyncOpenAI(
        api_key=access.api_key or _NO_KEY,
        base_url=access.base_url,
        organization=access.organization,
        http_client=client,
        max_retries=0,
    )
