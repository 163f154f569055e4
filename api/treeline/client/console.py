"""The console API, used as a member: with a personal access token, or logged in for one command."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import httpx2

from treeline.client.errors import Refused, Unreachable, WrongUse
from treeline.client.remote import Passing, Remote, given_up, spoken


class Console(Remote):
    root = "/console/api"
    credentials = "Check TREELINE_EMAIL (or --email) and TREELINE_PASSWORD."

    def __init__(
        self, url: str, email: str, password: str, note: Callable[[str], None] = lambda _: None, token: str = ""
    ):
        """`token`: instead of the account and its password."""
        self._logged_in = not token
        if token:
            self.credentials = "Check TREELINE_TOKEN: it must be a personal access token."
            super().__init__(url, token, note)
            return
        if not email or not password:
            raise WrongUse("Set TREELINE_TOKEN, or TREELINE_EMAIL (or --email) and TREELINE_PASSWORD to log in.")
        super().__init__(url, "member", note)
        # The cookies of a login, and the token that goes with them.
        self._authorization = {}
        try:
            self.call("POST", "/login", json={"email": email, "password": password})
        except BaseException:
            super().close()
            raise
        csrf = next((each.value for each in self._client.cookies.jar if "csrf_token" in each.name), "")
        self._authorization = {"X-CSRF-Token": csrf or ""}

    def send_once(self, path: str, body: dict[str, Any], kind: type[Any]) -> Any:
        """POST what must not take effect twice: not sent again, whatever happens. Raises Refused, Unreachable."""
        url = f"{self.url}{self.root}{path}"
        try:
            return self._json("POST", url, kind, json=body, headers=self._authorization)
        except Passing as passing:
            raise given_up(passing.refusal) from passing
        except httpx2.HTTPError as error:
            what = f"The connection to {self.url} broke, so check there what happened: {spoken(error)}"
            raise Unreachable(what) from error

    def close(self) -> None:
        if not self._logged_in:
            return super().close()
        with suppress(Refused, Unreachable, Passing, httpx2.HTTPError):
            self._json("POST", f"{self.url}{self.root}/logout", dict, headers=self._authorization)
        return super().close()
