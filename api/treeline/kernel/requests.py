"""What Flask makes of a request, and of its URL."""

from collections.abc import Callable
from typing import IO, Any

from flask import Request
from werkzeug.routing import Rule


class SpooledRequest(Request):
    """Closes the temporary files of its form when it is over, also of a form that was refused half-read."""

    def _get_file_stream(self, *args: Any, **more: Any) -> IO[bytes]:
        spool = super()._get_file_stream(*args, **more)
        self.__dict__.setdefault("spools", []).append(spool)
        return spool

    def close(self) -> None:
        super().close()
        for spool in self.__dict__.pop("spools", []):
            spool.close()


class UrlRule(Rule):
    """Compiles what builds its URL when one is built: hardly any is, and it would be most of a start."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled = super()._compile_builder

        def build(rule: Rule, **values: Any) -> tuple[str, str]:
            return compiled(append_unknown)(rule, **values)

        return build
