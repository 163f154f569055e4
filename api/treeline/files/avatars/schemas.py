from uuid import UUID

from treeline.kernel.schemas import ContractBody


class AvatarIn(ContractBody):
    """`avatar`: the id of a picture that you uploaded with `POST /console/api/files/upload`; null removes it."""

    avatar: UUID | None
