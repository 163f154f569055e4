"""Triggers under load.

Webhooks: how many a second the machine takes, each with its run to its end; how soon the first node runs at half that
rate, while somebody chats; and how many of 10,000 are lost while the API is restarted and a worker is killed.
"""

from benchmarks.parts import hooks
from benchmarks.parts import stack as stacks
from benchmarks.parts.options import read_options
from benchmarks.parts.report import finish
from tests.answers import LOCAL


def main() -> None:
    options = read_options(__doc__)
    with stacks.running(**LOCAL, **hooks.OPTIONS) as stack:
        rows = hooks.measured(stack, quick=options.quick)
    finish("triggers", rows, options)


if __name__ == "__main__":
    main()
