"""What variables are worth where a node stands: scopes that look up to their parents and copy nothing."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from treeline.workflows.engine.values import File

# Their values belong to the whole run, wherever they are set.
CONVERSATION = "conversation"
_ROOTS = frozenset({"sys", "env", CONVERSATION})
# Another name of a root.
_USER_INPUT, _SYS = "userinput", "sys"


class Lookup(Protocol):
    def get(self, selector: Sequence[str]) -> Any:
        """The value, or None where there is none."""
        ...


class Scope:
    """The outputs of nodes by node id, and those of its parents behind them.

    A container opens one for each item or round: what is set there ends with it. Roots (`sys`, `env`, `conversation`)
    are set like nodes, in the first scope.
    """

    __slots__ = ("_nodes", "_root", "parent")

    def __init__(self, parent: "Scope | None" = None):
        self.parent = parent
        self._root: Scope = parent._root if parent else self
        self._nodes: dict[str, Mapping[str, Any]] = {}

    def set(self, node_id: str, outputs: Mapping[str, Any]) -> None:
        """A node has run. `outputs` is kept, not copied, and never changed here."""
        self._nodes[node_id] = outputs

    def get(self, selector: Sequence[str]) -> Any:
        """The value at [node, output, key…]; None if the node did not run here or above, or has no such output."""
        if not selector:
            return None
        value: Any = self._outputs(selector[0])
        for key in selector[1:]:
            if isinstance(value, dict | Mapping):  # dict first: a tenth of the time
                value = value.get(key)
            elif isinstance(value, File):
                value = value.attribute(key)
            else:
                return None
        return value

    def ran(self, node_id: str) -> bool:
        return self._outputs(node_id) is not None

    def assign(self, selector: Sequence[str], value: Any) -> None:
        """Sets a variable where it is: of the conversation in the first scope, of a loop in the one that the loop set.

        One that is not there yet is made in the first scope if it belongs to a root, else here.
        """
        if len(selector) < 2:
            raise ValueError(f"No variable at {'.'.join(selector)!r}: a node and a name are needed")
        node_id = _SYS if selector[0] == _USER_INPUT else selector[0]
        nodes = self._holder(node_id)._nodes
        nodes[node_id] = _with(nodes.get(node_id), selector[1:], value)

    def _outputs(self, node_id: str) -> Mapping[str, Any] | None:
        if node_id == _USER_INPUT:
            node_id = _SYS
        scope: Scope | None = self
        while scope is not None:
            found = scope._nodes.get(node_id)
            if found is not None:
                return found
            scope = scope.parent
        return None

    def _holder(self, node_id: str) -> "Scope":
        if node_id in _ROOTS:
            return self._root
        scope: Scope | None = self
        while scope is not None:
            if node_id in scope._nodes:
                return scope
            scope = scope.parent
        return self


def _with(there: Any, keys: Sequence[str], value: Any) -> Any:
    """A copy of an object with another value at these keys; the objects above it are copied, the rest is shared."""
    if not keys:
        return value
    known = there if isinstance(there, Mapping) else {}
    return {**known, keys[0]: _with(known.get(keys[0]), keys[1:], value)}
