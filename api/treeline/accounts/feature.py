from treeline.accounts import controllers, tasks
from treeline.accounts.addresses.controllers import addresses
from treeline.accounts.audit import controllers as audit
from treeline.accounts.audit.service import RouteRecorder
from treeline.accounts.closing import tasks as closing_tasks
from treeline.accounts.closing.controllers import closing
from treeline.accounts.invitations import controllers as invitations
from treeline.accounts.invitations import tasks as invitation_tasks
from treeline.accounts.invitations.models import Invitation
from treeline.accounts.letters import models as letter_models
from treeline.accounts.letters import tasks as letters
from treeline.accounts.login_sessions.controllers import login_sessions
from treeline.accounts.members import controllers as members
from treeline.accounts.models import Account, LoginSession
from treeline.accounts.oidc import controllers as oidc
from treeline.accounts.oidc.models import Identity
from treeline.accounts.passkeys import controllers as passkeys
from treeline.accounts.passkeys.models import Passkey
from treeline.accounts.personal_tokens import controllers as personal_tokens
from treeline.accounts.personal_tokens import tasks as token_tasks
from treeline.accounts.personal_tokens.models import PersonalToken
from treeline.accounts.personal_tokens.service import of_tokens
from treeline.accounts.recovery.controllers import recovery
from treeline.accounts.rights import SESSION, TOKEN, lasting, of_sessions
from treeline.accounts.settings import AccountSettings
from treeline.accounts.startup import refuse_wrong_secret_key
from treeline.accounts.two_step import controllers as two_step
from treeline.accounts.two_step import service as two_step_service
from treeline.kernel.deeds import Named, named, recorders
from treeline.kernel.features import Feature
from treeline.kernel.sealed import sealed_columns

FEATURE = Feature(
    settings=AccountSettings,
    routes=[
        controllers.entrance,
        controllers.account,
        controllers.workspaces,
        members.members,
        members.transfers,
        invitations.invitations,
        invitations.joining,
        invitations.activation,
        recovery,
        addresses,
        closing,
        audit.of_workspace,
        audit.of_installation,
        oidc.oidc,
        oidc.identities,
        passkeys.passkeys,
        passkeys.new_passkeys,
        passkeys.login,
        two_step.two_step,
        two_step.second_factor,
        two_step.policy,
        login_sessions,
        personal_tokens.tokens,
    ],
    tasks=[tasks, invitation_tasks, letters, closing_tasks, token_tasks],
    gives=[
        recorders(RouteRecorder()),
        sealed_columns(letter_models.SEALED, two_step_service.SEALED),
        lasting((SESSION, of_sessions), (TOKEN, of_tokens)),
        named(
            Named("account_id", "member", Account.id, Account.name),
            Named("invitation_id", "invitation", Invitation.id, Invitation.email),
            Named("identity_id", "identity", Identity.id, Identity.issuer),
            Named("session_id", "login_session", LoginSession.id, LoginSession.user_agent),
            Named("passkey_id", "passkey", Passkey.id, Passkey.name),
            Named("token_id", "personal_token", PersonalToken.id, PersonalToken.name),
        ),
    ],
    start=refuse_wrong_secret_key,
)
