from treeline.kernel.errors import NotFound


class SegmentImportNotFound(NotFound):
    code = "segment_import_not_found"

    def __init__(self, message: str = "Import not found in this document."):
        super().__init__(message)
