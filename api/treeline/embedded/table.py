"""What runs where, for people."""

from treeline.embedded.child import Child
from treeline.embedded.network import own_host, without_password
from treeline.settings import Settings


def table(settings: Settings, children: list[Child]) -> str:
    rows = [("part", "address", "pid", "log")]
    if not settings.embeds_database:
        rows.append(("postgres", without_password(settings.sqlalchemy_url), "-", "not ours"))
    if not settings.embeds_redis:
        rows.append(("redis", without_password(settings.redis_address), "-", "not ours"))
    rows += [
        (child.name, child.address, str(child.process and child.process.pid), str(child.log)) for child in children
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    host = own_host(settings)
    built = (settings.console_folder / "index.html").is_file()
    console = [f"Console  http://{host}:{settings.web_port}"] if built else []
    return "\n".join(
        [
            *lines,
            "",
            *console,
            f"API      http://{host}:{settings.api_port} (and :{settings.web_port})",
            f"Docs     http://{host}:{settings.api_port}/docs",
            "Ctrl-C stops everything.",
        ]
    )
