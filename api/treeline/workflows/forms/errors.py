from treeline.kernel.errors import ApiError


class FormNotFound(ApiError):
    status, code = 404, "human_input_form_not_found"

    def __init__(self, message: str = "Form not found. The link may be incomplete, or the app was deleted."):
        super().__init__(message)


class FormSubmitted(ApiError):
    status, code = 412, "human_input_form_submitted"

    def __init__(self, message: str = "This form has already been answered."):
        super().__init__(message)


class FormExpired(ApiError):
    status, code = 412, "human_input_form_expired"

    def __init__(self, message: str = "The time to answer this form is over."):
        super().__init__(message)


class TooManyFormFiles(ApiError):
    status, code = 429, "human_input_too_many_files"
