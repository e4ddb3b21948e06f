"""The services of a decree's annex as drafts: which known service each is, and its content with every original text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sipp.exchange.annexes import Annex, AnnexService
from sipp.exchange.drafting import Drafted, Typed, draft
from sipp.exchange.matching import Match, best_match
from sipp.exchange.problems import Problem
from sipp.exchange.spreadsheets import BuiltService
from sipp.operations.bulk import Original, Place, WantedStandard, model_standards
from sipp.rules.row_keys import slug
from sipp.rules.standards import COMPONENT_FIELDS, ROW_TYPES, Row, Standard, TextComponent, Variant

#: From here on a proposed reference is taken without asking; below it is only named.
CERTAIN_LIKENESS = 0.85
_LONGEST_SLUG = 80


def services_of_annex(annex: Annex, place: Place) -> dict[str, AnnexService]:
    """Each service of an annex under its slug: of the agency's service it means, of its reference, or of its title."""
    found: dict[str, AnnexService] = {}
    for number, service in enumerate(annex.services, start=1):
        known = _known_service(service.title, place)
        reference = _reference(service.title, place)
        proposed = reference.slug if reference is not None and _is_certain(reference) else None
        name = known or proposed or slug(service.title, _LONGEST_SLUG)
        key = name or f"tabel-{service.table}"
        while key in found:
            key = f"{key}-{number}"
        found[key] = service
    return found


def build_annex_services(
    services: Mapping[str, AnnexService],
    place: Place,
    *,
    decree_number: str | None,
    file_name: str,
    today: date,
    effective_from: date | None,
    chosen: Mapping[str, str | None],
) -> Iterator[BuiltService]:
    """Each service as the annex describes it, going on from its newest version or with its national model's keys.

    ``chosen`` names the national service of a new one (None: none) where somebody said it.
    """
    proposed = {
        key: _reference(one.title, place)
        for key, one in services.items()
        if key not in place.services and key not in chosen
    }
    proposed |= {key: Match(slug, 1) for key, slug in chosen.items() if key in services and slug in place.references}
    certain = [place.references[match.slug] for match in proposed.values() if match is not None and _is_certain(match)]
    known = [place.services[key].reference for key in services if key in place.services and key not in place.bases]
    models = model_standards([*certain, *(reference for reference in known if reference is not None)])
    source = _Source(decree_number, file_name, today, effective_from, frozenset(chosen))
    for key, service in services.items():
        yield _Builder(source, place, key, service, proposed.get(key), models).build()


@dataclass(frozen=True)
class _Source:
    """What holds for every service of a file."""

    decree_number: str | None
    file_name: str
    today: date
    effective_from: date | None
    chosen: frozenset[str]


class _Builder:
    """Makes one service's draft."""

    def __init__(
        self,
        source: _Source,
        place: Place,
        key: str,
        service: AnnexService,
        proposed: Match | None,
        models: Mapping[str, Standard],
    ) -> None:
        self._source, self._place, self._key, self._service = source, place, key, service
        self._proposed, self._models = proposed, models
        self._problems: list[Problem] = []

    def build(self) -> BuiltService:
        base = self._place.bases.get(self._key)
        reference = self._reference_slug()
        earlier = base.standard if base else self._models.get(reference or "")
        drafted = draft(self._service, earlier)
        for typed in drafted.lines:
            self._tell(typed)
        for table, row, text in self._service.unread:
            self._note("component_unknown", table, row, text[:60])
        if not self._service.title:
            self._note("no_title", self._service.table, None, None, level="error")
        standard = self._standard(drafted, base.standard if base else None)
        wanted = WantedStandard(
            service=self._key,
            standard=standard,
            name=self._name(),
            reference=reference,
            originals=tuple(self._originals(drafted)),
        )
        places = {
            (COMPONENT_FIELDS[typed.component], typed.row.row_key): (f"tabel {typed.part.table}", typed.part.row)
            for typed in drafted.lines
            if typed.row is not None
        }
        is_refused = any(problem.level == "error" for problem in self._problems)
        return BuiltService(self._key, None if is_refused else wanted, tuple(self._problems), places)

    def _standard(self, drafted: Drafted, base: Standard | None) -> Standard:
        old = base or Standard(effective_from=self._source.today)
        content: dict[str, Any] = {}
        named = {part.component for part in self._service.parts}
        for name in ROW_TYPES:
            fields = [component for component, one in COMPONENT_FIELDS.items() if one == name]
            kept = [row for row in getattr(old, name) if _component_of(row, fields[0]) not in named]
            content[name] = (*drafted.rows[name], *kept) if named & set(fields) else getattr(old, name)
        content["variants"] = _with_used(drafted.variants, old.variants, content)
        decree = self._source.decree_number or old.decree_number
        basis = f"Keputusan nomor {self._source.decree_number}" if self._source.decree_number else old.effective_basis
        return Standard(
            effective_from=self._effective_day(old, base), effective_basis=basis, decree_number=decree, **content
        )

    def _effective_day(self, old: Standard, base: Standard | None) -> date:
        if self._source.effective_from is not None:
            return self._source.effective_from
        stored = self._place.bases.get(self._key)
        if base is not None and stored is not None and stored.version.state != "published":
            return old.effective_from
        self._note("no_effective_date", self._service.table, None, self._source.today.isoformat())
        return self._source.today

    def _reference_slug(self) -> str | None:
        service = self._place.services.get(self._key)
        if service is not None:
            return service.reference.slug if service.reference else None
        match = self._proposed
        if self._key in self._source.chosen:
            return match.slug if match is not None else None
        if match is None:
            self._note("reference_not_found", self._service.table, None, self._service.title[:60])
            return None
        self._note("reference_proposed", self._service.table, None, f"{match.slug} ({match.likeness:.0%})")
        return match.slug if _is_certain(match) else None

    def _name(self) -> str:
        service = self._place.services.get(self._key)
        return service.name if service else self._service.title

    def _originals(self, drafted: Drafted) -> Iterator[Original]:
        for typed in drafted.lines:
            yield Original(
                text=typed.item.original,
                place=self._where(typed.part.table, typed.part.row),
                component=typed.component,
                row_key=typed.row.row_key if typed.row else None,
                code=typed.code,
            )
        for table, row, text in self._service.unread:
            yield Original(text=text, place=self._where(table, row), code="component_unknown")

    def _where(self, table: int, row: int) -> str:
        return f"{self._source.file_name}, tabel {table}, baris {row}"

    def _tell(self, typed: Typed) -> None:
        if typed.row is None:
            self._note("not_typed", typed.part.table, typed.part.row, typed.item.original[:60])
        elif typed.code is not None:
            self._note(typed.code, typed.part.table, typed.part.row, typed.item.original[:60])

    def _note(self, code: Any, table: int, row: int | None, detail: str | None, level: Any = "note") -> None:
        self._problems.append(
            Problem(code=code, level=level, sheet=f"tabel {table}", row=row, service=self._key, detail=detail)
        )


def _known_service(title: str, place: Place) -> str | None:
    official, spoken = [], []
    for key, service in place.services.items():
        official += [(key, name) for name in (service.name, *service.aliases)]
        if service.reference is not None:
            official += [(key, name) for name in _official_names(service.reference)]
            spoken += [(key, words) for words in service.reference.search_words]
    match = _meant(title, official, spoken)
    return match.slug if match is not None and _is_certain(match) else None


def _reference(title: str, place: Place) -> Match | None:
    kinds = place.agency.kind
    fitting = [one for one in place.references.values() if not one.agency_kinds or kinds in one.agency_kinds]
    official = [(one.slug, name) for one in fitting for name in _official_names(one)]
    return _meant(title, official, [(one.slug, words) for one in fitting for words in one.search_words])


def _meant(title: str, official: list[tuple[str, str]], spoken: list[tuple[str, str]]) -> Match | None:
    """A decree writes official names; how citizens say it ("pembaruan kk") counts where these are not certain."""
    named = best_match(title, official)
    return named if named is not None and _is_certain(named) else best_match(title, [*official, *spoken])


def _official_names(reference: Any) -> list[str]:
    return [reference.name, *reference.aliases, *reference.former_names]


def _is_certain(match: Match) -> bool:
    return match.likeness >= CERTAIN_LIKENESS


def _component_of(row: Row, component: Any) -> Any:
    return row.component if isinstance(row, TextComponent) else component


def _with_used(
    variants: Sequence[Variant], earlier: Sequence[Variant], content: Mapping[str, Sequence[Row]]
) -> tuple[Variant, ...]:
    """The variants read, and the earlier ones that rows still name."""
    used = {row.variant for rows in content.values() for row in rows}
    codes = {variant.code for variant in variants}
    return (*variants, *(one for one in earlier if one.code in used and one.code not in codes))
