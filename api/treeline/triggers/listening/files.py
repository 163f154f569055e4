"""Files that came with an event, for a member who tries the draft with it: they are the app's, not the member's."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from treeline.apps.models import App
from treeline.files.links import Links
from treeline.files.uploads.service import linked
from treeline.kernel.db import DbSession
from treeline.workflows.starting.files import LOCAL, file_of, is_file


def with_files(session: DbSession, app: App, values: Mapping[str, Any], links: Links) -> dict[str, Any]:
    """Values of a trigger with its stored files in them. Raises UploadNotFound."""

    def made(value: Any) -> Any:
        if isinstance(value, list):
            return [made(each) for each in value]
        # Only requests' own files are local: a request that says so itself isn't taken.
        if is_file(value) and value["transfer_method"] == LOCAL:
            upload = linked(session, app, UUID(value["upload_file_id"]))
            return file_of(app.id, links, value["type"], upload, None)
        return value

    return {name: made(value) for name, value in values.items()}
