"""Types shared by the parts of a config."""

from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, model_validator

from treeline.kernel.schemas import ContractBody, unstorable

# As far as `{{name}}` in a prompt goes.
VariableName = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]


class Part(ContractBody):
    """Filled from what clients send and from what is stored alike; what is null is as if it were absent."""

    model_config = ConfigDict(strict=True, extra="ignore", from_attributes=True)

    @model_validator(mode="before")
    @classmethod
    def _null_is_absent(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {key: each for key, each in value.items() if each is not None}


class Open(Part):
    """Keeps whatever else clients say here."""

    model_config = ConfigDict(strict=True, extra="allow", from_attributes=True)

    @model_validator(mode="after")
    def _rest_storable(self) -> Self:
        if fault := unstorable(self.model_extra):
            raise fault
        return self
