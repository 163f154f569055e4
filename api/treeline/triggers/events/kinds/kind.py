"""What a kind of subscription is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from treeline.kernel.schemas import Body
from treeline.kernel.settings import KernelSettings

# What one look takes over; the rest comes with the next, which follows at once.
MOST_EVENTS = 50
# How many that were there are remembered at least, so that one that comes back is not new.
MOST_SEEN = 500
MAX_TEXT = 20_000


class Source(Body):
    """What is watched, as people enter it. `secrets`: its fields that are stored encrypted and never shown."""

    secrets: ClassVar[tuple[str, ...]] = ()
    # Which it is: a literal in each kind.
    kind: Any

    @property
    def place(self) -> tuple[Any, ...]:
        """Where the secrets are sent: those of one place are not sent to another."""
        return ()


@dataclass(frozen=True)
class Found:
    """Something that happened. `name`: which of the kind's events; `key`: the same whenever it is seen again."""

    name: str
    key: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Look:
    """What a look at a source brought. `cursor`: where the next one begins, None to stay where it was.

    `wait`: seconds until the source wants to be asked again, if it says so. `more`: there is more to take over now.
    """

    found: list[Found] = field(default_factory=list)
    cursor: dict[str, Any] | None = None
    wait: float = 0
    more: bool = False


class LookFailed(Exception):
    """Why, as a sentence. `wait`: seconds after which the source may be asked again, if it says so."""

    def __init__(self, message: str, wait: float = 0):
        super().__init__(message)
        self.wait = wait


Given = TypeVar("Given", bound=Source)


class Kind(Protocol, Generic[Given]):
    """`events`: names of what it tells of; a workflow may listen to one of them, or to all."""

    name: ClassVar[str]
    events: ClassVar[tuple[str, ...]]
    source: type[Given]


class Polled(Kind[Given], Protocol[Given]):
    """A kind whose sources are looked at again and again."""

    def look(self, source: Given, cursor: Mapping[str, Any] | None, settings: KernelSettings) -> Look:
        """What is new since `cursor`. Without one, the newest few as a sample, and the place where to go on from.

        No transaction may be open. Raises LookFailed.
        """
        ...


def news(found: Sequence[Found], cursor: Mapping[str, Any] | None, marks: Mapping[str, str], wait: float = 0) -> Look:
    """Of a list that is always told as a whole, the oldest first: what was not there before.

    `marks`: what the server compares with, to say that nothing has changed.
    """
    if cursor is None:
        return Look(list(found[-1:]), {"seen": _seen(found, ()), **marks}, wait)
    known = set(cursor.get("seen", ()))
    fresh = [each for each in found if each.key not in known]
    taken = fresh[:MOST_EVENTS]
    left = {each.key for each in fresh[MOST_EVENTS:]}
    there = [each for each in found if each.key not in left]
    # With the marks of now, the rest would never come.
    return Look(taken, {"seen": _seen(there, cursor.get("seen", ())), **({} if left else marks)}, wait, bool(left))


def _seen(found: Sequence[Found], before: Iterable[str]) -> list[str]:
    """What is there first, the newest in front; then what was."""
    keys = list(dict.fromkeys((*(each.key for each in reversed(found)), *before)))
    return keys[: max(MOST_SEEN, len(found))]


def shortened(text: str | None) -> str:
    return (text or "").strip()[:MAX_TEXT]
