"""The web server's own log in the shape of all others; it would name clients and quote what they sent otherwise."""

from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from sipp.logs import JsonFormatter

#: How gunicorn begins to tell of what is no request; the rest is an address and a piece of what came.
_INVALID = "Invalid request"


class ServerLog(Logger):  # type: ignore[misc]
    """Gunicorn's logger with masked JSON lines."""

    def setup(self, cfg: Any) -> None:
        """Attach the handlers, then their format."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonFormatter())

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Write a warning; of what is no request only that it came, for it may hold a code or a name."""
        if msg.startswith(_INVALID):
            msg, args = _INVALID, ()
        super().warning(msg, *args, **kwargs)
