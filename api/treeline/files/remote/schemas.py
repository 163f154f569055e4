from typing import Annotated

from pydantic import Field

from treeline.files.uploads.schemas import UploadOut
from treeline.kernel.schemas import ContractBody, Schema

MAX_URL = 2048


class RemoteFileIn(ContractBody):
    url: Annotated[str, Field(min_length=1, max_length=MAX_URL)]


class RemoteFileOut(Schema):
    """What its server says of a file. `file_length`: bytes; 0 if the server doesn't say."""

    file_type: str
    file_length: int


class RemoteUploadOut(UploadOut):
    url: str = Field(description="The same as `source_url`.")
