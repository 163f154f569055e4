"""The usage of an answer in the API's format: prices are decimal strings, unit prices are per million tokens."""

from decimal import Decimal
from typing import Any

from treeline.conversations.models import Message

PRICE_UNIT = Decimal("0.000001")


def usage_of(message: Message) -> dict[str, Any]:
    unit_prices = (message.prompt_unit_price, message.completion_unit_price)
    return usage_json(
        (message.prompt_tokens, message.completion_tokens),
        unit_prices,
        message.total_price,
        message.currency,
        message.latency,
    )


def usage_json(
    tokens: tuple[int, int], unit_prices: tuple[Decimal, Decimal], total: Decimal, currency: str, latency: float
) -> dict[str, Any]:
    """`tokens` and `unit_prices`: of the prompt and of the completion."""
    prompt, completion = (count * price * PRICE_UNIT for count, price in zip(tokens, unit_prices, strict=True))
    return {
        "prompt_tokens": tokens[0],
        "prompt_unit_price": _number(unit_prices[0]),
        "prompt_price_unit": _number(PRICE_UNIT),
        "prompt_price": _number(prompt),
        "completion_tokens": tokens[1],
        "completion_unit_price": _number(unit_prices[1]),
        "completion_price_unit": _number(PRICE_UNIT),
        "completion_price": _number(completion),
        "total_tokens": sum(tokens),
        "total_price": _number(total),
        "currency": currency,
        "latency": round(latency, 3),
    }


def metadata_of(message: Message) -> dict[str, Any]:
    """The `metadata` of an answer."""
    sources = message.retriever_resources or []
    return {"usage": usage_of(message), "retriever_resources": sources, "finish_reason": message.finish_reason}


def _number(value: Decimal) -> str:
    """Without an exponent and without zeros that say nothing."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") or "0" if "." in text else text
