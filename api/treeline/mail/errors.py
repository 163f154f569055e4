from treeline.kernel.errors import ApiError, NotFound


class MailNotFound(NotFound):
    code = "mail_not_found"


class MailNotConfigured(ApiError):
    status, code = 409, "mail_not_configured"


class MailContentRemoved(ApiError):
    status, code = 409, "mail_content_removed"

    def __init__(self, message: str = "The content of this email was removed: it was sent or used, or it has expired."):
        super().__init__(message)


class MailBeingSent(ApiError):
    status, code = 409, "mail_being_sent"
