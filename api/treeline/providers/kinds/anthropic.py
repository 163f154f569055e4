from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from treeline.providers.errors import ModelNotSupported
from treeline.providers.kinds.kind import LLM, Access, Field, Listed

if TYPE_CHECKING:
    from anthropic import AsyncAnthropic
    from pydantic_ai.models import Model

    from treeline.kernel.http import Client
    from treeline.providers.port import Embeddings
    from treeline.providers.wire.reader import Reader


class Anthropic:
    id: ClassVar[str] = "anthropic"
    label: ClassVar[str] = "Anthropic"
    help_url: ClassVar[str] = "https://console.anthropic.com/settings/keys"
    default_url: ClassVar[str] = "https://api.anthropic.com"
    model_types: ClassVar[tuple[str, ...]] = (LLM,)
    price_id: ClassVar[str | None] = "anthropic"
    library: ClassVar[str] = "anthropic"
    lacks: ClassVar[frozenset[str]] = frozenset({"presence_penalty", "frequency_penalty", "seed", "response_format"})
    fields: ClassVar[tuple[Field, ...]] = (
        Field("api_key", "API key", secret=True, required=True, placeholder="sk-ant-…", aliases=("anthropic_api_key",)),
        Field("base_url", "API base", placeholder="https://api.anthropic.com", aliases=("anthropic_api_url",)),
    )

    async def list_models(self, access: Access, client: "Client") -> list[Listed]:
        return [Listed(entry.id) async for entry in _library(access, client).models.list(limit=1000)]

    def chat_model(self, access: Access, model: str, client: "Client") -> "Model":
        from pydantic_ai.models.anthropic import AnthropicModel
        from pydantic_ai.providers.anthropic import AnthropicProvider

        return AnthropicModel(model, provider=AnthropicProvider(anthropic_client=_library(access, client)))

    def reader(self, tools: Collection[str]) -> "Reader":
        from treeline.providers.wire.anthropic import AnthropicReader

        return AnthropicReader(tools)

    def own_settings(self, parameters: Mapping[str, Any]) -> Mapping[str, Any]:
        return {}

    async def embed(self, access: Access, model: str, texts: Sequence[str], client: "Client") -> "Embeddings":
        raise ModelNotSupported("Anthropic has no embedding models.")

    async def rerank(
        self, access: Access, model: str, query: str, texts: Sequence[str], client: "Client"
    ) -> list[float]:
        raise ModelNotSupported("Anthropic has no rerank models. Use an OpenAI-compatible provider.")

    def failures(self) -> tuple[type[Exception], ...]:
        from anthropic import AnthropicError

        return (AnthropicError,)


def _library(access: Access, client: "Client") -> "AsyncAnthropic":
    from anthropic import AsyncAnthropic

    return AsyncAnthropic(api_key=access.api_key, base_url=access.base_url, http_client=client, max_retries=0)
