"""Turns, tools and answers in the words of pydantic-ai and back."""

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from treeline.providers.port import (
    Assistant,
    Attachment,
    Completed,
    System,
    ToolCall,
    ToolResult,
    ToolSpec,
    Turn,
    Usage,
    User,
)

if TYPE_CHECKING:
    from pydantic_ai.messages import ModelMessage, ModelRequestPart, ModelResponse, ToolCallPart, UserContent
    from pydantic_ai.models import ModelRequestParameters

CHARACTERS_A_TOKEN = 4


def messages(turns: Sequence[Turn]) -> "list[ModelMessage]":
    """Of attachments only those with bytes are taken."""
    from pydantic_ai.messages import ModelRequest

    found: list[ModelMessage] = []
    asked: list[ModelRequestPart] = []
    for turn in turns:
        if isinstance(turn, Assistant):
            if asked:
                found.append(ModelRequest(parts=asked))
                asked = []
            found.append(_answered(turn))
        else:
            asked.append(_asked(turn))
    return [*found, ModelRequest(parts=asked)] if asked else found


def request_parameters(tools: Sequence[ToolSpec]) -> "ModelRequestParameters":
    from pydantic_ai.models import ModelRequestParameters
    from pydantic_ai.tools import ToolDefinition

    return ModelRequestParameters(
        function_tools=[
            ToolDefinition(
                name=tool.name,
                description=tool.description,
                parameters_json_schema=dict(tool.parameters),
                # Otherwise a schema that happens to be strict is rewritten.
                strict=False,
            )
            for tool in tools
        ]
    )


def completed(response: "ModelResponse", turns: Sequence[Turn]) -> Completed:
    from pydantic_ai.messages import TextPart, ToolCallPart

    text = "".join(part.content for part in response.parts if isinstance(part, TextPart))
    calls = tuple(
        ToolCall(part.tool_call_id, part.tool_name, _written(part))
        for part in response.parts
        if isinstance(part, ToolCallPart)
    )
    told = Usage(response.usage.input_tokens, response.usage.output_tokens)
    # Not every server counts.
    usage = told if told.prompt_tokens or told.completion_tokens else estimated(turns, text, calls)
    return Completed(text, calls, usage, response.finish_reason)


def _written(call: "ToolCallPart") -> str:
    return call.args if isinstance(call.args, str) else json.dumps(call.args or {})


def estimated(turns: Sequence[Turn], text: str, calls: Iterable[ToolCall] = ()) -> Usage:
    """What a server that does not count may have used: a token for every four characters, attachments left out."""
    asked = sum(len(turn.content if isinstance(turn, ToolResult) else turn.text) for turn in turns)
    said = len(text) + sum(len(call.name) + len(call.arguments) for call in calls)
    return Usage(_tokens(asked), _tokens(said))


def _tokens(characters: int) -> int:
    return -(-characters // CHARACTERS_A_TOKEN)


def _asked(turn: System | User | ToolResult) -> "ModelRequestPart":
    from pydantic_ai.messages import SystemPromptPart, ToolReturnPart, UserPromptPart

    if isinstance(turn, System):
        return SystemPromptPart(turn.text)
    if isinstance(turn, ToolResult):
        return ToolReturnPart(turn.name, turn.content, turn.call_id)
    shown = [part for each in turn.attachments if (part := _shown(each))]
    return UserPromptPart([*([turn.text] if turn.text else []), *shown] if shown else turn.text)


def _shown(attachment: Attachment) -> "UserContent | None":
    from pydantic_ai.messages import BinaryContent

    if attachment.data is None:
        return None
    if attachment.media_type.startswith("text/"):
        return attachment.data.decode(errors="replace")
    return BinaryContent(attachment.data, media_type=attachment.media_type)


def _answered(turn: Assistant) -> "ModelMessage":
    from pydantic_ai.messages import ModelResponse, TextPart, ToolCallPart

    text = [TextPart(turn.text)] if turn.text else []
    calls = [ToolCallPart(call.name, call.arguments or "{}", call.id) for call in turn.tool_calls]
    return ModelResponse(parts=[*text, *calls])
