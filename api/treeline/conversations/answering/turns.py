"""What the model gets: instructions, earlier messages, and the question, as far as they fit in its context.

Only the model can count its tokens, so they are estimated on the high side: three bytes of UTF-8 per token.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from treeline.providers.port import Assistant, Attachment, System, Turn, User

BYTES_A_TOKEN = 3
# What a picture or another attachment counts, whatever its bytes.
ATTACHMENT_TOKENS = 1500
# Where nobody has said how much the model holds.
CONTEXT_TOKENS = 32_000
# Kept free for the answer, where the config does not say how long it may be.
ANSWER_TOKENS = 2_000


@dataclass(frozen=True)
class Text:
    """A file whose text the model is given within the message."""

    name: str
    text: str


Shown = Text | Attachment


@dataclass(frozen=True)
class Exchange:
    """A question that was answered before."""

    query: str
    answer: str
    shown: tuple[Shown, ...] = ()


def tokens_of(text: str) -> int:
    return len(text.encode()) // BYTES_A_TOKEN + 1


def question(query: str, shown: Sequence[Shown]) -> User:
    texts = [f'<file name="{file.name}">\n{file.text}\n</file>' for file in shown if isinstance(file, Text)]
    attachments = tuple(file for file in shown if isinstance(file, Attachment))
    return User("\n\n".join([*texts, query]) if query else "\n\n".join(texts), attachments)


def turns_of(instructions: str, newest_first: Iterable[Exchange], asked: User, budget: int) -> list[Turn]:
    """All that the model is told, in order. Of what was said before, as much as fits into so many tokens."""
    turns: list[Turn] = [asked]
    left = budget - _cost(asked) - tokens_of(instructions)
    for exchange in newest_first:
        said = question(exchange.query, exchange.shown)
        left -= _cost(said) + tokens_of(exchange.answer)
        if left < 0:
            break
        turns[:0] = [said, Assistant(exchange.answer)]
    return [System(instructions), *turns] if instructions else turns


def budget_of(context_tokens: int | None, answer_tokens: int | None) -> int:
    """How many tokens there are for everything but the answer."""
    context = context_tokens or CONTEXT_TOKENS
    # However long the answer may be, half of the model is for what it answers.
    return max(context - (answer_tokens or ANSWER_TOKENS), context // 2)


def prompt_of(turns: Sequence[Turn]) -> list[dict[str, str]]:
    """The same for the log, as {role, text}; attachments are left out."""
    said = (turn for turn in turns if isinstance(turn, System | User | Assistant))
    return [{"role": type(turn).__name__.lower(), "text": turn.text} for turn in said]


def _cost(said: User) -> int:
    return tokens_of(said.text) + len(said.attachments) * ATTACHMENT_TOKENS
