"""Assembles tool calls from the pieces in which OpenAI-compatible servers stream them.

According to the protocol, a call has an index; its first piece has its id and name, and each piece a part of its
arguments. Servers repeat ids and names, omit indexes or always send 0, send objects instead of text, or a whole call
at once.
"""

import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from treeline.kernel.text import clean
from treeline.providers.port import MAX_ARGUMENT_BYTES, MAX_CALLS
from treeline.providers.wire.reader import mapping, text
from treeline.providers.wire.refusals import Refusal, Refused

MOST_NAME = 256
# Of pieces, which some servers repeat.
MOST_SIZE = 4 * MAX_ARGUMENT_BYTES
UNNAMED = "unnamed"
# What says where an object ends: brackets, quotes, and a backslash with what it hides.
_MARKS = re.compile(r'[{}\[\]"]|\\.?', re.DOTALL)
_OWN = ("index", "id", "type", "function", "name", "arguments")


@dataclass
class Call:
    index: int | None
    id: str = ""
    name: str = ""
    pieces: list[str] = field(default_factory=list[str])
    # What else a server says of it, such as a signature that it wants back.
    more: dict[str, Any] = field(default_factory=dict[str, Any])
    _depth: int = 0
    _in_string: bool = False
    _escaped: bool = False

    @property
    def arguments(self) -> str:
        return "".join(self.pieces)

    @property
    def told(self) -> str:
        """The arguments. Some servers say all of them so far with each piece."""
        joined = self.arguments
        repeated = len(self.pieces) > 1 and not _is_object(joined) and _is_object(self.pieces[-1])
        return self.pieces[-1] if repeated else joined

    @property
    def is_complete(self) -> bool:
        """Whether its arguments are an object that is closed: nothing can be added to it."""
        return bool(self.pieces) and self._depth == 0 and self.pieces[0].lstrip()[:1] == "{"

    def set(self, arguments: str) -> None:
        self.pieces, self._depth, self._in_string, self._escaped = [], 0, False, False
        self.add(arguments)

    def add(self, piece: str) -> None:
        """Each character is looked at once, however many pieces there are."""
        if not piece.strip() and not self.pieces:
            return
        self.pieces.append(piece)
        for mark in _MARKS.findall(piece) if not self._escaped else [piece[0], *_MARKS.findall(piece[1:])]:
            if self._escaped:
                self._escaped = False
            elif mark == '"':
                self._in_string = not self._in_string
            elif mark == "\\":
                # Its other half comes with the next piece.
                self._escaped = True
            elif not self._in_string and len(mark) == 1:
                self._depth += (mark in "{[") - (mark in "}]")


def require_few(calls: int, size: int = 0) -> None:
    """Before any of them is looked at further. Raises Refused."""
    if calls > MAX_CALLS:
        said = f"The model called more than {MAX_CALLS} tools at once."
    elif size > MOST_SIZE:
        said = f"The arguments of the model's tool calls exceed {MAX_ARGUMENT_BYTES} bytes."
    else:
        return
    raise Refused(Refusal("large", said))


class Calls:
    """`known`: the tools that the model was told of: a name that is one of them is whole."""

    def __init__(self, known: Collection[str] = ()) -> None:
        self.found: list[Call] = []
        self._known = known
        self._size = 0
        # Those that a piece of the event at hand has named.
        self._named: list[Call] = []

    def take(self, deltas: Sequence[Any]) -> None:
        """The pieces in one event."""
        self._named = []
        for given in deltas:
            self._piece(mapping(given))
        require_few(len(self.found), self._size)

    def written(self) -> Iterator[dict[str, Any]]:
        """Each call in one piece, with an id of its own."""
        used: set[str] = set()
        # Some servers say with each piece that nothing is called.
        found = [call for call in self.found if call.name or call.arguments.strip()]
        if all(call.index is not None for call in found):
            found.sort(key=lambda call: call.index or 0)
        for index, call in enumerate(found):
            own = clean(call.id)
            if not own or len(own) > MOST_NAME or own in used:
                own = next(made for number in count(index) if (made := f"call_{number}") not in used)
            used.add(own)
            function = {"name": clean(call.name)[:MOST_NAME] or UNNAMED, "arguments": clean(call.told)}
            yield {**clean(call.more), "index": index, "id": own, "type": "function", "function": function}

    def _piece(self, delta: dict[str, Any]) -> None:
        function = mapping(delta.get("function")) or delta
        index, own_id, name = delta.get("index"), text(delta.get("id")), text(function.get("name")).strip()
        index = _number(index)
        arguments = function.get("arguments")
        call = self._candidate(index, own_id, name)
        if call is None or (self._begins(call, own_id, name, arguments) if name else _follows(call, arguments)):
            name = name or (call.name if call else "")
            call = Call(index)
            self.found.append(call)
        call.id = call.id or own_id
        self._rename(call, name)
        _append(call, arguments)
        self._size += len(_as_text(arguments))
        call.more |= {key: value for key, value in delta.items() if key not in _OWN and value is not None}
        if name:
            self._named.append(call)

    def _candidate(self, index: int | None, own_id: str, name: str) -> Call | None:
        """The call that a piece may belong to."""
        if index is None:
            there = self.found
        else:
            there = [each for each in self.found if each.index == index]
            there = there or [each for each in self.found if each.index is None]
        if not there:
            return None
        with_id = [each for each in there if own_id and each.id == own_id]
        if with_id:
            return with_id[-1]
        # Without a name nothing begins, whatever the id: some servers make a new one for each piece.
        return None if own_id and name and there[-1].id else there[-1]

    def _begins(self, call: Call, own_id: str, name: str, arguments: Any) -> bool:
        """Whether a named piece begins another call than this one, which it may belong to."""
        if not call.name:
            return False
        if call in self._named:
            return True
        if name == call.name:
            said = _as_text(arguments)
            again = bool(own_id) and own_id == call.id and said == call.arguments
            return bool(said.strip()) and not again and call.is_complete
        return bool(call.pieces) or not self._goes_on(call, name)

    def _goes_on(self, call: Call, name: str) -> bool:
        """Whether a name that differs is the same one's next part, or all of it so far."""
        if call.name in self._known:
            return False
        if self._known:
            return any(each.startswith((name, call.name + name)) for each in self._known)
        return call.index is not None

    def _rename(self, call: Call, name: str) -> None:
        if name and name != call.name:
            call.name = name if name.startswith(call.name) else call.name + name


def _follows(call: Call, arguments: Any) -> bool:
    """Whether a piece without a name can only belong to another call of the same tool."""
    # First of all whether it is complete: until then nothing is put together.
    if not call.is_complete or not isinstance(arguments, str) or not arguments.strip():
        return False
    return arguments != call.arguments and call.arguments.strip() != "{}"


def _append(call: Call, given: Any) -> None:
    said = _as_text(given)
    if not isinstance(given, str):
        # An object is all of them.
        if said and (given or not call.pieces):
            call.set(said)
    elif not call.is_complete:
        if said:
            call.add(said)
    elif call.arguments.strip() == "{}":
        # What some servers begin with. Nothing can follow it.
        if said.strip():
            call.set(said)
    elif said and said != call.arguments:
        call.add(said)


def _is_object(written: str) -> bool:
    try:
        return isinstance(json.loads(written), dict)
    except (ValueError, RecursionError):
        return False


def _number(given: Any) -> int | None:
    if isinstance(given, str) and given.isascii() and given.isdecimal() and len(given) < 10:
        return int(given)
    whole = isinstance(given, int | float) and not isinstance(given, bool) and given == given // 1
    return int(given) if whole else None


def _as_text(given: Any) -> str:
    if given is None:
        return ""
    return given if isinstance(given, str) else json.dumps(given)
