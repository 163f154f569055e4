from treeline.kernel.features import Feature

FEATURE = Feature()
