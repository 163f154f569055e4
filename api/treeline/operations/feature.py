from treeline.kernel.features import Feature
from treeline.operations import controllers, startup
from treeline.operations.hosts.controllers import hosts
from treeline.operations.settings import OperationSettings

FEATURE = Feature(
    settings=OperationSettings,
    routes=[controllers.public, controllers.operations, hosts],
    start=startup.start,
)
