"""Documents fetched again. What differs from what was confirmed is noted, and changes nothing."""

import asyncio
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import undefer

from treeline.accounts.access import lock_workspace
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.kernel.deeds import done
from treeline.kernel.settings import KernelSettings
from treeline.kernel.threads import in_thread
from treeline.tools.models import ApiProvider
from treeline.tools.openapi import pins
from treeline.tools.openapi.errors import DocumentNotFetched, InvalidDocument
from treeline.tools.openapi.fetching import fetch_document
from treeline.tools.openapi.reading import ReadDocument, compare, read_text, take_over

# How many servers are spoken to at the same time.
AT_ONCE = 4


async def refresh_all(provider_ids: list[UUID], settings: KernelSettings) -> None:
    """No transaction may be open."""
    at_once = asyncio.Semaphore(AT_ONCE)

    async def one(provider_id: UUID) -> None:
        async with at_once:
            await refresh_one(provider_id, settings)

    await asyncio.gather(*(one(provider_id) for provider_id in provider_ids))


async def refresh_one(provider_id: UUID, settings: KernelSettings) -> None:
    """Its row says what came of it. Nothing for one that is gone or whose document was pasted."""
    with unit_of_work() as session:
        provider = session.get(ApiProvider, provider_id)
        url = provider.document_url if provider else None
    if provider is None or url is None:
        return
    read, failure = None, None
    try:
        text = await fetch_document(url, settings)
        read = await in_thread(lambda: read_text(text, url))
    except (DocumentNotFetched, InvalidDocument) as error:
        failure = error.message
    _note(provider, read, failure)


def _note(before: ApiProvider, read: ReadDocument | None, failure: str | None) -> None:
    with unit_of_work() as session:
        lock_workspace(session, before.workspace_id)
        # Unless it has become another meanwhile.
        same = (ApiProvider.id == before.id, ApiProvider.document_url == before.document_url)
        found = select(ApiProvider).where(*same).options(undefer(ApiProvider.document), undefer(ApiProvider.changes))
        provider = session.scalars(found.with_for_update()).one_or_none()
        if provider is None:
            return
        provider.error, provider.checked_at = failure, now()
        if read is not None and read.digest != provider.document_digest:
            take_over(provider, read)
            compare(provider, read.api, pins.of_provider(session, provider.id))
        done(session)
