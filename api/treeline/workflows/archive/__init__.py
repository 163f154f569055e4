"""Steps of old runs, out of the database: one object in the storage for each run."""
