from treeline.kernel.errors import ApiError


class ConversationNotFound(ApiError):
    status, code = 404, "conversation_not_found"

    def __init__(self, message: str = "There is no such conversation, or it is somebody else's."):
        super().__init__(message)


class MessageNotFound(ApiError):
    status, code = 404, "message_not_found"

    def __init__(self, message: str = "There is no such message, or it is somebody else's."):
        super().__init__(message)


class NotChatApp(ApiError):
    code = "not_chat_app"

    def __init__(self, mode: str):
        super().__init__(f"This app is of mode {mode}: only apps that chat have conversations to come back to.")
