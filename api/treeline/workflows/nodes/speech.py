"""A model's answer as a node tells it: in pieces, with or without what it thinks."""

from treeline.tools.loop import Thought
from treeline.workflows.nodes.node import Context

OPENING, CLOSING = "<think>\n", "\n</think>\n\n"


class Speech:
    """What `converse` tells goes on as the output `text`. `tagged`: thoughts stand in it, between tags."""

    def __init__(self, context: Context, *, tagged: bool = False):
        self.context, self.tagged = context, tagged
        # All that was said, and all of it that the loop knows of.
        self._said, self._answer = list[str](), list[str]()
        self._thoughts: dict[int, str] = {}
        self._is_thinking = False

    @property
    def spoke(self) -> bool:
        return bool(self._said)

    @property
    def thoughts(self) -> str:
        return "\n\n".join(self._thoughts.values())

    def say(self, text: str) -> None:
        self._end_thought()
        self._answer.append(text)
        self._tell(text)

    def replace(self, text: str) -> None:
        """All of the answer so far."""
        self._answer = [text] if text else []
        self._is_thinking = False
        # Where thoughts stood between parts of the answer they now stand in front of it.
        front = f"{OPENING}{self.thoughts}{CLOSING}" if self.tagged and self._thoughts else ""
        self._said = [front + text] if front or text else []
        self.context.retract("text", front + text)

    async def think(self, thought: Thought) -> None:
        if thought.tool:
            return
        known = self._thoughts.get(thought.position, "")
        self._thoughts[thought.position] = thought.thought
        if self.tagged and len(thought.thought) > len(known):
            if not self._is_thinking:
                self._tell(OPENING)
                self._is_thinking = True
            self._tell(thought.thought[len(known) :])

    def end(self) -> str:
        """All that was said."""
        self._end_thought()
        return "".join(self._said)

    def _end_thought(self) -> None:
        if self._is_thinking:
            self._is_thinking = False
            self._tell(CLOSING)

    def _tell(self, text: str) -> None:
        self._said.append(text)
        self.context.say("text", text)
