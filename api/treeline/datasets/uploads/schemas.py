from treeline.kernel.schemas import Schema


class ShownText(Schema):
    """The beginning of a document's text."""

    content: str


class Extensions(Schema):
    allowed_extensions: list[str]
