"""Errors of archives."""

from treeline.assets.errors import NO_CONTENT, ContentPending, InvalidBatch

MAX_NAMED = 100


class InvalidArchive(InvalidBatch):
    code = "app_asset_invalid_archive"


class FilesPending(ContentPending):
    """Names the files, 100 of them at the most."""

    def __init__(self, paths: list[str]):
        more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
        super().__init__(f"{paths[0]}{more} not uploaded yet: upload the missing content, then try again.")
        self.details = [NO_CONTENT.at(path) for path in paths[:MAX_NAMED]]
