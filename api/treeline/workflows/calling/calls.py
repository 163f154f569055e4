"""A call of a workflow: a run of its own, carried out by the worker that has the caller's."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from treeline.apps.end_users.service import EndUserService
from treeline.apps.models import App
from treeline.conversations.owners import Owner
from treeline.files.links import Links
from treeline.kernel import current
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.threads import in_thread
from treeline.providers.port import ToolSpec
from treeline.runs import leases, stopping
from treeline.runs.executors import LeaseLost, RunHandle
from treeline.runs.models import UNFINISHED, Run
from treeline.runs.nested import NestedRun
from treeline.runs.storing import stored
from treeline.workflows.calling.tools import WorkflowTool, WorkflowTools
from treeline.workflows.engine.file import File
from treeline.workflows.engine.step import NodeFailed, Usage
from treeline.workflows.engine.values import dumps, from_json
from treeline.workflows.models import WorkflowFile, WorkflowRun, WorkflowStep
from treeline.workflows.running.ports.failures import as_node_failures
from treeline.workflows.running.ports.files import RunFiles, files_in
from treeline.workflows.running.ports.tools import ToolRef, ToolReply, Workflows
from treeline.workflows.settings import WorkflowSettings
from treeline.workflows.starting.service import RunRequest, StartService

# How often one asks for a run that another worker has.
POLL_SECONDS = 0.5
TIME_BITS = 80


@dataclass(frozen=True)
class WorkflowCalls(Workflows):
    """Those of one run. `user`: its `sys.user_id`."""

    run: RunHandle
    user: str
    settings: WorkflowSettings
    files: RunFiles

    async def specs(self, tools: Sequence[ToolRef]) -> list[ToolSpec]:
        def read() -> list[ToolSpec]:
            with unit_of_work() as session:
                there = WorkflowTools(session, self.run.workspace_id)
                return [there.named(tool).spec for tool in tools]

        return await in_thread(read) if tools else []

    async def call(self, tool: ToolRef, arguments: Mapping[str, Any], key: UUID) -> ToolReply:
        depth, most = self.run.input.get("depth", 0) + 1, self.settings.workflow_call_max_depth
        if depth > most:
            told = f"Workflows call each other {depth} deep; the limit is {most} (WORKFLOW_CALL_MAX_DEPTH)."
            raise NodeFailed("workflow_call_depth", told)
        with as_node_failures():
            await in_thread(partial(self._require_readable, arguments))
            call = _Call(self.run, partial(self._obtained, tool, arguments, called_id(self.run.id, key), depth))
            work = asyncio.create_task(call.ended())
            try:
                ended = await asyncio.shield(work)
            except asyncio.CancelledError:
                call.cancelled.set()
                await asyncio.wait({work})
                raise
            return await in_thread(partial(self._reply, ended))

    def _require_readable(self, arguments: Mapping[str, Any]) -> None:
        """Files of others are not to be had by handing their ids on."""
        for file in files_in(arguments):
            self.files.require(file)

    def _obtained(
        self, tool: ToolRef, arguments: Mapping[str, Any], run_id: UUID, depth: int, session: DbSession
    ) -> tuple[Run, bool]:
        """The run of this call, and whether it is now this worker's to carry out."""
        if not leases.holds(session, self.run.id, self.run.attempt):
            raise LeaseLost
        run = session.get(Run, run_id, populate_existing=True)
        if run is None:
            found = WorkflowTools(session, self.run.workspace_id).named(tool)
            run = self._started(session, found, arguments, run_id, depth)
        claimed = leases.claim(session, run.id) if run.status == "queued" else None
        return (run, False) if claimed is None else (claimed, True)

    def _started(
        self, session: DbSession, tool: WorkflowTool, arguments: Mapping[str, Any], run_id: UUID, depth: int
    ) -> Run:
        owner = Owner(account_id=self.run.account_id)
        if self.run.account_id is None:
            owner = Owner(end_user_id=EndUserService(session, tool.app).obtain(self.user or "workflow").id)
        # A worker knows no origin: without FILES_URL its links begin with a slash.
        starts = StartService(session, tool.app, owner, self.settings, Links(self.settings, ""))
        asked = RunRequest(
            arguments,
            triggered_from="tool",
            user=self.user,
            run_id=run_id,
            parent_run_id=self.run.id,
            depth=depth,
        )
        return starts.start(tool.workflow, asked)

    def _reply(self, run_id: UUID) -> ToolReply:
        with unit_of_work() as session:
            run, more = session.get_one(Run, run_id), session.get_one(WorkflowRun, run_id)
            app = session.get_one(App, run.app_id)
            if run.status not in ("succeeded", "partial-succeeded"):
                why = run.error or "The run was stopped."
                raise NodeFailed("tool_failed", f"{app.name}: {why}", retryable=run.error_retryable)
            outputs: dict[str, Any] = from_json(more.outputs or {})
            usage = _usage(session, run, more)
        files = tuple(dict.fromkeys(files_in(outputs)))
        self._share(run, files)
        return ToolReply(dumps(outputs), (outputs,), files, usage)

    def _share(self, run: Run, files: Sequence[File]) -> None:
        """What the called run returned, its caller may read, and keeps for as long as it is kept itself."""
        its_own = RunFiles(run.workspace_id, run.app_id, run.end_user_id, current.storage(), self.settings, run.id)
        uploads = {its_own.require(file) for file in files} - {None}
        with unit_of_work() as session:
            for upload in uploads:
                session.merge(WorkflowFile(run_id=self.run.id, upload_file_id=upload))


class _Call:
    """From the first look for its run to that run's end, whichever worker carries it out."""

    def __init__(self, caller: RunHandle, obtain: Callable[[DbSession], tuple[Run, bool]]):
        self.caller, self.obtain = caller, obtain
        self.cancelled = asyncio.Event()

    async def ended(self) -> UUID:
        """The id of the run, which has ended."""
        cancelled = asyncio.create_task(self.cancelled.wait())
        try:
            while True:
                try:
                    run, is_ours = await stored(self.caller, self.obtain)
                except IntegrityError:
                    # Another worker, which still takes the caller's run for its own, was faster.
                    continue
                if is_ours:
                    await self._carry_out(NestedRun(run, current.redis()), cancelled)
                elif run.status not in UNFINISHED:
                    return run.id
                else:
                    await asyncio.wait({cancelled}, timeout=POLL_SECONDS)
                    if cancelled.done():
                        await in_thread(partial(self._stop_elsewhere, run.id))
                        return run.id
                if cancelled.done():
                    return run.id
        finally:
            cancelled.cancel()

    async def _carry_out(self, run: NestedRun, cancelled: "asyncio.Task[Any]") -> None:
        work = asyncio.create_task(run.carry_out())
        await asyncio.wait({work, cancelled}, return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            # A caller that is another worker's by now goes on with it; one that has ended has no use for it.
            if await in_thread(self._is_ours):
                run.stop()
            else:
                await run.hand_over()
        await work

    def _is_ours(self) -> bool:
        try:
            with unit_of_work() as session:
                return leases.holds(session, self.caller.id, self.caller.attempt)
        except SQLAlchemyError:
            return False

    def _stop_elsewhere(self, run_id: UUID) -> None:
        if self._is_ours():
            with unit_of_work() as session:
                stopping.request(session, Run.id == run_id)
            stopping.signal(current.redis(), run_id)


def _usage(session: DbSession, run: Run, more: WorkflowRun) -> Usage:
    """Of all models that it asked, also through those that it called itself."""
    told = WorkflowStep.usage["prompt_tokens"].as_integer()
    mine = (WorkflowStep.run_id == run.id, WorkflowStep.status != "running", WorkflowStep.reused.is_(False))
    prompt = session.scalar(select(func.sum(told)).where(*mine)) or 0
    return Usage(prompt, max(0, run.total_tokens - prompt), more.total_price, more.currency)


def called_id(caller: UUID, key: UUID) -> UUID:
    """The same for the same call, and in order of time as all ids of runs are."""
    random = key.int & ((1 << TIME_BITS) - 1) & ~(0xF << 76) | 0x7 << 76
    return UUID(int=caller.int >> TIME_BITS << TIME_BITS | random)
