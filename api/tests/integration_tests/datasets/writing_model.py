"""A model that writes what pipelines ask for, over a real socket, and rules that ask it."""

import json
import re
from typing import Any

from tests.integration_tests.datasets.indexing import lines
from tests.model_dialects import Heard

TEXT = "Ships sail in the morning.\nBread rises at night.\n"


def task_of(heard: Heard) -> str:
    """Which step asks."""
    starts = {
        "Say in one": "context",
        "Write the questions": "pairs",
        "Write": "questions",
        "Sum up": "summary",
        "Read these": "metadata",
        "List every": "redact",
    }
    return next(name for start, name in starts.items() if heard.said.startswith(start))


def passage_of(heard: Heard) -> str:
    found = re.search(r"<(passage|text)>\n(.*)\n</\1>", heard.said, re.DOTALL)
    return found[2] if found else ""


def write(heard: Heard) -> str:
    """What a model of good will answers: its first word in each answer, so that it is known again."""
    word = (passage_of(heard).split() or ["nothing"])[0].lower()
    return {
        "context": json.dumps({"context": f"ctx{word} harbor report"}),
        "questions": json.dumps({"questions": [f"asking{word} one?", f"asking{word} two?"]}),
        "summary": f'```json\n{{"summary": "sum{word} in short"}}\n```',
        "metadata": json.dumps({"author": "Anna", "year": "2024", "made": "2024-05-01", "other": 1}),
        "redact": json.dumps({"found": ["Anna Berg"]}),
        "pairs": json.dumps(
            [{"question": f"What does {word} do?", "answer": f"{word}!", "quote": passage_of(heard)[:12]}]
        ),
    }[task_of(heard)]


def rule(*enrichments: Any, **more: Any) -> Any:
    return {
        **lines(),
        "enrichments": [{"type": each} if isinstance(each, str) else each for each in enrichments],
        **more,
    }


def split_lines() -> Any:
    return {"type": "split", "mode": "custom", "segmentation": lines()["rules"]["segmentation"]}
