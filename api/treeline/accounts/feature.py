from treeline.accounts import controllers, tasks
from treeline.accounts.oidc import controllers as oidc
from treeline.accounts.settings import AccountSettings
from treeline.accounts.startup import refuse_wrong_secret_key
from treeline.kernel.features import Feature

FEATURE = Feature(
    settings=AccountSettings,
    routes=[controllers.entrance, controllers.account, controllers.workspaces, oidc.oidc, oidc.identities],
    tasks=[tasks],
    start=refuse_wrong_secret_key,
)
