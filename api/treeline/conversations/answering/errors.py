from treeline.kernel.errors import ApiError


class NotChatApp(ApiError):
    code = "not_chat_app"

    def __init__(self, mode: str):
        super().__init__(f"This app is of mode {mode}; /chat-messages takes those of mode chat and agent-chat.")


class ConversationCompleted(ApiError):
    code = "conversation_completed"
