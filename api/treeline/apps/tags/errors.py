from treeline.kernel.errors import ApiError


class TagNotFound(ApiError):
    status, code = 404, "tag_not_found"

    def __init__(self, message: str = "Tag not found in this workspace."):
        super().__init__(message)


class TagNameDuplicate(ApiError):
    status, code = 409, "tag_name_duplicate"


class TooManyTags(ApiError):
    code = "too_many_tags"


class TagTargetNotFound(ApiError):
    status, code = 404, "tag_target_not_found"

    def __init__(self, message: str = "What is to be tagged was not found in this workspace."):
        super().__init__(message)
