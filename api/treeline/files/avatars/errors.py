from treeline.kernel.errors import ApiError, NotFound
from treeline.kernel.validation import problem


class NotAPicture(ApiError):
    code = "not_a_picture"

    def __init__(self, message: str = "avatar: use a PNG, JPEG, WebP or GIF of at most 1 MB."):
        detail = problem("not_a_picture", "use a PNG, JPEG, WebP or GIF of at most 1 MB").at("avatar")
        super().__init__(message, [detail])


class AvatarNotFound(NotFound):
    code = "avatar_not_found"

    def __init__(self, message: str = "This account has no picture, or isn't in your workspace."):
        super().__init__(message)
