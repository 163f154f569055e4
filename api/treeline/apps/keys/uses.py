"""When API keys were last used."""

import redis

from treeline.apps.keys.models import ApiToken
from treeline.kernel.last_uses import LastUses

NOTED = "treeline:api_token_uses"


class KeyUses(LastUses):
    def __init__(self, client: redis.Redis):
        super().__init__(client, NOTED, ApiToken)
