from treeline.kernel.errors import ApiError, NotFound


class HostNotAllowed(NotFound):
    code = "allowed_host_not_found"


class TooManyHosts(ApiError):
    code = "max_allowed_hosts_exceeded"
