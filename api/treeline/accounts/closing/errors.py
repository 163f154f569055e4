from treeline.kernel.errors import ApiError


class SoleOwner(ApiError):
    """Of a workspace in which others are, too."""

    status, code = 409, "sole_owner"

    def __init__(self, names: list[str]):
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        workspaces = ", ".join(names[:3]) + more
        super().__init__(f"You are the only owner of {workspaces}. Transfer the ownership to another member first.")


class SoleInstanceAdmin(ApiError):
    status, code = 409, "sole_instance_admin"

    def __init__(self, message: str = "You are the only instance admin. Make another account one first."):
        super().__init__(message)
