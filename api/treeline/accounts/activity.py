"""When members were last active in their workspaces."""

import redis

from treeline.accounts.models import WorkspaceMember
from treeline.kernel.last_uses import LastUses


class MemberActivity(LastUses):
    def __init__(self, client: redis.Redis):
        super().__init__(client, "treeline:member_activity", WorkspaceMember, at="last_active_at", ip=None)
