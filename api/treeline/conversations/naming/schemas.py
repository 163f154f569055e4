from typing import Annotated

from pydantic import Field, StringConstraints

from treeline.conversations.schemas import UserBody
from treeline.kernel.schemas import SEEN, Schema

Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=255), SEEN]


class NewName(UserBody):
    name: Name | None = None
    auto_generate: bool | None = Field(
        None, description="Let the app's model name the conversation; `name` is ignored."
    )


class QuestionsOut(Schema):
    result: str = "success"
    data: list[str]
