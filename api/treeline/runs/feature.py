from treeline.kernel.features import Feature
from treeline.runs import controllers, startup, tasks
from treeline.runs.settings import RunSettings

FEATURE = Feature(
    settings=RunSettings,
    routes=[controllers.console_runs, controllers.runs],
    tasks=[tasks],
    start=startup.start,
)
