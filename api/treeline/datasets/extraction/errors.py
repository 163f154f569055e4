from treeline.kernel.errors import ApiError


class ExtractionFailed(ApiError):
    """No text could be read out of a file; the message names it."""

    code = "extraction_failed"


class UnsupportedFormat(ExtractionFailed):
    status, code = 415, "unsupported_file_type"


class DocumentUnreadable(ExtractionFailed):
    """It is broken, or has a password."""

    code = "document_unreadable"


class NoTextFound(ExtractionFailed):
    """It can be read and has (almost) no text, such as a scan."""

    code = "no_text_found"


class ExtractionTooLarge(ExtractionFailed):
    status, code = 413, "extraction_too_large"


class ExtractionTimeout(ExtractionFailed):
    code = "extraction_timeout"


class ExtractionBusy(ExtractionFailed):
    """All places are taken for longer than the file may wait."""

    status, code = 503, "extraction_busy"
