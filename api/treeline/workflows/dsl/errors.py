from treeline.kernel.errors import NotFound


class ImportNotFound(NotFound):
    code = "app_import_not_found"

    def __init__(
        self, message: str = "This import is not waiting: it expired, or was confirmed. Import the file again."
    ):
        super().__init__(message)
