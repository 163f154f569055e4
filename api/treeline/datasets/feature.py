from treeline.datasets import models as models
from treeline.kernel.features import Feature

FEATURE = Feature()
