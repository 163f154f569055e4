"""Workflows to start from: each is a file beside this one, as an export has it."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from treeline.workflows.dsl.parse import open_document, parse

# As they are offered: the simple ones first.
NAMES = ("list", "approval", "summary", "keywords", "topics")


@dataclass(frozen=True)
class Template:
    id: str
    mode: str
    name: str
    description: str
    needs_model: bool
    yaml: str


@cache
def templates() -> tuple[Template, ...]:
    return tuple(_read(name) for name in NAMES)


def _read(name: str) -> Template:
    text = (Path(__file__).parent / f"{name}.yml").read_text(encoding="utf-8")
    parsed = parse(open_document(text))
    nodes = parsed.workflow.graph["nodes"] if parsed.workflow else []
    needs_model = any("model" in node["data"] for node in nodes)
    return Template(name, parsed.mode, parsed.fields["name"], parsed.fields["description"], needs_model, text)
