"""Why a request is not answered: a status, a line, and when to ask again."""

from __future__ import annotations

from pipeline.errors import BitexteError


class ApiError(BitexteError):
    """An answer that is an error. retry: seconds after which to ask again, 0 where that is of no use."""

    def __init__(self, status: int, message: str, retry: int = 0) -> None:
        super().__init__(message)
        self.status, self.retry = status, retry


def missing(name: str) -> ApiError:
    """A field that must be there is not."""
    return ApiError(400, f"Invalid request: missing {name} parameter")


def error_record(path: str, message: str) -> dict[str, str]:
    """An error in the shape of the interface that a path belongs to: DeepL's has a message, the others an error."""
    return {"message" if path.startswith(("/v2/", "/v3/")) else "error": message}
