"""Errors of OpenAPI tools."""

from treeline.kernel.errors import ApiError, NotFound


class ApiToolsNotFound(NotFound):
    code = "api_tools_not_found"

    def __init__(self, message: str = "OpenAPI tools not found in this workspace."):
        super().__init__(message)


class ApiToolsExist(ApiError):
    status, code = 409, "api_tools_exist"

    def __init__(self, name: str):
        super().__init__(f"OpenAPI tools named {name} already exist.")


class TooManyApiTools(ApiError):
    code = "max_api_tools_exceeded"


class InvalidDocument(ApiError):
    """It is not an OpenAPI document, or one that can't be used here; the message says what and where."""

    code = "invalid_openapi_document"


class DocumentNotFetched(ApiError):
    """Its URL can't be reached, was rejected or returned an error; the message says which."""

    code = "openapi_document_not_fetched"


class OperationMissing(ApiError):
    code = "operation_not_found"


class ServerMissing(ApiError):
    code = "api_server_missing"

    def __init__(self) -> None:
        super().__init__(
            "The document names no server with a complete URL. Send server_url, such as https://api.example.com/v1."
        )


class CredentialsMissing(ApiError):
    code = "api_credentials_missing"

    def __init__(self) -> None:
        super().__init__("The saved credentials belong to another server. Send auth again, or {type: none}.")


class CredentialsUnreadable(ApiError):
    code = "api_credentials_unreadable"


class DocumentChanged(ApiError):
    """What was to be confirmed is not what there is any more."""

    status, code = 409, "openapi_document_changed"

    def __init__(self) -> None:
        super().__init__("The document changed again. Look at the changes once more, then confirm them.")
