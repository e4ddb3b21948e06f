"""The web server's process: threads for slow clients, and log lines with the number of their own request only."""

from typing import Any

from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]

from sipp.logs import forget_request


class Worker(ThreadWorker):  # type: ignore[misc]
    """Gunicorn's worker with threads. A thread serves one request after another, and some of what comes is none."""

    def handle(self, conn: Any) -> Any:
        """Serve what comes on a connection, with nothing kept of what the thread served before."""
        forget_request()
        return super().handle(conn)
