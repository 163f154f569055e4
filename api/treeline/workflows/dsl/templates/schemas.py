from typing import Literal

from pydantic import Field

from treeline.kernel.schemas import Schema


class TemplateOut(Schema):
    id: str
    mode: Literal["workflow", "advanced-chat"]
    name: str
    description: str
    needs_model: bool = Field(description="Whether a model has to be chosen before it runs.")
    yaml: str
