from treeline.kernel.features import Feature
from treeline.operations import controllers, startup, tasks
from treeline.operations.doctor.controllers import doctor
from treeline.operations.hosts.controllers import hosts
from treeline.operations.mails.controllers import mails
from treeline.operations.settings import OperationSettings

FEATURE = Feature(
    settings=OperationSettings,
    routes=[controllers.public, controllers.operations, doctor, hosts, mails],
    tasks=[tasks],
    start=startup.start,
)
