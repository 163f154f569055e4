"""Apps that answer: how tests make them, ask them and read what comes."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from tests.model_server import ModelServer

PROVIDER = "openai_api_compatible"
CREDENTIALS = f"/workspaces/current/model-providers/{PROVIDER}/credentials"


def provider_of(server: ModelServer) -> dict[str, Any]:
    """The body that adds a scripted server as a provider."""
    return {"name": "Scripted", "credentials": {"base_url": server.base_url, "api_key": ""}}


def config(**more: Any) -> dict[str, Any]:
    """A model config that answers by the scripted model."""
    return {"model": {"provider": PROVIDER, "name": "scripted", "mode": "chat"}, **more}


def events_in(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """The events of a stream, as clients read it line by line."""
    for line in lines:
        if line.startswith(b"data: "):
            yield json.loads(line[6:])


def said(events: Iterable[dict[str, Any]]) -> str:
    return "".join(event["answer"] for event in events if event["event"] in ("message", "agent_message"))
