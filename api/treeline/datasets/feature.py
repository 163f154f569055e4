from treeline.datasets import models as models
from treeline.datasets.settings import DatasetSettings
from treeline.kernel.features import Feature

FEATURE = Feature(settings=DatasetSettings)
