"""The files and skills of the app's pinned version, as a model uses them."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from treeline.kernel.settings import KernelSettings
from treeline.kernel.storage import Storage
from treeline.tools.loop import Toolbox
from treeline.tools.toolbox import Granted, opened


class Skills(Protocol):
    def opened(self) -> AbstractAsyncContextManager[tuple[Toolbox, str]]:
        """Tools that list, read and search the files and use the skills; and what the prompt says of the skills."""
        ...


@dataclass(frozen=True)
class PinnedSkills(Skills):
    """`version_id`: of the app's files; without one there are no tools."""

    app_id: UUID
    version_id: UUID | None
    storage: Storage
    settings: KernelSettings

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[tuple[Toolbox, str]]:
        async with opened(Granted(self.app_id, self.version_id), self.storage, self.settings) as (toolbox, told):
            yield toolbox, told
