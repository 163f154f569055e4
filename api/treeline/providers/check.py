"""Checks credentials: lists the provider's models, or sends a short message if it doesn't list any."""

import asyncio

from treeline.kernel.errors import ApiError
from treeline.kernel.settings import KernelSettings
from treeline.providers.errors import CredentialsRefused, ModelNotSupported, PathNotFound
from treeline.providers.failures import translated
from treeline.providers.kinds import Access, Kind, Listed
from treeline.providers.kinds.kind import LLM, RERANK, TEXT_EMBEDDING
from treeline.providers.kinds.openai import type_of
from treeline.providers.port import User
from treeline.providers.runtime import ProviderRuntime

SECONDS = 30
MOST_MODELS = 2000
LONGEST_NAME = 255


def checked(kind: Kind, access: Access, settings: KernelSettings, model: str | None = None) -> list[Listed]:
    """The models that can be used with these credentials, `model` among them. No transaction may be open.

    Raises CredentialsRefused, with what the provider, or the guard in front of it, said.
    """
    try:
        return asyncio.run(_checked(kind, access, settings, model))
    except CredentialsRefused:
        raise
    except ApiError as error:
        raise CredentialsRefused(error.message, error.details) from None


async def _checked(kind: Kind, access: Access, settings: KernelSettings, model: str | None) -> list[Listed]:
    try:
        listed = await _listed(kind, access, settings)
    except (ModelNotSupported, PathNotFound):
        if model is None:
            raise CredentialsRefused(
                f"{kind.label} at {access.base_url} doesn't list its models. Check the URL. If the server "
                "doesn't support listing models, enter a model name, which is then used for a test."
            ) from None
        await _tried(kind, ProviderRuntime(kind.id, model, access, settings))
        listed = []
    named = {each.model for each in listed}
    return listed if model is None or model in named else [*listed, Listed(model, _type(kind, model))]


async def _tried(kind: Kind, runtime: ProviderRuntime) -> None:
    """Ask the model something short."""
    model_type = _type(kind, runtime.model)
    if model_type == TEXT_EMBEDDING:
        await runtime.embed(["Hi"])
    elif model_type == RERANK:
        await runtime.rerank("Hi", ["Hi"])
    else:
        await runtime.complete([User("Hi")], parameters={"max_tokens": 1})


def _type(kind: Kind, model: str) -> str:
    found = type_of(model)
    return found if found in kind.model_types else LLM


async def _listed(kind: Kind, access: Access, settings: KernelSettings) -> list[Listed]:
    from treeline.kernel.http import NamedBy, outbound
    from treeline.providers.wire.transport import Listening

    with translated(kind.id, "", access):
        answers = outbound(settings, NamedBy.ADMIN, silence=SECONDS, around=lambda guarded: Listening(guarded, None))
        async with asyncio.timeout(SECONDS), answers as client:
            try:
                return _right(await kind.list_models(access, client))
            except (AttributeError, TypeError, KeyError):
                raise CredentialsRefused(
                    f"The server at {access.base_url} is not a {kind.label} API. Check the URL."
                ) from None


def _right(listed: list[Listed]) -> list[Listed]:
    """It is a stranger's list."""
    return [each for each in listed if 0 < len(each.model) <= LONGEST_NAME and each.model.isprintable()][:MOST_MODELS]
