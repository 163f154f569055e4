"""Logs: one line per event, as text or JSON, each with the request or task it belongs to."""

import logging
import sys
from typing import Any

import structlog

from treeline.kernel.masking import masked
from treeline.kernel.settings import KernelSettings


class _MaskedFormatter(structlog.stdlib.ProcessorFormatter):
    """All lines pass here when they are whole: tracebacks and those of libraries too."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


def configure_logging(settings: KernelSettings) -> None:
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if settings.log_format == "json":
        last: list[Any] = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    else:
        # Not the pretty tracebacks: they print local variables, and among those are secrets.
        plain = structlog.dev.plain_traceback
        last = [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    formatter = _MaskedFormatter(
        foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last]
    )
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    # The development server's access lines hold whole paths, signed links among them; ours follow each request anyway.
    logging.getLogger("werkzeug").addFilter(lambda record: "HTTP/" not in record.getMessage())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level)
