from pydantic import Field

from treeline.kernel.schemas import Body


class RerunIn(Body):
    """From which node; with the version that ran, or with the draft as it is now."""

    node_id: str = Field(min_length=1, max_length=255)
    draft: bool = False
