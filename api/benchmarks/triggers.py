"""Triggers under load.

Webhooks: how many a second the machine takes, each with its run to its end; how soon the first node runs at half that
rate, while somebody chats; and how many of 10,000 are lost while the API is restarted and a worker is killed.

Schedules: how long it takes until each of 10,000 that are due at once has its run, and the memory of the worker.

People: what each of 1,000 runs keeps that wait for an answer.
"""

from benchmarks.parts import hooks
from benchmarks.parts import stack as stacks
from benchmarks.parts.options import read_options
from benchmarks.parts.paused import paused_rows
from benchmarks.parts.report import finish
from benchmarks.parts.schedules import schedule_rows
from tests.answers import LOCAL


def main() -> None:
    options = read_options(__doc__)
    with stacks.running(**LOCAL, **hooks.OPTIONS) as stack:
        rows = hooks.measured(stack, quick=options.quick)
    # On servers of their own: nothing else is in their tables.
    with stacks.running(**LOCAL) as stack:
        rows += schedule_rows(stack, 100 if options.quick else 10_000)
    with stacks.running(**LOCAL) as stack:
        rows += paused_rows(stack, 20 if options.quick else 1000)
    finish("triggers", rows, options)


if __name__ == "__main__":
    main()
