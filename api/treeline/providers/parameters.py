"""The parameters of model calls: which exist, and what the library calls them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from treeline.providers.kinds import KINDS


@dataclass(frozen=True)
class Parameter:
    name: str
    label: str
    type: Literal["float", "int", "string"]
    help: str
    default: float | None = None
    min: float | None = None
    max: float | None = None
    options: tuple[str, ...] = ()


PARAMETERS = (
    Parameter(
        "temperature",
        "Temperature",
        "float",
        "Higher values make answers more varied; 0 always picks the likeliest token.",
        1.0,
        0.0,
        2.0,
    ),
    Parameter(
        "top_p",
        "Top P",
        "float",
        "Samples only from the likeliest tokens whose probabilities add up to this value.",
        1.0,
        0.0,
        1.0,
    ),
    Parameter(
        "presence_penalty", "Presence penalty", "float", "Discourages tokens that already appeared.", 0.0, -2.0, 2.0
    ),
    Parameter(
        "frequency_penalty", "Frequency penalty", "float", "Discourages tokens that appear often.", 0.0, -2.0, 2.0
    ),
    Parameter("max_tokens", "Max tokens", "int", "The maximum length of an answer.", None, 1, 1_000_000),
    Parameter("seed", "Seed", "int", "The same seed makes answers repeatable, as far as the provider supports it."),
    Parameter(
        "response_format", "Response format", "string", "Set to JSON for JSON output.", options=("text", "json_object")
    ),
)
_SAME_NAME = ("temperature", "top_p", "presence_penalty", "frequency_penalty", "max_tokens", "seed")


def parameters_of(provider: str) -> list[Parameter]:
    return [each for each in PARAMETERS if each.name not in KINDS[provider].lacks]


def library_settings(provider: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Settings of pydantic-ai. What a provider does not know is left out: one configuration suits all of them."""
    kind = KINDS[provider]
    given = {name: value for name, value in parameters.items() if value is not None and name not in kind.lacks}
    settings = {name: given[name] for name in _SAME_NAME if name in given}
    stop = given.get("stop")
    if stop:
        settings["stop_sequences"] = [stop] if isinstance(stop, str) else list(stop)
    return {**settings, **kind.own_settings(given)}
