"""Several toolboxes as one."""

from collections.abc import Sequence
from typing import Any

from treeline.tools.loop import Toolbox


class Toolboxes:
    """Of two tools with one name the first box's is the one that is called."""

    def __init__(self, boxes: Sequence[Toolbox]):
        self._box = {spec.name: box for box in reversed(boxes) for spec in box.specs}
        specs = {spec.name: spec for box in reversed(boxes) for spec in box.specs}
        # In the order of the boxes.
        self.specs = tuple(specs[name] for name in dict.fromkeys(spec.name for box in boxes for spec in box.specs))

    async def call(self, name: str, arguments: dict[str, Any]) -> str:
        box = self._box.get(name)
        return f"There is no tool {name}." if box is None else await box.call(name, arguments)
