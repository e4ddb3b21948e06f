"""The web server's own log in the shape of all others; it would name clients' addresses otherwise."""

from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from sipp.logs import JsonFormatter


class ServerLog(Logger):  # type: ignore[misc]
    """Gunicorn's logger with masked JSON lines."""

    def setup(self, cfg: Any) -> None:
        """Attach the handlers, then their format."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonFormatter())
