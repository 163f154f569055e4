"""What API keys and tokens may do, and for how long: the same for those who make them and for the routes they open."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self, get_args
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from treeline.kernel.clock import now
from treeline.kernel.schemas import SEEN, Schema, Timestamp
from treeline.kernel.validation import invalid

Scope = Literal["read", "write", "run"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
# What a client of any kind begins with: it needs no scope in particular.
ANY = "any"
# Abilities that change nothing; all others need `write`, also those that come later.
_HARMLESS = ("read", "belong")
# The year 2100.
_LAST = 4_102_444_800


def needed(can: str | None) -> str:
    """The scope for what a caller must be able to do, where the route names none."""
    return "read" if can in _HARMLESS else "write"


def in_order(scopes: list[Scope]) -> list[Scope]:
    """Each once."""
    return [each for each in SCOPES if each in scopes]


def _upcoming(seconds: int) -> int:
    if seconds <= now().timestamp():
        raise invalid("expiry_passed", "must be in the future")
    return seconds


# Of a request.
KeyName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60), SEEN]
Scopes = Annotated[list[Scope], Field(min_length=1, max_length=3), AfterValidator(in_order)]
Expiry = Annotated[int, Field(gt=0, le=_LAST, description="Unix seconds"), AfterValidator(_upcoming)]


def time_of(expiry: int | None) -> datetime | None:
    return None if expiry is None else datetime.fromtimestamp(expiry, UTC)


class IssuedKey(Schema):
    """A key or token as its owner sees it; `token` is masked but in the response that created it."""

    id: UUID
    name: str
    token: str
    expires_at: Timestamp | None
    last_used_at: Timestamp | None
    last_used_ip: str | None
    created_at: Timestamp

    @classmethod
    def of(cls, row: Any, token: str | None = None) -> Self:
        own = {name: getattr(row, name) for name in cls.model_fields if name != "token"}
        return cls(**own, token=token or row.token_shown)
