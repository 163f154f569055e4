import datetime
from typing import Annotated, Any, Generic, Self, TypeVar

from pydantic import AfterValidator, Field

from treeline.kernel.schemas import Price, Query, Schema

Day = TypeVar("Day")
TwoDigits = Annotated[float, AfterValidator(lambda value: round(value, 2))]
FourDigits = Annotated[float, AfterValidator(lambda value: round(value, 4))]


class SpanQuery(Query):
    start: str = Field("", description="Start time, such as 2026-03-31 08:30, in the account's time zone.")
    end: str = Field("", description="End time, in the same format.")


class DailyOut(Schema, Generic[Day]):
    data: list[Day]

    @classmethod
    def of(cls, rows: list[dict[str, Any]]) -> Self:
        return cls.model_validate({"data": rows})


class _Day(Schema):
    date: datetime.date


class MessagesOn(_Day):
    message_count: int


class ConversationsOn(_Day):
    conversation_count: int


class EndUsersOn(_Day):
    terminal_count: int


class CostsOn(_Day):
    token_count: int
    total_price: Price
    currency: str
    price_known: bool = Field(description="Whether the price of any of these messages is known.")


class InteractionsOn(_Day):
    interactions: TwoDigits


class SatisfactionOn(_Day):
    rate: TwoDigits


class ResponseTimeOn(_Day):
    latency: FourDigits


class SpeedOn(_Day):
    tps: FourDigits
