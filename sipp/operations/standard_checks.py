"""What the linter and the completeness figure say of a version, with what is known around it."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from sipp.db import current_session
from sipp.models.components import LegalBasisRow
from sipp.models.services import ReferenceService, Service
from sipp.models.standards import StandardVersion
from sipp.operations.assessing import ceilings_of
from sipp.operations.versions import Owner, content_of
from sipp.rules.citations import citation_key
from sipp.rules.completeness import Completeness, completeness
from sipp.rules.errors import NotFound
from sipp.rules.flaws import Flaw
from sipp.rules.standard_checks import Surroundings, check_standard
from sipp.rules.standards import Standard


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A standard with everything that was found in it."""

    standard: Standard
    flaws: tuple[Flaw, ...]
    completeness: Completeness

    @property
    def errors(self) -> tuple[Flaw, ...]:
        """The flaws that block publishing."""
        return tuple(flaw for flaw in self.flaws if flaw.severity == "error")


def check_version(version: StandardVersion, owner: Owner) -> Checked:
    """What is wrong with a version of an owner, stored or published."""
    return check_content(content_of(version), surroundings_of(owner))


def check_content(standard: Standard, surroundings: Surroundings) -> Checked:
    """What is wrong with a content that may not be stored yet."""
    return Checked(standard=standard, flaws=check_standard(standard, surroundings), completeness=completeness(standard))


def surroundings_of(owner: Owner) -> Surroundings:
    """What is known around an owner's standard: the legal ceilings of its reference, the laws known as replaced."""
    reference_id = owner.id if isinstance(owner, ReferenceService) else owner.reference_id
    return surroundings_by_reference([reference_id])[reference_id]


def surroundings_by_reference(reference_ids: list[int | None]) -> dict[int | None, Surroundings]:
    """The same for many references at once; None is a service without one."""
    replaced = replaced_laws()
    found: dict[int | None, Surroundings] = {None: Surroundings(replaced_laws=replaced)}
    wanted = {one for one in reference_ids if one is not None}
    rows = select(ReferenceService).where(ReferenceService.id.in_(wanted))
    for reference in current_session().scalars(rows.options(selectinload(ReferenceService.ceilings))):
        time_limits, fees = ceilings_of(reference)
        found[reference.id] = Surroundings(time_ceilings=time_limits, fee_ceilings=fees, replaced_laws=replaced)
    return found


def replaced_laws() -> dict[str, str]:
    """The laws that a published national model marks as replaced, by ``citation_key``, with what replaced them."""
    rows = current_session().execute(
        select(LegalBasisRow.type, LegalBasisRow.number, LegalBasisRow.year, LegalBasisRow.replaced_by)
        .join(StandardVersion, StandardVersion.id == LegalBasisRow.version_id)
        .where(
            LegalBasisRow.status == "replaced",
            StandardVersion.state == "published",
            StandardVersion.reference_id.is_not(None),
        )
    )
    return {citation_key(kind, number, year): replaced_by or "" for kind, number, year, replaced_by in rows}


def newest_version(owner: Owner) -> StandardVersion:
    """The version of an owner that was made last, drafts included; raises NotFound when there is none."""
    column = StandardVersion.service_id if isinstance(owner, Service) else StandardVersion.reference_id
    version = current_session().scalar(
        select(StandardVersion)
        .where(column == owner.id)
        .options(joinedload(StandardVersion.decree))
        .order_by(StandardVersion.id.desc())
        .limit(1)
    )
    if version is None:
        raise NotFound("standard_not_published")
    return version
