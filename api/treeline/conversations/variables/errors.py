from treeline.kernel.errors import ApiError


class VariableNotFound(ApiError):
    status, code = 404, "conversation_variable_not_found"

    def __init__(self, message: str = "Variable not found in this conversation."):
        super().__init__(message)


class WrongType(ApiError):
    code = "conversation_variable_type_mismatch"
