"""What commands work on: the instance that runs here, or its servers alone; and errors as messages."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from treeline.client.errors import UNREACHABLE

if TYPE_CHECKING:
    from treeline.settings import Settings


class CannotWork(click.ClickException):
    """Not 1, which says something of what was looked at."""

    exit_code = UNREACHABLE


@contextmanager
def told() -> Iterator[None]:
    """What an operator can mend is a message, without values of settings in it."""
    from pydantic import ValidationError
    from redis import RedisError
    from sqlalchemy.exc import DBAPIError

    from treeline.embedded.errors import StartError
    from treeline.settings import faults

    try:
        yield
    except (StartError, DBAPIError, RedisError, OSError) as error:
        raise CannotWork(str(error)) from error
    except ValidationError as error:
        raise CannotWork("\n".join(faults(error))) from error


@contextmanager
def running_instance(*, start: bool = False) -> "Iterator[Settings]":
    """The app's context, on the servers of the instance that runs here. `start`: on its own, if none runs."""
    from treeline import create_app
    from treeline.embedded.attach import with_servers
    from treeline.settings import load_settings

    with told():
        settings = with_servers(load_settings(), start=start)
        with create_app(settings).app_context():
            yield settings
