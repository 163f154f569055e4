from treeline.accounts import controllers, tasks
from treeline.accounts.audit.service import RouteRecorder
from treeline.accounts.login_sessions import controllers as login_sessions
from treeline.accounts.passkeys import controllers as passkeys
from treeline.accounts.passkeys.models import Passkey
from treeline.accounts.settings import AccountSettings
from treeline.accounts.startup import refuse_wrong_secret_key
from treeline.accounts.two_step import controllers as two_step
from treeline.accounts.two_step.service import SEALED
from treeline.kernel.deeds import Named, named, recorders
from treeline.kernel.features import Feature
from treeline.kernel.sealed import sealed_columns

FEATURE = Feature(
    settings=AccountSettings,
    routes=[
        controllers.entrance,
        controllers.account,
        controllers.workspaces,
        passkeys.passkeys,
        passkeys.new_passkeys,
        passkeys.login,
        two_step.two_step,
        two_step.second_factor,
        two_step.policy,
        login_sessions.login_sessions,
    ],
    tasks=[tasks],
    gives=[
        recorders(RouteRecorder()),
        named(Named("passkey_id", "passkey", Passkey.id, Passkey.name)),
        sealed_columns(SEALED),
    ],
    start=refuse_wrong_secret_key,
)
