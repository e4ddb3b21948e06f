"""Files on their way in: kept for whoever uploaded them, looked through, made drafts at that person's word.

A run belongs to one person and one agency and is nobody else's. The work itself is the worker's (``import_work``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import joinedload

from sipp import clock
from sipp.db import current_session, take_turn
from sipp.models.agencies import Agency, Unit
from sipp.models.imports import ImportContent, ImportItem, ImportRun
from sipp.models.services import ReferenceService, Service
from sipp.models.types import uuid7
from sipp.operations.import_stops import close_given_up, has_stopped, message_key_prefix
from sipp.operations.import_work import lock_run
from sipp.operations.journal import post, record
from sipp.operations.pages import page_within
from sipp.operations.reach import reachable_agencies
from sipp.rules.errors import Conflict, InvalidInput, NotFound
from sipp.rules.permissions import Actor, is_permitted, is_permitted_in
from sipp.rules.row_keys import slug as slug_of

ACTION = "standards.import"
#: How long a file waits for a word, and how long the list of the drafts that were made can be read.
FILE_KEPT_FOR = timedelta(hours=24)
RESULT_KEPT_FOR = timedelta(days=7)
ITEMS_PER_PAGE = 50
#: So many refused services are told one by one on the first page; all of them have a page of their own.
MOST_REFUSED_TOLD = 50
#: What makes or rewrites a draft.
CHANGING = ("new_service", "new_draft", "rewritten_draft")
_LONGEST_SLUG = 80


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where an import may go: an agency, all the agencies to choose from, and the units that may offer new services."""

    agency: Agency
    agencies: Sequence[Agency]
    units: Sequence[Unit]


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file that was read: the addresses of its services in their order, and of an annex their titles."""

    file_name: str
    content: bytes
    slugs: Sequence[str]
    titles: Sequence[str] | None = None
    unit_id: int | None = None
    effective_from: date | None = None


@dataclass(frozen=True, kw_only=True)
class RunView:
    """A run with a page of its services, the refused ones first; ``counts`` by effect, None for what is refused."""

    run: ImportRun
    counts: Mapping[str | None, int]
    waiting: int
    total: int
    refused: Sequence[ImportItem]
    items: Sequence[ImportItem]
    page: int
    pages: int

    @property
    def changing(self) -> int:
        """How many drafts the run makes or rewrites."""
        return sum(self.counts.get(effect, 0) for effect in CHANGING)


@dataclass(frozen=True, kw_only=True)
class Choices:
    """Which services of the agency an annex may mean, and which national ones."""

    services: Sequence[Service]
    references: Sequence[ReferenceService]


def is_own(actor: Actor, run: ImportRun) -> bool:
    """The filter of this file: whether a run is the actor's own, in an agency where they still import."""
    return run.user_id == actor.user_id and is_permitted_in(actor, ACTION, run.agency_id)


def place(actor: Actor, agency_slug: str | None) -> Place:
    """Where the actor may import; raises Forbidden for who may nowhere, NotFound for a foreign or unknown agency."""
    agencies = reachable_agencies(actor, ACTION)
    agency = next((one for one in agencies if agency_slug in (None, one.slug)), None)
    if agency is None:
        raise NotFound("agency")
    units = current_session().scalars(select(Unit).where(Unit.agency_id == agency.id).order_by(Unit.path))
    allowed = (ACTION, "services.create")
    return Place(
        agency=agency,
        agencies=agencies,
        units=[unit for unit in units if all(is_permitted(actor, one, agency.id, unit.path) for one in allowed)],
    )


def begin(actor: Actor, place: Place, upload: Upload) -> ImportRun:
    """Keep a file and have it looked through; it takes the place of what the actor uploaded here and did not import."""
    session = current_session()
    take_turn(ImportRun)
    earlier = (ImportRun.user_id == actor.user_id, ImportRun.agency_id == place.agency.id)
    undone = delete(ImportRun).where(*earlier, ImportRun.state.in_(("checking", "checked")))
    close_given_up(session.scalars(undone.returning(ImportRun.id)).all())
    run = ImportRun(
        id=uuid7(),
        user_id=actor.user_id,
        agency_id=place.agency.id,
        unit_id=_unit_id(place, upload.unit_id),
        effective_from=upload.effective_from,
        file_name=upload.file_name,
        is_annex=upload.titles is not None,
        state="checking",
        expires_at=clock.now() + FILE_KEPT_FOR,
    )
    session.add(run)
    session.flush()
    session.add(ImportContent(run_id=run.id, content=upload.content))
    titles: Sequence[str | None] = upload.titles or [None] * len(upload.slugs)
    session.add_all(
        ImportItem(run_id=run.id, position=position, slug=slug, title=title)
        for position, (slug, title) in enumerate(zip(upload.slugs, titles, strict=True), start=1)
    )
    record(actor, "imports.upload", "import_run", run.id, agency_id=place.agency.id, services=len(upload.slugs))
    _call_worker(run)
    return run


def runs_of(actor: Actor, agency: Agency) -> Sequence[ImportRun]:
    """The actor's own runs for an agency, the newest first."""
    return (
        current_session()
        .scalars(
            select(ImportRun)
            .where(
                ImportRun.user_id == actor.user_id,
                ImportRun.agency_id == agency.id,
                ImportRun.expires_at > clock.now(),
            )
            .order_by(ImportRun.id.desc())
        )
        .all()
    )


def undecided(actor: Actor) -> Sequence[ImportRun]:
    """The actor's own runs that were looked through and wait for a word, the oldest first."""
    found = current_session().scalars(
        select(ImportRun)
        .where(ImportRun.user_id == actor.user_id, ImportRun.state == "checked", ImportRun.expires_at > clock.now())
        .order_by(ImportRun.id)
    )
    return [run for run in found if is_own(actor, run)]


def find_run(actor: Actor, run_id: UUID) -> ImportRun:
    """A run of the actor's own.

    Raises Forbidden for who imports nowhere, NotFound for a run that is over, somebody else's or unknown.
    """
    reachable_agencies(actor, ACTION)
    run = current_session().scalar(
        select(ImportRun)
        .where(ImportRun.id == run_id, ImportRun.expires_at > clock.now())
        .options(joinedload(ImportRun.agency), joinedload(ImportRun.unit))
    )
    if run is None or not is_own(actor, run):
        raise NotFound("import_run")
    return run


def open_run(actor: Actor, run_id: UUID, page: int = 1) -> RunView:
    """A run with a page of its services; raises as ``find_run``."""
    run, session = find_run(actor, run_id), current_session()
    of_run = ImportItem.run_id == run_id
    is_refused = (of_run, ImportItem.effect.is_(None))
    counted = session.execute(
        select(ImportItem.effect, func.count()).where(of_run, ~ImportItem.is_waiting).group_by(ImportItem.effect)
    )
    counts: dict[str | None, int] = {row[0]: row[1] for row in counted}
    total = session.scalar(select(func.count()).where(of_run)) or 0
    page, pages = page_within(page, total, ITEMS_PER_PAGE)
    ordered = select(ImportItem).where(of_run).order_by(ImportItem.effect.is_not(None), ImportItem.position)
    return RunView(
        run=run,
        counts=counts,
        waiting=total - sum(counts.values()),
        total=total,
        refused=session.scalars(
            select(ImportItem).where(*is_refused).order_by(ImportItem.position).limit(MOST_REFUSED_TOLD)
        ).all(),
        items=session.scalars(ordered.limit(ITEMS_PER_PAGE).offset((page - 1) * ITEMS_PER_PAGE)).all(),
        page=page,
        pages=pages,
    )


def find_item(actor: Actor, run_id: UUID, position: int) -> tuple[ImportRun, ImportItem]:
    """One service of a run; raises as ``find_run``."""
    run = find_run(actor, run_id)
    item = current_session().scalar(
        select(ImportItem).where(ImportItem.run_id == run_id, ImportItem.position == position)
    )
    if item is None:
        raise NotFound("import_item")
    return run, item


def choices(run: ImportRun) -> Choices:
    """Which service a table of an annex may mean."""
    session = current_session()
    services = session.scalars(select(Service).where(Service.agency_id == run.agency_id).order_by(Service.name))
    return Choices(
        services=services.all(),
        references=session.scalars(select(ReferenceService).order_by(ReferenceService.name)).all(),
    )


def change(actor: Actor, run_id: UUID, unit_id: int | None, effective_from: date | None) -> None:
    """Say otherwise what the file does not, and have all of it looked through again; Conflict unless it was."""
    run = _lock_checked(actor, run_id)
    run.unit_id = _unit_id(place(actor, run.agency.slug), unit_id)
    run.effective_from = effective_from
    current_session().execute(update(ImportItem).where(ImportItem.run_id == run_id).values(is_waiting=True))
    _look_again(run)


def mean_service(actor: Actor, run_id: UUID, position: int, service_slug: str) -> None:
    """Say that a table of an annex is about a service that the agency has.

    Raises NotFound for a service it has not, InvalidInput when another table is about it, Conflict unless checked.
    """
    run = _lock_checked(actor, run_id)
    if service_slug not in {one.slug for one in choices(run).services}:
        raise NotFound("service")
    item = _item_of_annex(run, position)
    if service_slug in _slugs_beside(item):
        raise InvalidInput({"service": "repeated_service"})
    item.slug, item.is_chosen, item.reference, item.is_waiting = service_slug, False, None, True
    _look_again(run)


def mean_new(actor: Actor, run_id: UUID, position: int, reference_slug: str | None) -> None:
    """Say that a table of an annex is about a new service: of this national one, or of none. As ``mean_service``."""
    run = _lock_checked(actor, run_id)
    known = choices(run)
    if reference_slug is not None and reference_slug not in {one.slug for one in known.references}:
        raise NotFound("reference")
    item = _item_of_annex(run, position)
    stem = reference_slug or slug_of(item.title or "", _LONGEST_SLUG) or f"tabel-{position}"
    taken = {one.slug for one in known.services} | _slugs_beside(item)
    item.slug, item.is_chosen, item.reference, item.is_waiting = _free(stem, taken), True, reference_slug, True
    _look_again(run)


def start(actor: Actor, run_id: UUID) -> None:
    """Have drafts made of what was found to change something; Conflict unless checked, or when nothing does."""
    run = _lock_checked(actor, run_id)
    changing = (ImportItem.run_id == run_id, ImportItem.effect.in_(CHANGING))
    count = current_session().scalar(select(func.count()).where(*changing)) or 0
    if not count:
        raise Conflict("nothing_to_import")
    current_session().execute(update(ImportItem).where(*changing).values(is_waiting=True))
    run.state = "importing"
    run.expires_at = clock.now() + RESULT_KEPT_FOR
    record(actor, "imports.start", "import_run", run.id, agency_id=run.agency_id, services=count)
    _call_worker(run)


def retry(actor: Actor, run_id: UUID) -> None:
    """Have the worker go on with a run that it gave up; Conflict when it did not."""
    run = _lock(actor, run_id)
    if not has_stopped(run):
        raise Conflict("import_runs")
    run.expires_at = clock.now() + (FILE_KEPT_FOR if run.state == "checking" else RESULT_KEPT_FOR)
    close_given_up([run_id])
    _call_worker(run)


def discard(actor: Actor, run_id: UUID) -> None:
    """Forget a run; Conflict while its drafts are being made."""
    run = _lock(actor, run_id)
    if run.state == "importing" and not has_stopped(run):
        raise Conflict("import_runs")
    close_given_up([run_id])
    current_session().delete(run)


def content_of_run(run: ImportRun) -> bytes | None:
    """The file, until its drafts were made."""
    return current_session().scalar(select(ImportContent.content).where(ImportContent.run_id == run.id))


def _lock(actor: Actor, run_id: UUID) -> ImportRun:
    lock_run(run_id)
    return find_run(actor, run_id)


def _lock_checked(actor: Actor, run_id: UUID) -> ImportRun:
    run = _lock(actor, run_id)
    if run.state != "checked":
        raise Conflict("import_runs")
    return run


def _look_again(run: ImportRun) -> None:
    run.state = "checking"
    run.expires_at = clock.now() + FILE_KEPT_FOR
    current_session().flush()
    _call_worker(run)


def _call_worker(run: ImportRun) -> None:
    post("import", f"{message_key_prefix(run.id)}{uuid7()}", {"run_id": str(run.id)})


def _unit_id(place: Place, unit_id: int | None) -> int | None:
    if unit_id is not None and unit_id not in {unit.id for unit in place.units}:
        raise NotFound("unit")
    return unit_id


def _item_of_annex(run: ImportRun, position: int) -> ImportItem:
    item = current_session().get(ImportItem, (run.id, position))
    if item is None or not run.is_annex:
        raise NotFound("import_item")
    return item


def _slugs_beside(item: ImportItem) -> set[str]:
    beside = select(ImportItem.slug).where(ImportItem.run_id == item.run_id, ImportItem.position != item.position)
    return set(current_session().scalars(beside))


def _free(stem: str, taken: set[str]) -> str:
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
