from treeline.accounts import controllers, tasks
from treeline.accounts.addresses.controllers import addresses
from treeline.accounts.audit.service import RouteRecorder
from treeline.accounts.closing import tasks as closing_tasks
from treeline.accounts.closing.controllers import closing
from treeline.accounts.letters import tasks as letters
from treeline.accounts.letters.models import SEALED
from treeline.accounts.oidc import controllers as oidc
from treeline.accounts.oidc.models import Identity
from treeline.accounts.recovery.controllers import recovery
from treeline.accounts.settings import AccountSettings
from treeline.accounts.startup import refuse_wrong_secret_key
from treeline.kernel.deeds import Named, named, recorders
from treeline.kernel.features import Feature
from treeline.kernel.sealed import sealed_columns

FEATURE = Feature(
    settings=AccountSettings,
    routes=[
        controllers.entrance,
        controllers.account,
        controllers.workspaces,
        recovery,
        addresses,
        closing,
        oidc.oidc,
        oidc.identities,
    ],
    tasks=[tasks, letters, closing_tasks],
    gives=[
        recorders(RouteRecorder()),
        sealed_columns(SEALED),
        named(Named("identity_id", "identity", Identity.id, Identity.issuer)),
    ],
    start=refuse_wrong_secret_key,
)
