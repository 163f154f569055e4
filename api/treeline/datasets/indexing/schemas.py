from pydantic import Field

from treeline.kernel.schemas import Body, Schema


class DatasetCheckIn(Body):
    """`fix`: remove orphans, and index incomplete documents again; otherwise they are only counted."""

    fix: bool = False


class DatasetCheckOut(Schema):
    """How the search tables compare with the documents, before anything was fixed."""

    orphans: int = Field(description="Entries in the search tables that belong to no segment.")
    incomplete: int = Field(description="Documents of which entries are missing.")
