from uuid import UUID

from treeline.datasets.uses.binding import Binding
from treeline.kernel.schemas import Schema


class BindingOwner(Schema):
    id: UUID
    name: str


class AppDatasetOut(Schema):
    """A knowledge base that an app uses. `name`: null if you can't see it. `bound_by`: who lets the app use it;
    `lost_access`: that member can't read it any more, while the app still does.
    """

    id: UUID
    name: str | None
    bound_by: BindingOwner | None
    lost_access: bool

    @classmethod
    def of(cls, binding: Binding) -> "AppDatasetOut":
        dataset, by = binding.dataset, binding.by
        return cls(
            id=dataset.id,
            name=dataset.name if binding.is_seen else None,
            bound_by=BindingOwner.model_validate(by) if by else None,
            lost_access=not binding.has_access,
        )


class AppDatasets(Schema):
    data: list[AppDatasetOut]
