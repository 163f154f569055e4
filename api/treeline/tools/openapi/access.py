from treeline.accounts.access import allow, current_member
from treeline.kernel import current
from treeline.kernel.settings import KernelSettings
from treeline.tools.openapi.service import ApiProviders


def workspace_apis(can: str) -> ApiProviders:
    allow(current_member(), can)
    return ApiProviders(current_member(), current.settings(KernelSettings))
