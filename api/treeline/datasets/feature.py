from treeline.datasets import controllers, tasks
from treeline.datasets.indexing import tasks as indexing
from treeline.datasets.keys import controllers as keys
from treeline.datasets.settings import DatasetSettings
from treeline.kernel.features import Feature

FEATURE = Feature(
    settings=DatasetSettings,
    routes=[
        controllers.datasets,
        controllers.dataset,
        controllers.key_list,
        controllers.key_one,
        keys.keys,
        keys.keys_of_dataset,
    ],
    tasks=[tasks, indexing],
)
