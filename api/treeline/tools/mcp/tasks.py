import asyncio
from uuid import UUID

from sqlalchemy import select

from treeline.kernel import current
from treeline.kernel.db import unit_of_work
from treeline.kernel.settings import KernelSettings
from treeline.kernel.tasks import task
from treeline.tools.mcp.service import look_again
from treeline.tools.models import McpServer


@task("tools.refresh", queue="plugin", every=3600, transactional=False)
def refresh(*server_ids: str) -> None:
    """Ask these MCP servers for their tools, or all there are."""
    wanted = [UUID(each) for each in server_ids]
    if not wanted:
        with unit_of_work() as session:
            wanted = list(session.scalars(select(McpServer.id)))
    asyncio.run(look_again(wanted, current.settings(KernelSettings)))
