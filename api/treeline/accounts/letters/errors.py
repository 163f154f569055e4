from treeline.kernel.errors import TooManyRequests


class TooManyMails(TooManyRequests):
    code = "too_many_mails"

    def __init__(self, seconds: int):
        message = f"Too many mails were requested for this address. Try again in {-(-seconds // 60)} minutes."
        super().__init__(message, headers={"Retry-After": str(seconds)})
