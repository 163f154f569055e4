"""The prompts for names and follow-up questions, and how the model's answers are parsed."""

import json
import re
from collections.abc import Sequence
from itertools import islice
from typing import Any

from treeline.kernel.names import plain
from treeline.providers.port import System, Turn, User

NAME_LENGTH = 80
QUESTION_LENGTH = 300
QUESTIONS = 3
# Where a list may begin in a reply: models like to talk around it.
TRIES = 20
# As much of a text as a name or a question is made from.
SHOWN = 2000

_NAME = (
    "You name conversations. Reply with a name of at most eight words that says what the conversation is about, in the "
    "language of the question: no quotation marks, no full stop, nothing else."
)
_NEXT = (
    f"You foresee questions. Read the conversation and reply with {QUESTIONS} short questions, at most twenty words "
    "each, that the user may ask next, in the user's language. Reply with a JSON array of strings and nothing else."
)
_FENCE = re.compile(r"^```\w*\s*|```$")
_ASKS = ("?", "？", "؟")
_BULLET = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s*")


def name_turns(query: str, answer: str) -> list[Turn]:
    return [System(_NAME), User(f"Question:\n{query[:SHOWN]}\n\nAnswer:\n{answer[:SHOWN]}")]


def name_in(reply: str) -> str:
    """The name that a model gave: its first line, without what models like to put around it. May be empty."""
    lines = (re.sub(r"\s+", " ", line).strip(" \t#*_`\"'“”„«»") for line in reply.splitlines())
    return shortened(next((line for line in lines if line), "").rstrip("."), NAME_LENGTH)


def shortened(text: str, most: int = 50) -> str:
    """The text in one line, cut between words."""
    line = " ".join(plain(text).replace("\0", "").split())
    if len(line) <= most:
        return line
    head, space, _ = line[:most].rpartition(" ")
    return f"{head if space and len(head) > most // 2 else line[: most - 1]}…"


def question_turns(exchanges: Sequence[tuple[str, str]]) -> list[Turn]:
    """`exchanges`: (question, answer) each, the oldest first."""
    said = "\n\n".join(f"User: {query[:SHOWN]}\nAssistant: {answer[:SHOWN]}" for query, answer in exchanges)
    return [System(_NEXT), User(said)]


def questions_in(reply: str) -> list[str]:
    """The questions that a model gave: its JSON array, also within other text; else its lines that ask something."""
    text = _FENCE.sub("", reply.strip())
    found = _array(text)
    if found is None:
        lines = (_BULLET.sub("", line) for line in text.splitlines())
        found = [line for line in lines if line.rstrip().endswith(_ASKS)]
    questions = (shortened(each.strip(" \"',"), QUESTION_LENGTH) for each in found if isinstance(each, str))
    return [question for question in dict.fromkeys(questions) if question][:QUESTIONS]


def _array(text: str) -> list[Any] | None:
    """The first JSON array in a text that has any text in it."""
    for match in islice(re.finditer(r"\[", text), TRIES):
        try:
            found, _ = json.JSONDecoder().raw_decode(text, match.start())
        except (ValueError, RecursionError):
            continue
        if any(isinstance(each, str) for each in found):
            return found
    return None
