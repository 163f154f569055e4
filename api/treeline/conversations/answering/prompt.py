"""The prompt of an answer, from the config's prompt and the question."""

import re
from collections.abc import Mapping
from typing import Any

from treeline.apps.configs.inputs import render

_QUERY = re.compile(r"\{\{\s*query\s*\}\}")


def chat_prompt(template: str, values: Mapping[str, Any]) -> str:
    """The instructions of a chat; the question is a turn of its own."""
    return render(template, values).strip()


def completion_prompt(template: str, values: Mapping[str, Any], query: str) -> str:
    """All that is asked of a completion: the prompt, with the question in its place or else behind it."""
    prompt = render(template, {**values, "query": query}).strip()
    if not query or _QUERY.search(template):
        return prompt
    return f"{prompt}\n\n{query}" if prompt else query
