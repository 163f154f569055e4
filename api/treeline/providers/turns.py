"""Converts turns, tools and answers to pydantic-ai's types and back."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
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

    from treeline.providers.wire.reader import Ending

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


def completed(
    response: "ModelResponse", turns: Sequence[Turn], ending: "Ending", text: str, thoughts: str
) -> Completed:
    """`text` and `thoughts`: told apart. The library's own reckoning of tokens adds up what are running totals."""
    from pydantic_ai.messages import ToolCallPart

    made = [part for part in response.parts if isinstance(part, ToolCallPart)]
    calls = tuple(ToolCall(part.tool_call_id, part.tool_name, _written(part)) for part in made)
    # Not every server counts.
    usage = ending.usage or _shared(ending.total, estimated(turns, text + thoughts, calls))
    kept = replace(
        response, provider_details={**(response.provider_details or {}), "reasoning_details": ending.details}
    )
    return Completed(text, calls, usage, ending.reason, thoughts, kept)


def _written(call: "ToolCallPart") -> str:
    return call.args if isinstance(call.args, str) else json.dumps(call.args or {})


def estimated(turns: Sequence[Turn], text: str, calls: Iterable[ToolCall] = ()) -> Usage:
    """What a server that does not count may have used: a token for every four characters, attachments left out."""
    asked = sum(len(turn.content if isinstance(turn, ToolResult) else turn.text) for turn in turns)
    said = len(text) + sum(len(call.name) + len(call.arguments) for call in calls)
    return Usage(_tokens(asked), _tokens(said))


def _shared(total: int, estimate: Usage) -> Usage:
    """Of a server that says no more than a total."""
    said = min(total, estimate.completion_tokens)
    return Usage(total - said, said) if total else estimate


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
    """What the model gets back of its own. What came with its calls goes back with them, in its order."""
    from pydantic_ai.messages import ModelResponse, TextPart, ToolCallPart

    calls = [ToolCallPart(call.name, call.arguments or "{}", call.id) for call in turn.tool_calls]
    if not isinstance(turn.kept, ModelResponse):
        text = [TextPart(turn.text)] if turn.text else []
        return ModelResponse(parts=[*text, *calls])
    told = iter(calls)
    parts = [_retold(part, next(told)) if isinstance(part, ToolCallPart) else part for part in turn.kept.parts]
    return replace(turn.kept, parts=parts)


def _retold(kept: "ToolCallPart", told: "ToolCallPart") -> "ToolCallPart":
    """The call as it was understood; with it the signature that came with it."""
    return replace(kept, tool_name=told.tool_name, args=told.args, tool_call_id=told.tool_call_id)
