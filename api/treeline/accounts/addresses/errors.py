from treeline.kernel.errors import ApiError
from treeline.kernel.validation import problem


class EmailUnchanged(ApiError):
    code = "email_unchanged"

    def __init__(self, message: str = "email: this is your address already."):
        super().__init__(message, [problem("email_unchanged", "this is your address already").at("email")])
