"""PostgreSQL and Redis from wheels, and `treeline up`, which runs them beside the API, the workers and Beat."""
