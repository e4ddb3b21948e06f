"""Which answers the head of an agency signs before the reporter reads them.

Law: UU 25/2009 art. 36 (who answers for the handling of complaints); signing off is the agency's own choice.
"""

from collections.abc import Collection
from typing import Literal, get_args

from sipp.rules.findings import Group
from sipp.rules.reports import GROUPS_ABOVE_THE_UNIT

#: Nothing; what is about money or conduct, which never stays with the unit complained about; everything.
SignOff = Literal["none", "above_the_unit", "all"]
SIGN_OFFS: tuple[SignOff, ...] = get_args(SignOff)


def needs_signature(sign_off: SignOff, groups: Collection[Group]) -> bool:
    """Whether an answer to a report about these groups waits for the head's signature."""
    if sign_off == "above_the_unit":
        return bool(GROUPS_ABOVE_THE_UNIT & set(groups))
    return sign_off == "all"
