from uuid import UUID

from treeline.accounts.access import CONSOLE_OR_TOKEN, current_member
from treeline.apps.errors import AppNotFound
from treeline.apps.keys.access import APP_KEY
from treeline.conversations.owners import Owner
from treeline.files.links import links
from treeline.files.uploads.controllers import REFUSALS as UPLOAD_REFUSALS
from treeline.files.uploads.controllers import app_uploads, kept, most_sent, only_part
from treeline.files.uploads.errors import UploadNotFound
from treeline.files.uploads.schemas import UploadOut
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.paging import Page
from treeline.kernel.schemas import DONE, Done
from treeline.kernel.web import MIB, Routes
from treeline.workflows.forms.access import FORM_LINK, guest_of, linked_form, program_form, workspace_forms
from treeline.workflows.forms.errors import FormExpired, FormNotFound, FormSubmitted, TooManyFormFiles
from treeline.workflows.forms.schemas import (
    FormAnswerIn,
    FormContent,
    FormDetail,
    FormsQuery,
    FormSummary,
    UserFormAnswerIn,
)
from treeline.workflows.forms.service import AskedForm, FormService, require_open, submit

OVER = (FormSubmitted, FormExpired)
ANSWERS = (FormNotFound, *OVER, UploadNotFound)
ANSWER_BYTES = 2 * MIB

forms = Routes(
    "human_input_forms",
    "/console/api/human-input-forms",
    group="Workflows",
    access=CONSOLE_OR_TOKEN,
    scope=workspace_forms,
)
linked_forms = Routes(
    "linked_forms",
    "/console/api/form/human_input/<token>",
    group="Workflows",
    access=FORM_LINK,
    scope=linked_form,
    headers=lambda _: {"Cache-Control": "no-store"},
)
program_forms = Routes(
    "v1_forms", "/v1/form/human_input/<token>", group="Workflows", access=APP_KEY, scope=program_form, needs="run"
)


@forms.get("", can="read")
def list_forms(service: FormService, query: FormsQuery) -> Page[FormSummary]:
    """List the forms that workflows of the workspace ask people to fill in, those that wait longest first."""
    found, total = service.page(query.state, query.offset, query.limit, app_id=query.app_id, run_id=query.run_id)
    return Page.of([FormSummary.of(each) for each in found], total, query)


@forms.get("/<uuid:form_id>", can="read", refusals=[FormNotFound])
def read_form(service: FormService, form_id: UUID) -> FormDetail:
    """Get a form, its answer, and the token of its public page."""
    return FormDetail.of(service.get(form_id))


@forms.post("/<uuid:form_id>", can="read", deed="form.answer", needs="run", max_body=ANSWER_BYTES, refusals=ANSWERS)
def answer_form(service: FormService, form_id: UUID, body: FormAnswerIn) -> Done:
    """Answer a form; its run goes on. The first answer counts."""
    by = Owner(account_id=current_member().account_id)
    submit(db.session, service.get(form_id).form.id, body.answer, by, links())
    return DONE


@linked_forms.get("", can="read", refusals=[FormNotFound, *OVER])
def read_linked_form(asked: AskedForm) -> FormContent:
    """Get the form of a link, without signing in. Reading it answers nothing."""
    require_open(db.session, asked)
    return FormContent.of(asked)


@linked_forms.post("", can="read", max_body=ANSWER_BYTES, refusals=ANSWERS)
def answer_linked_form(asked: AskedForm, body: FormAnswerIn) -> Done:
    """Answer the form of a link, without signing in. The first answer counts."""
    submit(db.session, asked.form.id, body.answer, guest_of(asked).owner(body.inputs), links())
    return DONE


@linked_forms.post(
    "/upload",
    can="read",
    status=201,
    transactional=False,
    max_body=most_sent,
    refusals=[FormNotFound, *OVER, TooManyFormFiles, *UPLOAD_REFUSALS],
    sends="multipart/form-data",
)
def upload_form_file(asked: AskedForm) -> UploadOut:
    """Upload a file for a field of the form of a link."""
    guest = guest_of(asked)
    with unit_of_work():
        guest.require_upload(asked)
    upload = kept(app_uploads(asked.app), only_part(), app=asked.app, user=guest.user)
    return UploadOut.of(upload, links().shown(asked.app.id, upload.id))


@program_forms.get("", can="read", refusals=[AppNotFound, FormNotFound, *OVER])
def read_program_form(asked: AskedForm) -> FormContent:
    """Get a form by the token that `human_input_required` told. Reading it answers nothing."""
    require_open(db.session, asked)
    return FormContent.of(asked)


@program_forms.post("", can="read", max_body=ANSWER_BYTES, refusals=[AppNotFound, *ANSWERS])
def answer_program_form(asked: AskedForm, body: UserFormAnswerIn) -> Done:
    """Answer a form; its run goes on. The first answer counts."""
    submit(db.session, asked.form.id, body.answer, guest_of(asked).owner(body.inputs, body.user), links())
    return DONE
