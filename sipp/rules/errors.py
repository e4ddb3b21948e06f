"""Every way an operation can refuse, with a stable code; the doors turn them into status and page."""

from collections.abc import Mapping


class SippError(Exception):
    """Base of every refusal. ``code`` is stable; ``details`` holds plain values for the message."""

    code = "error"

    def __init__(self, code: str | None = None, **details: object) -> None:
        self.code = code or type(self).code
        self.details = details
        super().__init__(self.code)


class InvalidInput(SippError):
    """What was typed cannot be accepted. ``fields`` maps a field's name to an error code (422)."""

    code = "invalid_input"

    def __init__(self, fields: Mapping[str, str], **details: object) -> None:
        super().__init__(None, **details)
        self.fields = dict(fields)


class Malformed(SippError):
    """The request itself is broken, e.g. a forged token (400)."""

    code = "malformed"


class Forbidden(SippError):
    """The actor may not do this to a thing that is its own agency's (403)."""

    code = "forbidden"


class NotFound(SippError):
    """Unknown, or somebody else's: the two are indistinguishable on purpose (404)."""

    code = "not_found"


class Conflict(SippError):
    """Somebody changed it meanwhile, or its state does not allow the move (409)."""

    code = "conflict"


class NeedsConfirmation(SippError):
    """Accepted only after the person confirms; nothing typed is lost (422 and a confirmation page)."""

    code = "needs_confirmation"


class TooLarge(SippError):
    """More bytes, pixels or items than the bounds allow (413)."""

    code = "too_large"


class UnsupportedFile(SippError):
    """The file's content is not one of the accepted types, whatever its name says (415)."""

    code = "unsupported_file"


class TooManyRequests(SippError):
    """A limit on requests was passed (429). ``details["retry_after_seconds"]`` tells when to come back."""

    code = "too_many_requests"


class Unavailable(SippError):
    """A machine behind us is away for now (503)."""

    code = "unavailable"


class DiskFull(SippError):
    """There is no room to store what would be acknowledged (507)."""

    code = "disk_full"
