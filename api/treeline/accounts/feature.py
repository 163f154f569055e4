from treeline.accounts import controllers, tasks
from treeline.accounts.audit.service import RouteRecorder
from treeline.accounts.rights import SESSION, lasting, of_sessions
from treeline.accounts.settings import AccountSettings
from treeline.accounts.startup import refuse_wrong_secret_key
from treeline.kernel.deeds import recorders
from treeline.kernel.features import Feature

FEATURE = Feature(
    settings=AccountSettings,
    routes=[controllers.entrance, controllers.account, controllers.workspaces],
    tasks=[tasks],
    gives=[recorders(RouteRecorder()), lasting((SESSION, of_sessions))],
    start=refuse_wrong_secret_key,
)
