"""Pauses before what failed is tried again: longer each time, and bounded."""

FIRST_SECONDS = 1.0
#: The index converges within 60 seconds after any crash: the pause, a start and a rebuild must fit in.
LONGEST_SECONDS = 15.0


class BackOff:
    """The pauses of one thing that may fail again and again."""

    def __init__(self) -> None:
        self._seconds = FIRST_SECONDS

    def next_pause(self) -> float:
        """Give the seconds to wait after one more failure."""
        seconds = self._seconds
        self._seconds = min(2 * seconds, LONGEST_SECONDS)
        return seconds

    def reset(self) -> None:
        """Begin again with the shortest pause: it went well."""
        self._seconds = FIRST_SECONDS
