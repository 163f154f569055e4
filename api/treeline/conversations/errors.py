from treeline.kernel.errors import ApiError


class ConversationNotFound(ApiError):
    status, code = 404, "conversation_not_found"

    def __init__(self, message: str = "Conversation not found, or it belongs to another user."):
        super().__init__(message)


class MessageNotFound(ApiError):
    status, code = 404, "message_not_found"

    def __init__(self, message: str = "Message not found, or it belongs to another user."):
        super().__init__(message)


class NotChatApp(ApiError):
    code = "not_chat_app"

    def __init__(self, mode: str):
        super().__init__(f"This app is in {mode} mode. Only chat and agent apps have conversations.")
