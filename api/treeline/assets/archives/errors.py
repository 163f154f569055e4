"""What archives refuse."""

from treeline.assets.errors import NO_CONTENT, ContentPending, InvalidBatch

MAX_NAMED = 100


class InvalidArchive(InvalidBatch):
    code = "app_asset_invalid_archive"


class FilesPending(ContentPending):
    """Names the files, 100 of them at the most."""

    def __init__(self, paths: list[str]):
        more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
        super().__init__(f"The bytes of {paths[0]}{more} have not arrived yet.")
        self.details = [NO_CONTENT.at(path) for path in paths[:MAX_NAMED]]
