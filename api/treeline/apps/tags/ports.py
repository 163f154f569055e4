"""What can be tagged: each feature says of which type its things are, and which of them the caller may change."""

from collections.abc import Callable
from uuid import UUID

from treeline.kernel.features import Port

targets: Port[tuple[str, Callable[[UUID], bool]]] = Port("(type, whether the caller may tag the thing with this id)")
