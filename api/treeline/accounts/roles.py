"""The roles of a workspace: what each is allowed to do, and which roles it can give to others.

One table, for the API's checks (`can=`), for what the console offers, and for docs/roles.md, which is made by
`python -m treeline.accounts.roles > docs/roles.md`.
"""

from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["owner", "admin", "editor", "normal", "dataset_operator"]
Ability = Literal["own", "manage", "edit", "curate", "read", "belong"]
ROLES: tuple[Role, ...] = get_args(Role)
# What somebody is made by others.
GivenRole = Literal["admin", "editor", "normal", "dataset_operator"]
GIVEN_ROLES: tuple[GivenRole, ...] = get_args(GivenRole)


@dataclass(frozen=True)
class Rule:
    """Who has an ability, and what it is good for: sentences for people."""

    roles: tuple[Role, ...]
    means: tuple[str, ...]


RULES: dict[Ability, Rule] = {
    "own": Rule(
        ("owner",),
        (
            "Transfer the workspace to another member",
            "Make members admins, and change or remove admins",
            "Require two-step verification of all members",
        ),
    ),
    "manage": Rule(
        ("owner", "admin"),
        (
            "Invite, change and remove editors, members and dataset operators",
            "Rename the workspace",
            "Set up model providers, tools and external knowledge APIs",
            "Turn API access to an app on or off; delete apps and API keys",
        ),
    ),
    "edit": Rule(
        ("owner", "admin", "editor"),
        ("Create and change apps, files and workflows", "Publish versions", "Create API keys"),
    ),
    "curate": Rule(
        ("owner", "admin", "editor", "dataset_operator"),
        ("Create and change knowledge bases they have access to",),
    ),
    "read": Rule(
        ("owner", "admin", "editor", "normal"),
        ("View apps, files, versions, logs and usage", "Try apps in the console"),
    ),
    "belong": Rule(
        ROLES,
        (
            "See who is in the workspace",
            "Change their own account",
            "Leave the workspace (except its last owner)",
            "Create workspaces of their own (unless ALLOW_CREATE_WORKSPACE is off)",
        ),
    ),
}
ABILITIES: dict[str, tuple[Role, ...]] = {ability: rule.roles for ability, rule in RULES.items()}
# Which roles a role gives and takes, in invitations too. An owner becomes one by a transfer only.
GIVES: dict[Role, tuple[Role, ...]] = {
    "owner": ("admin", "editor", "normal", "dataset_operator"),
    "admin": ("editor", "normal", "dataset_operator"),
    "editor": (),
    "normal": (),
    "dataset_operator": (),
}
NAMES: dict[Role, str] = {
    "owner": "Owner",
    "admin": "Admin",
    "editor": "Editor",
    "normal": "Member",
    "dataset_operator": "Dataset operator",
}


def abilities_of(role: Role) -> list[Ability]:
    return [ability for ability in get_args(Ability) if role in ABILITIES[ability]]


def page() -> str:
    """docs/roles.md."""
    lines = [
        "# Roles",
        "",
        "Every member of a workspace has one role in it; the same account can have another role in another workspace.",
        "A new role takes effect with the member's next request, and ends streams and uploads that it doesn't allow.",
        "",
        _row("", *(NAMES[role] for role in ROLES)),
        "|---" * (len(ROLES) + 1) + "|",
        *(
            _row(what, *("✓" if role in rule.roles else "" for role in ROLES))
            for rule in RULES.values()
            for what in rule.means
        ),
        "",
        "Roles in the API: " + ", ".join(f"`{role}` ({NAMES[role]})" for role in ROLES) + ".",
        "",
        "## Giving roles",
        "",
        _row("A member with the role", "can invite, and give or take the roles"),
        "|---|---|",
        *(_row(NAMES[role], ", ".join(NAMES[given] for given in gives)) for role, gives in GIVES.items() if gives),
        "",
        "Nobody changes their own role. A workspace always has an owner: ownership is transferred, not given, and the",
        "last owner can't leave.",
        "",
        "Beside the roles there are **instance admins**, whatever their role in a workspace is: they operate the",
        "installation (queues, allowed hosts, mails that couldn't be delivered). `treeline accounts make-admin EMAIL`",
        "makes an account one.",
    ]
    return "\n".join(lines) + "\n"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201  it is what the command is for
