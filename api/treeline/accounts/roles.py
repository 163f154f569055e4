"""The roles of a workspace and their permissions: one table, for the API's checks and for what the console offers."""

from typing import Literal, get_args

Role = Literal["owner", "admin", "editor", "normal", "dataset_operator"]
Ability = Literal["own", "manage", "edit", "curate", "read", "belong"]
ROLES: tuple[Role, ...] = get_args(Role)
# What somebody is made by others; ownership is only handed over by an owner.
GivenRole = Literal["admin", "editor", "normal", "dataset_operator"]
GIVEN_ROLES: tuple[GivenRole, ...] = get_args(GivenRole)
ABILITIES: dict[str, tuple[Role, ...]] = {
    "own": ("owner",),
    "manage": ("owner", "admin"),
    "edit": ("owner", "admin", "editor"),
    # Knowledge bases, that is.
    "curate": ("owner", "admin", "editor", "dataset_operator"),
    "read": ("owner", "admin", "editor", "normal"),
    "belong": ROLES,
}


def abilities_of(role: Role) -> list[Ability]:
    return [ability for ability in get_args(Ability) if role in ABILITIES[ability]]
