from treeline.kernel.errors import ApiError, NotFound


class UploadNotFound(NotFound):
    code = "file_not_found"

    def __init__(self, message: str = "File not found."):
        super().__init__(message)


class NoFileUploaded(ApiError):
    code = "no_file_uploaded"

    def __init__(self, message: str = "Send the file as the part `file` of a multipart form."):
        super().__init__(message)


class TooManyFiles(ApiError):
    code = "too_many_files"

    def __init__(self, message: str = "Upload one file per request."):
        super().__init__(message)


class NoFileName(ApiError):
    code = "filename_not_exists"

    def __init__(self, message: str = "The part `file` needs a file name."):
        super().__init__(message)


class UnsupportedFile(ApiError):
    status, code = 415, "unsupported_file_type"
