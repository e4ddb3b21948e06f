"""Corrections citizens propose: the states they pass through, when one was taken up, how long its words are kept.

Law: UU 25/2009 art. 20 and 39: the public takes part in making and judging the standards of service.
"""

from datetime import timedelta
from typing import Literal

from sipp.rules.standards import Component, Standard, component_rows

#: ``accepted``: the agency works it into a draft; ``taken_up``: a published version changed the component.
CorrectionState = Literal["waiting", "accepted", "declined", "taken_up"]

#: So long after the decision the words of a correction are kept, whatever was decided.
WORDS_KEPT_FOR = timedelta(days=365)
#: The public figures look back so far.
COUNTED_FOR = timedelta(days=365)
MOST_CHARACTERS = 2000
MOST_SOURCE_CHARACTERS = 500
MOST_REASON_CHARACTERS = 1000


def is_taken_up(component: Component, before: Standard | None, published: Standard) -> bool:
    """Whether a published standard changed the component that was said to be wrong.

    ``before`` is the standard it was based on, None where it is the first. A version that leaves the component as it
    was took up nothing, whatever was accepted.
    """
    old = component_rows(before, component) if before is not None else ()
    return component_rows(published, component) != old
