from treeline.datasets.settings import DatasetSettings
from treeline.kernel.features import Feature

FEATURE = Feature(settings=DatasetSettings)
