from treeline.kernel.features import Feature
from treeline.retention import tasks
from treeline.retention.settings import RetentionSettings

FEATURE = Feature(settings=RetentionSettings, tasks=[tasks])
