from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from treeline.providers.errors import ModelNotSupported
from treeline.providers.kinds.kind import LLM, Access, Field, Listed

if TYPE_CHECKING:
    from google.genai import Client as Library
    from pydantic_ai.models import Model

    from treeline.kernel.http import Client
    from treeline.providers.port import Embeddings
    from treeline.providers.wire.reader import Reader


class Google:
    id: ClassVar[str] = "google"
    label: ClassVar[str] = "Google Gemini"
    help_url: ClassVar[str] = "https://aistudio.google.com/app/apikey"
    default_url: ClassVar[str] = "https://generativelanguage.googleapis.com"
    model_types: ClassVar[tuple[str, ...]] = (LLM,)
    price_id: ClassVar[str | None] = "google"
    library: ClassVar[str] = "google"
    lacks: ClassVar[frozenset[str]] = frozenset({"response_format"})
    fields: ClassVar[tuple[Field, ...]] = (
        Field("api_key", "API key", secret=True, required=True, aliases=("google_api_key",)),
        Field("base_url", "API base", placeholder=default_url, aliases=("google_base_url",)),
    )

    async def list_models(self, access: Access, client: "Client") -> list[Listed]:
        # The library also lists fine-tuned models, after a second request, unless told not to.
        entries = await _library(access, client).aio.models.list(config={"page_size": 1000, "query_base": True})
        return [
            Listed((entry.name or "").removeprefix("models/"), LLM, entry.input_token_limit)
            async for entry in entries
            if "generateContent" in (entry.supported_actions or [])
        ]

    def chat_model(self, access: Access, model: str, client: "Client") -> "Model":
        from pydantic_ai.models.google import GoogleModel
        from pydantic_ai.providers.google import GoogleProvider

        return GoogleModel(model, provider=GoogleProvider(client=_library(access, client)))

    def reader(self, tools: Collection[str]) -> "Reader":
        from treeline.providers.wire.google import GoogleReader

        return GoogleReader(tools)

    def own_settings(self, parameters: Mapping[str, Any]) -> Mapping[str, Any]:
        return {}

    async def embed(self, access: Access, model: str, texts: Sequence[str], client: "Client") -> "Embeddings":
        raise ModelNotSupported("Google embedding models are not supported. Use an OpenAI-compatible provider.")

    async def rerank(
        self, access: Access, model: str, query: str, texts: Sequence[str], client: "Client"
    ) -> list[float]:
        raise ModelNotSupported("Google has no rerank models. Use an OpenAI-compatible provider.")

    def failures(self) -> tuple[type[Exception], ...]:
        from google.genai.errors import APIError

        return (APIError,)


def _library(access: Access, client: "Client") -> "Library":
    from google.genai import Client as Library
    from google.genai.types import HttpOptions

    from treeline.kernel.http import SILENCE_SECONDS, certificates

    # Beside ours the library makes clients of its own that nobody asks; spare them reading the certificates.
    idle = {"verify": certificates()}
    options = HttpOptions(
        base_url=access.base_url,
        httpx_async_client=client,
        timeout=SILENCE_SECONDS * 1000,
        client_args=idle,
        async_client_args=idle,
    )
    return Library(vertexai=False, api_key=access.api_key, http_options=options)
