import argparse
import os
from typing import NamedTuple


class Options(NamedTuple):
    """`load`: the machine's load average before the run. `more`: the values of a benchmark's own options."""

    rounds: int
    quick: bool
    write: bool
    load: float
    more: dict[str, list[str]] = {}  # noqa: RUF012  nobody writes to it


def read_options(purpose: str | None, *own: str) -> Options:
    """What the command line asks for; `purpose` is what --help says. `own`: further options, each may come often."""
    parser = argparse.ArgumentParser(description=purpose, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured (default: 5)")
    parser.add_argument("--quick", action="store_true", help="tiny trees: shows that it runs, measures nothing")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md, and its picture")
    for name in own:
        parser.add_argument(f"--{name}", action="append", default=[], help="see above")
    given = parser.parse_args()
    if given.quick and given.write:
        parser.error("--quick measures nothing that could be written")
    more = {name: getattr(given, name) for name in own}
    return Options(1 if given.quick else given.rounds, given.quick, given.write, os.getloadavg()[0], more)
