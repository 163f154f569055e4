from typing import Annotated

from pydantic import Field

# What a program calls one of its users. It comes in a body, a query or a form, and makes the end user on first use.
UserName = Annotated[str, Field(min_length=1, max_length=255)]
