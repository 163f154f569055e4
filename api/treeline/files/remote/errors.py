from treeline.kernel.errors import NotFound


class RemoteFileNotFound(NotFound):
    """Nothing can be downloaded from the URL; the message says why."""

    code = "remote_file_not_found"
