from uuid import UUID

from flask import Response, after_this_request

from treeline.accounts.access import CONSOLE, caller_place, current_member, own_account
from treeline.accounts.cookies import ACCESS, OIDC, Cookies
from treeline.accounts.errors import LastSignInMethod, TooManyAttempts
from treeline.accounts.lockout import Lockout
from treeline.accounts.oidc import errors, schemas
from treeline.accounts.oidc.attempts import SECONDS, new_browser
from treeline.accounts.oidc.service import IdentityService, OidcReply, OidcService
from treeline.accounts.requests import account_settings, cookie, device, let_in, logins
from treeline.kernel import current
from treeline.kernel.db import db
from treeline.kernel.errors import RedisUnavailable
from treeline.kernel.web import PUBLIC, Routes


def own_identities(can: str) -> IdentityService:
    return IdentityService(db.session, account_settings(), own_account(can))


oidc = Routes("oidc", "/console/api/oidc", group="Sign-in", access=PUBLIC)
identities = Routes(
    "identities", "/console/api/account/identities", group="Account", access=CONSOLE, scope=own_identities
)


@oidc.get("", transactional=False)
def list_oidc_providers() -> schemas.OidcProvidersOut:
    """List the OpenID Connect providers to sign in with."""
    shown = [schemas.OidcProviderOut(name=each.name, label=each.shown) for each in account_settings().oidc_providers]
    return schemas.OidcProvidersOut(data=shown)


@oidc.post(
    "/<provider>/start",
    transactional=False,
    refusals=[errors.OidcProviderNotFound, errors.OidcProviderFailed, TooManyAttempts, RedisUnavailable],
)
def start_oidc(provider: str, body: schemas.OidcStartIn) -> schemas.OidcStarted:
    """Start to sign in with an OpenID Connect provider. Open the URL in this browser within 10 minutes."""
    service = _service(provider)
    Lockout(current.redis(), account_settings()).admit(caller_place())
    url = service.begin(_browser(), remember=body.remember_me, next_path=body.next, invitation=body.invite_token)
    return schemas.OidcStarted(url=url)


@oidc.get("/<provider>/callback", transactional=False, status=303, refusals=[errors.OidcProviderNotFound])
def end_oidc(provider: str, query: schemas.OidcCallbackQuery) -> Response:
    """Finish signing in: the provider sends the browser here. Redirects to the console, also after an error."""
    reply = OidcReply(**query.model_dump())
    end = _service(provider).end(reply, cookie(OIDC), cookie(ACCESS), logins(), device())
    if end.tokens is not None:
        let_in(end.tokens)
    headers = {
        "Location": account_settings().console_web_url.rstrip("/") + end.path,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
    }
    return Response(status=303, headers=headers)


@identities.get("", can="belong")
def list_identities(mine: IdentityService) -> schemas.IdentitiesOut:
    """List the sign-in providers that your account is connected to."""
    return schemas.IdentitiesOut(
        data=[
            schemas.IdentityOut(
                id=each.id,
                provider=provider.name if provider else None,
                label=provider.shown if provider else each.issuer,
                email=each.email,
                last_used_at=each.last_used_at,
                created_at=each.created_at,
            )
            for provider, each in mine.all()
        ]
    )


@identities.post(
    "/<provider>/connect",
    can="belong",
    transactional=False,
    refusals=[errors.OidcProviderNotFound, errors.OidcProviderFailed, RedisUnavailable],
)
def connect_identity(mine: IdentityService, provider: str) -> schemas.OidcStarted:
    """Start to connect your account to a sign-in provider. Open the URL in this browser within 10 minutes."""
    url = _service(provider).begin(_browser(), account_id=current_member().account_id)
    return schemas.OidcStarted(url=url)


@identities.delete(
    "/<uuid:identity_id>",
    can="belong",
    deed="identity.disconnect",
    refusals=[errors.IdentityNotFound, LastSignInMethod],
)
def disconnect_identity(mine: IdentityService, identity_id: UUID) -> None:
    """Disconnect your account from a sign-in provider."""
    mine.remove(identity_id)


def _service(provider: str) -> OidcService:
    return OidcService(account_settings(), current.redis(), provider)


def _browser() -> str:
    """What tells this browser from others until it is back: kept in a cookie, for several tabs the same."""
    browser = cookie(OIDC) or new_browser()

    @after_this_request
    def keep(response: Response) -> Response:
        Cookies(account_settings()).set(response, OIDC, browser, SECONDS)
        return response

    return browser
