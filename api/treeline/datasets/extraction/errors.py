from treeline.kernel.errors import ApiError


class ExtractionFailed(ApiError):
    """No text could be read out of a file; the message names it."""

    code = "extraction_failed"


class UnsupportedFormat(ExtractionFailed):
    status, code = 415, "unsupported_file_type"


class FileBroken(ExtractionFailed):
    """It is not what it seems to be, or damaged."""

    code = "file_broken"


class FileEncrypted(ExtractionFailed):
    """It can be read with its password alone."""

    code = "file_encrypted"


class NoTextFound(ExtractionFailed):
    """It can be read and has (almost) no text, such as a scan."""

    code = "no_text_found"


class FileTooLarge(ExtractionFailed):
    """Itself, or the text that is in it."""

    status, code = 413, "file_too_large"


class ExtractionTimedOut(ExtractionFailed):
    code = "extraction_timed_out"


class ExtractionOutOfMemory(ExtractionFailed):
    code = "extraction_out_of_memory"


class ExtractionBusy(ExtractionFailed):
    """All places are taken for longer than the file may wait."""

    status, code = 503, "extraction_busy"
