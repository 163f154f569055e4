"""Who sees forms: members of the workspace, whoever has a form's link, and programs of its app."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import g, request
from sqlalchemy import func, select

from treeline.accounts.access import allow, current_member
from treeline.apps.end_users.service import EndUserService
from treeline.apps.keys.access import key_app
from treeline.apps.models import App
from treeline.conversations.owners import Owner
from treeline.files.uploads.models import UploadFile
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.server.later import belongs_to
from treeline.kernel.web import Access
from treeline.workflows.forms.errors import FormNotFound, TooManyFormFiles
from treeline.workflows.forms.service import AskedForm, FormService, form_by_token, require_open
from treeline.workflows.starting.files import is_file

# Uploads of one form, by whoever has its link.
MOST_FILES = 50


def _check() -> None:
    with unit_of_work() as session:
        asked = form_by_token(session, str((request.view_args or {}).get("token", "")))
        app_id = asked.app.id
    g.form_app = app_id
    belongs_to("app", app_id)


# Authorised by the link alone: no cookie is looked at, so none can be abused.
FORM_LINK = Access("form link", _check, refusals=(FormNotFound,))


def workspace_forms(can: str) -> FormService:
    member = current_member()
    allow(member, can)
    return FormService(db.session, member.workspace_id)


def linked_form(token: str, can: str) -> AskedForm:
    """FORM_LINK has found it before. Raises FormNotFound."""
    return form_by_token(db.session, token, g.form_app)


def program_form(token: str, can: str) -> AskedForm:
    """A form of the key's app. Raises AppNotFound, FormNotFound."""
    return form_by_token(db.session, token, key_app(can).id)


@dataclass(frozen=True)
class FormGuest:
    """Whoever has a form's link: to the app, an end user of that form's."""

    app: App
    form_id: UUID

    @property
    def user(self) -> str:
        return f"form:{self.form_id}"

    def owner(self, inputs: Mapping[str, Any], user: str | None = None) -> Owner:
        """Who answers: to whom the files among the inputs belong. `user`: as programs name them."""
        if user is None and not any(is_file(one) for value in inputs.values() for one in _each(value)):
            return Owner()
        return Owner(end_user_id=EndUserService(db.session, self.app).obtain(user or self.user).id)

    def require_upload(self, asked: AskedForm) -> None:
        """Raises FormSubmitted, FormExpired, TooManyFormFiles; FormNotFound for a form that asks for no file."""
        require_open(db.session, asked)
        if not any(each["type"].startswith("file") for each in asked.form.form["inputs"]):
            raise FormNotFound("This form asks for no file.")
        end_user_id = EndUserService(db.session, self.app).obtain(self.user).id
        mine = select(func.count()).select_from(UploadFile).where(UploadFile.end_user_id == end_user_id)
        if (db.session.scalar(mine) or 0) >= MOST_FILES:
            raise TooManyFormFiles(f"At most {MOST_FILES} files can be uploaded to a form.")


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def guest_of(asked: AskedForm) -> FormGuest:
    return FormGuest(asked.app, asked.form.id)
