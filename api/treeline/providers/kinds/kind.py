from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

if TYPE_CHECKING:
    from pydantic_ai.models import Model

    from treeline.kernel.http import Client
    from treeline.providers.port import Embeddings
    from treeline.providers.wire.reader import Reader

LLM = "llm"
TEXT_EMBEDDING = "text-embedding"
RERANK = "rerank"


@dataclass(frozen=True)
class Field:
    """One of the things that a credential consists of. `aliases`: what other systems call it."""

    name: str
    label: str
    secret: bool = False
    required: bool = False
    placeholder: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Access:
    """Where a provider is and how it lets us in."""

    base_url: str
    # Not in representations, which end up in logs.
    api_key: str = field(repr=False)
    organization: str | None = None


@dataclass(frozen=True)
class Listed:
    """A model that a provider says it has."""

    model: str
    model_type: str = LLM
    context_size: int | None = None


class Kind(Protocol):
    """What is particular to one provider."""

    id: ClassVar[str]
    label: ClassVar[str]
    help_url: ClassVar[str]
    default_url: ClassVar[str]
    model_types: ClassVar[tuple[str, ...]]
    fields: ClassVar[tuple[Field, ...]]
    # By what genai-prices calls it; None: by its address.
    price_id: ClassVar[str | None]
    # What pydantic-ai calls its modules.
    library: ClassVar[str]
    # Of `PARAMETERS`, those that it does not know.
    lacks: ClassVar[frozenset[str]]

    async def list_models(self, access: Access, client: "Client") -> list[Listed]:
        """The models that it says it has and that can be used here."""
        ...

    def chat_model(self, access: Access, model: str, client: "Client") -> "Model": ...

    def reader(self, tools: Collection[str]) -> "Reader":
        """What reads its answers. `tools`: the names that the model was told."""
        ...

    def own_settings(self, parameters: Mapping[str, Any]) -> Mapping[str, Any]:
        """Settings of the library that come from parameters which not every provider has."""
        ...

    async def embed(self, access: Access, model: str, texts: Sequence[str], client: "Client") -> "Embeddings": ...

    async def rerank(
        self, access: Access, model: str, query: str, texts: Sequence[str], client: "Client"
    ) -> list[float]: ...

    def failures(self) -> tuple[type[Exception], ...]:
        """What its library raises when a request fails."""
        ...
