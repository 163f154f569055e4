"""What the application was created with, for the current request or task."""

from typing import TYPE_CHECKING, TypeVar, cast

from flask import current_app

from treeline.kernel.settings import KernelSettings

if TYPE_CHECKING:
    from treeline.kernel.redis import GuardedRedis
    from treeline.kernel.storage import Storage
    from treeline.kernel.web import FlaskApp

Part = TypeVar("Part", bound=KernelSettings)


def settings(part: type[Part]) -> Part:
    """A feature's part of the settings."""
    return cast(Part, current_app.extensions["settings"])


def redis() -> "GuardedRedis":
    return current_app.extensions["redis"]


def storage() -> "Storage":
    return current_app.extensions["storage"]


def flask_app() -> "FlaskApp":
    """Itself and not Flask's proxy, so that another thread can make a context of it."""
    return current_app._get_current_object()  # pyright: ignore[reportAttributeAccessIssue]  of the proxy
