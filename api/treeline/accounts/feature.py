from treeline.accounts import controllers, tasks
from treeline.accounts.audit.service import RouteRecorder
from treeline.accounts.oidc import controllers as oidc
from treeline.accounts.oidc.models import Identity
from treeline.accounts.settings import AccountSettings
from treeline.accounts.startup import refuse_wrong_secret_key
from treeline.kernel.deeds import Named, named, recorders
from treeline.kernel.features import Feature

FEATURE = Feature(
    settings=AccountSettings,
    routes=[controllers.entrance, controllers.account, controllers.workspaces, oidc.oidc, oidc.identities],
    tasks=[tasks],
    gives=[recorders(RouteRecorder()), named(Named("identity_id", "identity", Identity.id, Identity.issuer))],
    start=refuse_wrong_secret_key,
)
