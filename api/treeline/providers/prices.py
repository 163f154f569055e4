"""Token prices: those set in the workspace, or else from the list in genai-prices.

That list is as old as the installed package; nothing is fetched.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from treeline.providers.kinds import KINDS
from treeline.providers.port import Price, Usage

MILLION = Decimal(1_000_000)
# Enough for a price of each, and few enough for the lowest tier.
_PROBE = 1000


def price_of(provider: str, base_url: str, model: str, properties: Mapping[str, Any], usage: Usage) -> Price:
    found = _own_unit_prices(properties) or _listed_unit_prices(provider, base_url, model)
    if found is None:
        return Price()
    prompt_unit, completion_unit, currency = found
    return Price(
        prompt_unit,
        completion_unit,
        prompt_unit * usage.prompt_tokens / MILLION,
        completion_unit * usage.completion_tokens / MILLION,
        currency,
        known=True,
    )


def _own_unit_prices(properties: Mapping[str, Any]) -> tuple[Decimal, Decimal, str] | None:
    prices = properties.get("input_price"), properties.get("output_price")
    if prices == (None, None):
        return None
    asked, said = (Decimal(str(price or 0)) for price in prices)
    return asked, said, str(properties.get("currency") or "USD")


def _listed_unit_prices(provider: str, base_url: str, model: str) -> tuple[Decimal, Decimal, str] | None:
    from genai_prices import Usage as Tokens
    from genai_prices import calc_price

    where: dict[str, Any] = {"provider_id": KINDS[provider].price_id}
    if where["provider_id"] is None:
        where = {"provider_api_url": base_url}
    try:
        found = calc_price(Tokens(input_tokens=_PROBE, output_tokens=_PROBE), model, **where)
    except LookupError:
        return None
    return found.input_price * 1000, found.output_price * 1000, "USD"
