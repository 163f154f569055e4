"""Running a workflow in a worker: the engine is driven, its journal written, its events published."""
