"""The library's model for chat completions, with what OpenRouter requires back with a tool's result."""

from typing import TYPE_CHECKING, Any, cast

from pydantic_ai.models.openai import OpenAIChatModel

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletionMessageParam
    from pydantic_ai.messages import ModelResponse

DETAILS = "reasoning_details"


class ChatModel(OpenAIChatModel):
    def _map_model_response(self, message: "ModelResponse") -> "ChatCompletionMessageParam | None":
        sent = super()._map_model_response(message)
        details = (message.provider_details or {}).get(DETAILS)
        if sent is None or not details:
            return sent
        # The blocks say all that the plain text says, and in order.
        plain = {name: value for name, value in sent.items() if name not in ("reasoning", "reasoning_content")}
        return cast(Any, {**plain, DETAILS: details})
