from treeline.kernel.errors import ApiError, NotFound


class MailNotFound(NotFound):
    code = "mail_not_found"


class MailNotConfigured(ApiError):
    status, code = 409, "mail_not_configured"


class MailContentRemoved(ApiError):
    status, code = 409, "mail_content_removed"


class MailBeingSent(ApiError):
    status, code = 409, "mail_being_sent"
