from uuid import UUID

from treeline.accounts.access import CONSOLE, allow, current_member
from treeline.accounts.personal_tokens.errors import PersonalTokenNotFound, TooManyTokens
from treeline.accounts.personal_tokens.schemas import PersonalTokenIn, PersonalTokenOut, PersonalTokensOut
from treeline.accounts.personal_tokens.service import PersonalTokenService
from treeline.kernel.db import db
from treeline.kernel.scopes import time_of
from treeline.kernel.web import Routes


def own_tokens(can: str) -> PersonalTokenService:
    member = current_member()
    allow(member, can)
    return PersonalTokenService(db.session, member.account_id, member.workspace_id)


# CONSOLE, which takes no token: none makes another, or outlives itself.
tokens = Routes("personal_tokens", "/console/api/account/tokens", group="API keys", access=CONSOLE, scope=own_tokens)


@tokens.get("", can="belong")
def list_tokens(mine: PersonalTokenService) -> PersonalTokensOut:
    """List your personal access tokens in the current workspace, oldest first. Tokens are masked."""
    return PersonalTokensOut(data=[PersonalTokenOut.of(each) for each in mine.all()])


@tokens.post("", can="belong", status=201, deed="personal_token.create", refusals=[TooManyTokens])
def create_token(mine: PersonalTokenService, body: PersonalTokenIn) -> PersonalTokenOut:
    """Create a personal access token for the current workspace. Only this response contains the full token.

    Send it to the console API as `Authorization: Bearer tlp-…`. It can never do more than your role, whatever its
    scopes, and it ends when you leave the workspace.
    """
    return PersonalTokenOut.of(*mine.create(body.name, body.scopes, time_of(body.expires_at)))


@tokens.delete(
    "/<uuid:token_id>", can="belong", status=204, deed="personal_token.delete", refusals=[PersonalTokenNotFound]
)
def delete_token(mine: PersonalTokenService, token_id: UUID) -> None:
    """Delete a personal access token. It stops working immediately."""
    mine.delete(token_id)
