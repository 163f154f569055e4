"""What the routes of signing in share: who calls, and what the browser keeps when somebody is let in."""

from flask import Response, after_this_request, request

from treeline.accounts import devices
from treeline.accounts.access import caller_place
from treeline.accounts.cookies import DEVICE, Cookies
from treeline.accounts.login import LoginService
from treeline.accounts.sessions import Caller, Tokens
from treeline.accounts.settings import AccountSettings
from treeline.kernel import current
from treeline.kernel.web import client_waits


def account_settings() -> AccountSettings:
    return current.settings(AccountSettings)


def cookie(name: str) -> str:
    """One of those that accounts/cookies.py names; nothing, if it is not there."""
    return Cookies(account_settings()).read(request, name)


def caller() -> Caller:
    address, agent = (request.remote_addr or "")[:64], request.user_agent.string[:255]
    return Caller(address, agent, caller_place(), client_waits)


def logins() -> LoginService:
    return LoginService(account_settings(), current.redis(), caller())


def device() -> str:
    """The proof that this browser has logged in before: what `LoginService` asks for under this name."""
    return cookie(DEVICE)


def let_in(tokens: Tokens) -> None:
    """The reply to this request sets the cookies of the session."""

    @after_this_request
    def keep(response: Response) -> Response:
        cookies = Cookies(account_settings())
        cookies.set_login(response, tokens)
        if tokens.device:
            cookies.set(response, DEVICE, tokens.device, devices.SECONDS)
        return response
