class StartError(Exception):
    """Something cannot be started; the message says what it is and what would help."""


class AlreadyRunning(StartError):
    """Another instance is alive on the data folder."""
