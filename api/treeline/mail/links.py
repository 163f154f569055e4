"""Links in mails. They are made from configured addresses, never from a request: its Host is its sender's to choose."""

from treeline.kernel.settings import KernelSettings

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class ConsoleUrlUnknown(ValueError):
    def __init__(self) -> None:
        super().__init__("Links in mails need the console's address: set CONSOLE_WEB_URL.")


def console_link(settings: KernelSettings, path: str) -> str:
    """A page of the console, by its path with query. Raises ConsoleUrlUnknown."""
    if settings.console_web_url:
        return settings.console_web_url.rstrip("/") + path
    # `treeline up` serves the console itself; from elsewhere nobody reaches it there.
    if settings.treeline_instance and settings.api_host in LOOPBACK:
        return f"http://localhost:{settings.web_port}{path}"
    raise ConsoleUrlUnknown
