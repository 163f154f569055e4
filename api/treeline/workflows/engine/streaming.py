"""The run's text, told in order while it comes to be.

An answer opens when the run is certain to come to it (certainty.py). Open answers queue; one of them is told to its
end, part by part: texts, variables as they stream or whole once their node is over. As long as the first has told
nothing, others are told before it if that is possible at once and in whole. What is told is what the answer node
returns in the end: where it is not, because something was retried or set anew, the text is replaced.
"""

from bisect import insort
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from treeline.workflows.engine.certainty import Certainty, Plan, Speaker, Variable, plan_of
from treeline.workflows.engine.facts import Fact, Text, TextKind, TextReplaced
from treeline.workflows.engine.frames import FINISHED, SKIPPED, Frame, Spoken
from treeline.workflows.engine.limits import BUFFER_BYTES

Render = Callable[[TextKind, Any], str]


class Buffer:
    """What an output has said so far. Beyond its size nothing is kept: then the output is told when it is over."""

    __slots__ = ("count", "pieces", "size")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.count = self.size = 0

    def add(self, text: str) -> None:
        self.count += 1
        self.size += len(text)
        if self.size <= BUFFER_BYTES and len(self.pieces) == self.count - 1:
            self.pieces.append(text)


class Session:
    """An open answer of a frame, and what has been told of it."""

    __slots__ = ("at", "cursor", "final", "frame", "key", "part", "speaker", "told")

    def __init__(self, frame: Frame, speaker: Speaker, key: tuple[Any, ...]):
        self.frame, self.speaker, self.key = frame, speaker, key
        self.told: list[str] = []
        # The part that is being told: where its pieces begin in `told`, and how many the buffer has given.
        self.at = self.part = self.cursor = 0
        # What the answer came to.
        self.final: str | None = None

    def __lt__(self, other: "Session") -> bool:
        return self.key < other.key

    @property
    def text(self) -> str:
        return "".join(self.told)

    def next_part(self) -> None:
        self.at += 1
        self.part, self.cursor = len(self.told), 0


class FrameSpeech:
    """`key`: what the sessions of this frame are ordered by, before their own time."""

    __slots__ = ("buffers", "certainties", "key", "plan", "sessions")

    def __init__(self, frame: Frame, plan: Plan, key: tuple[Any, ...]):
        self.plan, self.key = plan, key
        self.certainties = [Certainty(frame.graph, plan, group) for group in plan.groups]
        self.buffers: dict[tuple[int, str], Buffer] = {}
        self.sessions: dict[int, Session] = {}


class Telling:
    def __init__(self, tell: Callable[[Fact], None], render: Render):
        self._tell, self._render = tell, render
        self._queue: list[Session] = []
        self._floor: Session | None = None
        # Pieces of all that has been told, each answer's a list of its own.
        self._told: dict[TextKind, list[list[str]]] = {"answer": [], "text": []}
        self._clock = 0

    def text(self, kind: TextKind) -> str:
        return "".join("".join(pieces) for pieces in self._told[kind])

    # What happens in frames

    def open(self, frame: Frame, root: int) -> None:
        plan = plan_of(frame.graph)
        if plan is not None:
            frame.speech = FrameSpeech(frame, plan, self._key(frame))
            self._reach(frame, [root])

    def time(self) -> int:
        self._clock += 1
        return self._clock

    def taken(self, frame: Frame, targets: Sequence[int]) -> None:
        if targets:
            self._reach(frame, targets)

    def finished(self, frame: Frame, index: int, outputs: Mapping[str, Any]) -> None:
        session = frame.speech.sessions.pop(index, None)
        if session is None:
            return
        answer = outputs.get("answer") if session.speaker.kind == "answer" else None
        text = answer if isinstance(answer, str) else self._whole(session)
        if frame.container is not None:
            frame.spoken.append(Spoken(session.key, session.speaker.kind, frame.path, session.speaker.id, text))
        self._came_to(session, text)

    def retell(self, frame: Frame, answers: Sequence[Mapping[str, Any]]) -> None:
        """What the answers in a frame and below came to, of which no other rows are left."""
        key = self._key(frame)
        talking = [inner for inner in frame.inner() if inner.speech is not None]
        sessions = (session for inner in talking for session in inner.speech.sessions.values())
        opened = {(session.frame.path, session.speaker.id): session for session in sessions}
        for each in answers:
            session = opened.get((each["frame"], each["node"]))
            if session is None:
                speaker = Speaker(-1, each["node"], each["kind"], ())
                session = Session(frame, speaker, (*key, self.time(), speaker.id))
                insort(self._queue, session)
            else:
                del session.frame.speech.sessions[session.speaker.index]
            frame.spoken.append(Spoken(session.key, each["kind"], each["frame"], each["node"], each["text"]))
            self._came_to(session, each["text"])

    def _came_to(self, session: Session, text: str) -> None:
        session.final = text
        if session.speaker.parts and session.at == len(session.speaker.parts) and text != session.text:
            self._replace(session, 0, text)

    def said(self, frame: Frame, index: int, output: str, text: str) -> None:
        speech: FrameSpeech | None = frame.speech
        if speech is None or not text or (index, output) not in speech.plan.streamed:
            return
        speech.buffers.setdefault((index, output), Buffer()).add(text)
        for session in speech.sessions.values():
            if self._told_from(session, index, output) and self._floor is session:
                self._stream(session, text)
        if self._floor is None:
            self.settle()

    def retract(self, frame: Frame, index: int, output: str | None = None, text: str = "") -> None:
        """What a node has said is void, of all outputs or of one, which is this text so far instead."""
        speech: FrameSpeech | None = frame.speech
        if speech is None:
            return
        for key in [key for key in speech.buffers if key[0] == index and output in (None, key[1])]:
            del speech.buffers[key]
            for session in list(speech.sessions.values()):
                if self._told_from(session, *key):
                    session.cursor = 0
                    if len(session.told) > session.part:
                        self._replace(session, session.part, "")
        if output is not None:
            self.said(frame, index, output, text)

    def close(self, frame: Frame) -> None:
        """Of answers that a closed frame did not come to, no more is told."""
        for session in frame.speech.sessions.values():
            if session in self._queue:
                self._queue.remove(session)
            if self._floor is session:
                self._floor = None
        frame.speech.sessions = {}

    def settle(self) -> None:
        """Tells what can be told now."""
        if not self._queue or (self._floor is not None and not self._go_on(self._floor)):
            return
        self._floor = None
        silent, at = False, 0
        while at < len(self._queue):
            session = self._queue[at]
            if _is_behind(session.frame) or (silent and not self._can_be_told(session)):
                at += 1
            elif self._go_on(session):
                continue
            elif session.told:
                self._floor = session
                return
            else:
                silent, at = True, at + 1

    # Telling

    def _go_on(self, session: Session) -> bool:
        """Tells more of it. Whether that was all; then it has left the queue."""
        parts = session.speaker.parts
        while session.at < len(parts) and session.final is None:
            part = parts[session.at]
            value = part if isinstance(part, str) else self._value(session, part)
            if value is None:
                self._catch_up(session, part)
                return False
            self._end_part(session, part, value)
        if session.final is not None and session.final != session.text:
            self._end_whole(session, session.final)
        session.at = len(parts)
        self._queue.remove(session)
        return True

    def _value(self, session: Session, part: Any) -> str | None:
        """What a variable is in the end; None as long as that is not known."""
        states = session.frame.states
        if part.source < 0:
            pending = part.late or any(states[setter] not in (FINISHED, SKIPPED) for setter in part.setters)
            return None if pending else self._text_of(session, part)
        state = states[part.source]
        if state == SKIPPED:
            return ""
        return self._text_of(session, part) if state == FINISHED else None

    def _text_of(self, session: Session, part: Variable) -> str:
        return self._render(session.speaker.kind, session.frame.scope.get(part.selector))

    def _whole(self, session: Session) -> str:
        return "".join(
            part if isinstance(part, str) else self._text_of(session, part) for part in session.speaker.parts
        )

    def _can_be_told(self, session: Session) -> bool:
        if session.final is not None:
            return True
        return all(isinstance(part, str) or self._value(session, part) is not None for part in session.speaker.parts)

    def _catch_up(self, session: Session, part: Any) -> None:
        buffer = session.frame.speech.buffers.get((part.source, part.selector[1])) if part.streams else None
        if buffer is not None:
            for piece in buffer.pieces[session.cursor :]:
                self._say(session, piece, part)
                session.cursor += 1

    def _stream(self, session: Session, text: str) -> None:
        """A piece of the part that is being told; one that missed pieces waits for the whole."""
        part: Any = session.speaker.parts[session.at]
        buffer = session.frame.speech.buffers[part.source, part.selector[1]]
        if session.cursor == buffer.count - 1:
            self._say(session, text, part)
            session.cursor += 1

    def _end_part(self, session: Session, part: str | Variable, value: str) -> None:
        told = "".join(session.told[session.part :])
        if value.startswith(told):
            self._say(session, value[len(told) :], part)
        else:
            self._replace(session, session.part, value)
        session.next_part()

    def _end_whole(self, session: Session, value: str) -> None:
        told = session.text
        if value.startswith(told):
            self._say(session, value[len(told) :], "")
        else:
            self._replace(session, 0, value)

    def _say(self, session: Session, text: str, part: str | Variable) -> None:
        if not text:
            return
        if not session.told:
            self._told[session.speaker.kind].append(session.told)
        session.told.append(text)
        selector = part.selector if isinstance(part, Variable) else None
        speaker = session.speaker
        self._tell(Text(speaker.kind, session.frame.path, speaker.id, selector, text))

    def _replace(self, session: Session, begin: int, text: str) -> None:
        told = self._told[session.speaker.kind]
        had_told = bool(session.told)
        session.told[begin:] = [text] if text else []
        if session.told and not had_told:
            told.append(session.told)
        elif had_told and not session.told:
            # Others may be told before it now.
            told[:] = [pieces for pieces in told if pieces is not session.told]
        self._tell(TextReplaced(session.speaker.kind, self.text(session.speaker.kind)))

    def _told_from(self, session: Session, index: int, output: str) -> bool:
        parts = session.speaker.parts
        part = parts[session.at] if session.at < len(parts) else ""
        return isinstance(part, Variable) and part.streams and part.source == index and part.selector[1] == output

    # Opening

    def _reach(self, frame: Frame, nodes: Sequence[int]) -> None:
        speech: FrameSpeech = frame.speech
        opened = [index for certainty in speech.certainties for index in certainty.reach(nodes)]
        now = self.time() if opened else 0
        for index in opened:
            speaker = speech.plan.speakers[index]
            session = speech.sessions[index] = Session(frame, speaker, (*speech.key, now, speaker.id))
            insort(self._queue, session)

    def _key(self, frame: Frame) -> tuple[Any, ...]:
        key: tuple[Any, ...] = ()
        while frame.container is not None:
            key = (frame.container.time, frame.index, *key)
            frame = frame.container.frame
        return key


def _is_behind(frame: Frame) -> bool:
    """Whether an item before this one still runs: parallel items are told in their order."""
    while frame.container is not None:
        if frame.container.holds_back(frame):
            return True
        frame = frame.container.frame
    return False
