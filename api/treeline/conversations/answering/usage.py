"""The usage of an answer in the API's format: prices are decimal strings, unit prices are per million tokens."""

from decimal import Decimal
from typing import Any

from treeline.conversations.models import Message

PRICE_UNIT = Decimal("0.000001")


def usage_of(message: Message) -> dict[str, Any]:
    prompt = message.prompt_tokens * message.prompt_unit_price * PRICE_UNIT
    completion = message.completion_tokens * message.completion_unit_price * PRICE_UNIT
    return {
        "prompt_tokens": message.prompt_tokens,
        "prompt_unit_price": _number(message.prompt_unit_price),
        "prompt_price_unit": _number(PRICE_UNIT),
        "prompt_price": _number(prompt),
        "completion_tokens": message.completion_tokens,
        "completion_unit_price": _number(message.completion_unit_price),
        "completion_price_unit": _number(PRICE_UNIT),
        "completion_price": _number(completion),
        "total_tokens": message.prompt_tokens + message.completion_tokens,
        "total_price": _number(message.total_price),
        "currency": message.currency,
        "latency": round(message.latency, 3),
    }


def metadata_of(message: Message) -> dict[str, Any]:
    """The `metadata` of an answer. Nothing is retrieved by now: an agent names its files in its thoughts."""
    return {"usage": usage_of(message), "retriever_resources": [], "finish_reason": message.finish_reason}


def _number(value: Decimal) -> str:
    """Without an exponent and without zeros that say nothing."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") or "0" if "." in text else text
