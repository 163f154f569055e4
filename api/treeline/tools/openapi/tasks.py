import asyncio
from uuid import UUID

from sqlalchemy import select

from treeline.kernel import current
from treeline.kernel.db import unit_of_work
from treeline.kernel.settings import KernelSettings
from treeline.kernel.tasks import task
from treeline.tools.models import ApiProvider
from treeline.tools.openapi.refreshing import refresh_all


@task("tools.refresh_documents", queue="plugin", every=6 * 3600, transactional=False)
def refresh_documents(*provider_ids: str) -> None:
    """Fetch these OpenAPI documents again, or all that have a URL. What differs waits for a person."""
    wanted = [UUID(each) for each in provider_ids]
    if not wanted:
        with unit_of_work() as session:
            wanted = list(session.scalars(select(ApiProvider.id).where(ApiProvider.document_url.is_not(None))))
    asyncio.run(refresh_all(wanted, current.settings(KernelSettings)))
