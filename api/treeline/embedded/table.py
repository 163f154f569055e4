"""The table of processes that is printed at the start."""

from treeline.embedded.child import Child
from treeline.embedded.network import own_host, without_password
from treeline.settings import Settings


def table(settings: Settings, children: list[Child], console: str, complaints: list[str]) -> str:
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
    origin = f"http://{own_host(settings)}"
    return "\n".join(
        [
            *lines,
            "",
            f"API      {origin}:{settings.api_port} (and :{settings.web_port})",
            f"Docs     {origin}:{settings.api_port}/docs",
            "Press Ctrl-C to stop.",
            *(f"Warning: {complaint}" for complaint in complaints),
            console_line(settings, console),
        ]
    )


def console_line(settings: Settings, state: str) -> str:
    """What to do next."""
    host = own_host(settings)
    url = f"http://{'localhost' if host == '127.0.0.1' else host}:{settings.web_port}"
    log = settings.treeline_data / "logs" / "console.log"
    if state == "building":
        return f"Building the web console, which takes a minute or two ({log}). Open {url}"
    if state == "failed":
        return f"The web console build failed: see {log}. Everything else is running. Open {url}/docs"
    built = (settings.console_folder / "index.html").is_file()
    return f"Open {url}" if built else f"The web console is not built. Open {url}/docs"
