"""PostgreSQL and Redis from wheels, and `treeline up`, which runs them with the API, the workers and Beat."""
