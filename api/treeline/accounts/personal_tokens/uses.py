"""When personal access tokens were last used."""

import redis

from treeline.accounts.personal_tokens.models import PersonalToken
from treeline.kernel.last_uses import LastUses

NOTED = "treeline:personal_token_uses"


class TokenUses(LastUses):
    def __init__(self, client: redis.Redis):
        super().__init__(client, NOTED, PersonalToken)
