"""How long somebody waits who keeps failing: a few tries are free, then each wait is twice the one before.

Counted is what was attempted (an address, an account), known or not, so that waiting tells nobody which accounts exist.
"""

from datetime import timedelta

FREE_FAILURES = 4
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
#: So long without a try, and all is forgotten.
FORGOTTEN_AFTER = timedelta(hours=24)


def wait_after(failures: int) -> timedelta:
    """How long the next attempt must wait after so many failures in a row."""
    beyond = failures - FREE_FAILURES
    if beyond <= 0:
        return timedelta(0)
    return min(FIRST_WAIT * (1 << min(beyond - 1, 16)), LONGEST_WAIT)
