from decimal import Decimal

from treeline.conversations.answering.prompt import completion_prompt
from treeline.conversations.answering.usage import usage_of
from treeline.conversations.models import Message


def message(**more: object) -> Message:
    zero = {"prompt_unit_price": Decimal(0), "completion_unit_price": Decimal(0), "total_price": Decimal(0)}
    return Message(**{"prompt_tokens": 0, "completion_tokens": 0, "currency": "USD", "latency": 0.0, **zero, **more})


def test_prices_are_plain_decimals():
    priced = message(
        prompt_tokens=1_500_000,
        completion_tokens=1,
        prompt_unit_price=Decimal("2.500000"),
        completion_unit_price=Decimal("10.000000"),
        total_price=Decimal("3.750010000"),
        latency=1.23456,
    )
    usage = usage_of(priced)
    assert (usage["prompt_price"], usage["completion_price"], usage["total_price"]) == ("3.75", "0.00001", "3.75001")
    assert (usage["prompt_unit_price"], usage["completion_unit_price"]) == ("2.5", "10")
    assert usage["latency"] == 1.235


def test_what_is_free_costs_zero():
    usage = usage_of(message(prompt_tokens=10))
    assert (usage["prompt_price"], usage["total_price"], usage["total_tokens"]) == ("0", "0", 10)


def test_a_question_has_its_place_or_stands_behind():
    assert completion_prompt("Answer {{ query }} in rhyme.", {}, "this") == "Answer this in rhyme."
    assert completion_prompt("Say {{word}}.", {"word": "tide"}, "In French.") == "Say tide.\n\nIn French."
    assert completion_prompt("", {}, "Just this") == "Just this"
    assert completion_prompt("Say {{word}}.", {"word": "{{query}}"}, "") == "Say {{query}}."
