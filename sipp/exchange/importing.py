"""A file from outside becomes drafts: read whole, looked at as a dry run, and carried out service by service.

Whatever the file's name says, its content decides how it is read: a workbook, a Word file, a CSV file or a ZIP of
several, or a table pasted as text. Doors call ``open_file`` and ``prepare`` once, then ``plan`` (which changes nothing)
or ``carry_out`` for some of the services at a time; what was interrupted goes on with ``resume``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePath
from typing import Any

from sipp import clock
from sipp.exchange.annexes import Annex, AnnexService, read_annex
from sipp.exchange.archives import is_old_office_file, kind_of, looks_like_archive
from sipp.exchange.blocks import pasted_blocks
from sipp.exchange.columns import SERVICES
from sipp.exchange.csv_files import decoded, read_csv, read_csv_archive
from sipp.exchange.problems import Problem
from sipp.exchange.spreadsheets import BuiltService, Reading, build_services, read_tables
from sipp.exchange.tables import RawTable
from sipp.exchange.word_files import read_document
from sipp.exchange.word_tables import build_annex_services, services_of_annex
from sipp.exchange.workbooks import read_workbook
from sipp.i18n import DEFAULT_LANGUAGE, in_language
from sipp.models.standards import StandardVersion
from sipp.operations.bulk import (
    Effect,
    Place,
    WantedStandard,
    apply,
    effect_of,
    lock_all,
    open_place,
    refusals,
    tell_search,
)
from sipp.operations.import_work import Work
from sipp.operations.standard_checks import check_content, surroundings_by_reference
from sipp.rules.errors import InvalidInput, UnsupportedFile
from sipp.rules.flaws import Flaw
from sipp.rules.permissions import Actor
from sipp.rules.standard_checks import Surroundings
from sipp.rules.standards import COMPONENT_FIELDS

_ANNEX_SUFFIXES = (".txt", ".tsv")


@dataclass(frozen=True)
class ImportFile:
    """What was read from a file, before anything is known of the agency it is for."""

    name: str
    reading: Reading | None = None
    annex: Annex | None = None

    @property
    def problems(self) -> Sequence[Problem]:
        """What is wrong with the file as a whole."""
        if self.reading is not None:
            return self.reading.problems
        if self.annex is not None and not self.annex.services:
            return [Problem(code="no_tables")]
        return []


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a file may not say itself: the unit that offers new services, and when Word's standards take effect."""

    unit: str | None = None
    effective_from: date | None = None


@dataclass(frozen=True, kw_only=True)
class Import:
    """A file for one agency in somebody's name. ``services`` are the addresses of all it holds, in its order.

    They are found once: what one batch makes must not change what the next one is taken for. ``chosen`` are those of an
    annex of which somebody said which national service they are (None: none), instead of the proposal.
    """

    actor: Actor
    agency: str
    file: ImportFile
    options: Options
    services: tuple[str, ...]
    annex_services: Mapping[str, AnnexService] = field(default_factory=dict)
    chosen: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ServicePlan:
    """What an import does for one service. ``effect`` is None when it is refused; ``score`` is the completeness.

    ``version_id`` is the draft, once it was made.
    """

    service: str
    name: str
    effect: Effect | None
    score: int | None = None
    problems: tuple[Problem, ...] = field(default_factory=tuple)
    version_id: int | None = None


def open_file(name: str, content: bytes) -> ImportFile:
    """Read a file by its content; raises TooLarge or UnsupportedFile with the reason as code."""
    with in_language(DEFAULT_LANGUAGE):
        if is_old_office_file(content):
            raise UnsupportedFile("old_office_file")
        if looks_like_archive(content):
            kind = kind_of(content)
            if kind == "workbook":
                return ImportFile(name, reading=read_tables(read_workbook(content)))
            if kind == "tables":
                return ImportFile(name, reading=read_tables(read_csv_archive(content)))
            return ImportFile(name, annex=read_annex(read_document(content)))
        if content.startswith(b"%PDF"):
            raise UnsupportedFile("unknown_file")
        if PurePath(name).suffix.lower() in _ANNEX_SUFFIXES:
            return ImportFile(name, annex=read_annex(pasted_blocks(decoded(content))))
        return ImportFile(name, reading=read_tables([read_csv(content, PurePath(name).stem)]))


def open_csv_files(files: Mapping[str, bytes]) -> ImportFile:
    """Read several CSV files, by name, as the sheets of one workbook."""
    with in_language(DEFAULT_LANGUAGE):
        tables: list[RawTable] = [read_csv(content, PurePath(name).stem) for name, content in files.items()]
        return ImportFile(", ".join(files), reading=read_tables(tables))


def prepare(actor: Actor, agency_slug: str, file: ImportFile, options: Options | None = None) -> Import:
    """Find which of an agency's services a file is about; raises as ``open_place`` does."""
    place = open_place(actor, agency_slug, ())
    named = services_of_annex(file.annex, place) if file.annex is not None else {}
    services = tuple(named) if file.reading is None else tuple(file.reading.services)
    return _import_of(actor, agency_slug, file, options or Options(), services)


def resume(work: Work) -> Import:
    """An import that somebody began: its file read again, its services as they were found then."""
    options = Options(unit=work.unit, effective_from=work.effective_from)
    file = open_file(work.file_name, work.content)
    return replace(_import_of(work.actor, work.agency, file, options, work.slugs), chosen=work.chosen)


def wanted_of(wanted: Import, service: str) -> WantedStandard | None:
    """What the file wants of one service, with its original texts; None when it cannot be read."""
    with in_language(DEFAULT_LANGUAGE):
        place = open_place(wanted.actor, wanted.agency, [service])
        return next(_build(wanted, place, [service])).wanted


def plan(wanted: Import, services: Sequence[str]) -> list[ServicePlan]:
    """What importing some of the services would do; changes nothing."""
    return [planned for planned, _, _ in _plans(wanted, services)]


def carry_out(wanted: Import, services: Sequence[str]) -> list[ServicePlan]:
    """Import some of the services; those with errors are left out, and say so.

    Raises InvalidInput when the file as a whole has errors: a sheet that was not understood is no reason to think that
    its component stays as it is.
    """
    if wanted.file.problems:
        raise InvalidInput({"file": wanted.file.problems[0].code})
    done: list[ServicePlan] = []
    created: list[StandardVersion] = []
    plans = _plans(wanted, services)
    if plans:
        lock_all(plans[0][2], [built.wanted for one, built, _ in plans if one.effect is not None and built.wanted])
    for service_plan, built, place in plans:
        version = None
        if service_plan.effect is not None and built.wanted is not None:
            version = apply(wanted.actor, place, built.wanted)
        if version is not None and service_plan.effect == "new_service":
            created.append(version)
        done.append(replace(service_plan, version_id=version.id if version else None))
    tell_search(created)
    return done


def _import_of(actor: Actor, agency_slug: str, file: ImportFile, options: Options, services: Sequence[str]) -> Import:
    return Import(
        actor=actor,
        agency=agency_slug,
        file=file,
        options=options,
        services=tuple(services),
        annex_services=dict(zip(services, file.annex.services, strict=True)) if file.annex is not None else {},
    )


def _plans(wanted: Import, services: Sequence[str]) -> list[tuple[ServicePlan, BuiltService, Place]]:
    with in_language(DEFAULT_LANGUAGE):
        place = open_place(wanted.actor, wanted.agency, services)
        built_services = [_with_unit(built, wanted.options) for built in _build(wanted, place, services)]
        surroundings = _surroundings(place, built_services)
        return [(_plan_of(wanted.actor, place, built, surroundings), built, place) for built in built_services]


def _build(wanted: Import, place: Place, services: Sequence[str]) -> Iterator[BuiltService]:
    today = clock.today(place.agency.time_zone)
    if wanted.file.reading is not None:
        return build_services(wanted.file.reading, place, services, today)
    return build_annex_services(
        {key: wanted.annex_services[key] for key in services},
        place,
        decree_number=wanted.file.annex.decree_number if wanted.file.annex else None,
        file_name=wanted.file.name,
        today=today,
        effective_from=wanted.options.effective_from,
        chosen=wanted.chosen,
    )


def _with_unit(built: BuiltService, options: Options) -> BuiltService:
    if built.wanted is None or built.wanted.unit is not None or options.unit is None:
        return built
    return replace(built, wanted=replace(built.wanted, unit=options.unit))


def _surroundings(place: Place, built_services: Sequence[BuiltService]) -> dict[str, Surroundings]:
    ids = {built.service: _reference_id(place, built) for built in built_services}
    known = surroundings_by_reference(list(ids.values()))
    return {service: known[reference_id] for service, reference_id in ids.items()}


def _reference_id(place: Place, built: BuiltService) -> int | None:
    service = place.services.get(built.service)
    if service is not None:
        return service.reference_id
    reference = place.references.get((built.wanted.reference if built.wanted else None) or "")
    return reference.id if reference else None


def _plan_of(actor: Actor, place: Place, built: BuiltService, surroundings: Mapping[str, Surroundings]) -> ServicePlan:
    service = place.services.get(built.service)
    name = service.name if service else (built.wanted.name if built.wanted else None) or built.service
    if built.wanted is None:
        return ServicePlan(service=built.service, name=name, effect=None, problems=built.problems)
    problems = list(built.problems)
    refused = refusals(actor, place, built.wanted)
    for field_name, code in refused.items():
        problems.append(_refusal(built, field_name, code))
    checked = check_content(built.wanted.standard, surroundings[built.service])
    problems += _flaw_problems(built, checked.flaws)
    is_refused = any(problem.level == "error" for problem in problems)
    return ServicePlan(
        service=built.service,
        name=name,
        effect=None if is_refused else effect_of(place, built.wanted),
        score=checked.completeness.score,
        problems=tuple(problems),
    )


def _refusal(built: BuiltService, field_name: str, code: Any) -> Problem:
    sheet, row = built.places.get((SERVICES, built.service), (None, None))
    letter = built.letter(SERVICES, field_name)
    detail = built.wanted.standard.decree_number if built.wanted and field_name == "decree_number" else field_name
    return Problem(code=code, sheet=sheet, row=row, column=letter, service=built.service, detail=detail)


def _flaw_problems(built: BuiltService, flaws: Sequence[Flaw]) -> Iterator[Problem]:
    """The linter's errors, and its advice on rows, at the place in the file the row came from."""
    for flaw in flaws:
        if flaw.severity == "advice" and flaw.row_key is None:
            continue
        name = COMPONENT_FIELDS[flaw.component] if flaw.component else ""
        sheet, row = built.places.get((name, flaw.row_key or ""), (None, None))
        if flaw.severity == "advice" and sheet is None:
            continue
        yield Problem(
            code="flaw",
            level="publishing" if flaw.severity == "error" else "note",
            sheet=sheet,
            row=row,
            column=built.letter(name, flaw.field),
            service=built.service,
            detail=flaw.code,
            flaw=flaw,
        )
