"""Standards as sheets of rows, and sheets of rows as standards: what workbooks and CSV files have in common.

A service named anywhere in a file is touched; of a touched service each sheet that is there replaces that kind of row,
and a sheet that is not there leaves it as it is. A cell that still shows what the newest version says leaves the value
exactly as it is, so an export imported again changes nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from typing import Any

from sipp.exchange.cells import Cell, Computed, is_blank, is_unchanged, longest_text, plain, read, written
from sipp.exchange.columns import SERVICES, SHEETS, VARIANTS, Sheet, find_sheet
from sipp.exchange.problems import Problem, ProblemCode
from sipp.exchange.shorthand import spread
from sipp.exchange.tables import RawRow, RawTable, column_letter
from sipp.operations.bulk import Place, WantedStandard
from sipp.rules.row_keys import with_kept_keys
from sipp.rules.standards import ROW_TYPES, Row, Standard, Variant
from sipp.rules.typed_input import TypedInputError, clean_text

#: The fields of the services' sheet that belong to the standard.
_OF_THE_STANDARD = ("effective_from", "effective_basis", "decree_number")
#: Far more than any component of one service; what follows compares rows with each other.
MOST_ROWS_OF_A_SERVICE = 500
_LONGEST_TEXTS = {"name": 200, "effective_basis": 2_000, "decree_number": 120, "code": 60, "label": 200}


@dataclass(frozen=True)
class ReadSheet:
    """A sheet that was recognised: which column stands where, and its rows by service."""

    sheet: Sheet
    title: str
    places: Mapping[str, int]
    rows: Mapping[str, Sequence[RawRow]]


@dataclass
class Reading:
    """What a file holds: the recognised sheets, what is wrong with its shape, and the services it names in order."""

    sheets: dict[str, ReadSheet] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    services: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class BuiltService:
    """One service as the file wants it, and what is wrong. ``wanted`` is None when something could not be read.

    ``places`` knows the sheet and row each row of the standard came from, by field of the standard and key;
    ``columns`` where the file has each field of a sheet.
    """

    service: str
    wanted: WantedStandard | None
    problems: tuple[Problem, ...]
    places: Mapping[tuple[str, str], tuple[str, int]]
    columns: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def letter(self, sheet_name: str, field_name: str | None) -> str | None:
        """The letter of the column that holds a field; None where the file has none."""
        position = self.columns.get(sheet_name, {}).get(field_name or "")
        return None if position is None else column_letter(position)


def rows_of_sheet(sheet: Sheet, place: Place) -> Iterator[list[str | int | None]]:
    """The rows of one sheet for every service of a place that has a base, in the order of the services."""
    for slug, service in place.services.items():
        base = place.bases.get(slug)
        if sheet.name == SERVICES:
            reference = service.reference.slug if service.reference else None
            told: dict[str, Any] = {
                "service": slug,
                "name": service.name,
                "unit": place.unit_of(service).slug,
                "reference": reference,
            }
            if base is not None:
                told |= {name: getattr(base.standard, name) for name in _OF_THE_STANDARD}
            yield [written(column, told.get(column.field)) for column in sheet.columns]
        elif base is not None:
            things: Iterable[Any] = (
                base.standard.variants if sheet.name == VARIANTS else getattr(base.standard, sheet.name)
            )
            for thing in things:
                yield [
                    slug if column.field == "service" else written(column, getattr(thing, column.field))
                    for column in sheet.columns
                ]


def read_tables(tables: Sequence[RawTable]) -> Reading:
    """Recognise the sheets of a file by their titles, or by their headers where one table stands alone."""
    reading = Reading()
    for table in tables:
        sheet = find_sheet(table.title) or (_sheet_by_header(table) if len(tables) == 1 else None)
        if sheet is None or table.header is None or sheet.name in reading.sheets:
            continue
        _read_table(reading, sheet, table, table.header)
    if not reading.sheets and not reading.problems:
        reading.problems.append(Problem(code="no_known_sheet"))
    named = {slug: None for read_sheet in reading.sheets.values() for slug in read_sheet.rows}
    reading.services = list(named)
    return reading


def build_services(reading: Reading, place: Place, slugs: Sequence[str], today: date) -> Iterator[BuiltService]:
    """Each of the services named as the file wants it, from its newest version in the place."""
    for slug in slugs:
        yield _Builder(reading, place, slug, today).build()


def _read_table(reading: Reading, sheet: Sheet, table: RawTable, header: RawRow) -> None:
    places: dict[str, int] = {}
    is_sound = True
    for position, cell in enumerate(header.cells):
        if is_blank(cell):
            continue
        column = sheet.column(plain(cell))
        if column is not None and column.field not in places:
            places[column.field] = position
            continue
        is_sound = False
        code: ProblemCode = "unknown_column" if column is None else "repeated_column"
        letter = column_letter(position)
        reading.problems.append(
            Problem(code=code, sheet=table.title, row=header.number, column=letter, detail=plain(cell)[:60])
        )
    if "service" not in places:
        is_sound = False
        reading.problems.append(
            Problem(code="missing_column", sheet=table.title, row=header.number, detail=sheet.columns[0].header)
        )
    if table.has_more:
        is_sound = False
        reading.problems.append(Problem(code="too_many_rows", sheet=table.title))
    if not is_sound:
        return
    rows: dict[str, list[RawRow]] = {}
    for row in table.rows:
        slug = clean_text(plain(row.cell(places["service"])), 200)
        if not slug or isinstance(row.cell(places["service"]), Computed):
            letter = column_letter(places["service"])
            reading.problems.append(Problem(code="service_missing", sheet=table.title, row=row.number, column=letter))
            continue
        rows.setdefault(slug, []).append(row)
    reading.sheets[sheet.name] = ReadSheet(sheet, table.title, places, rows)


def _sheet_by_header(table: RawTable) -> Sheet | None:
    """The sheet that knows every header of a table; only where it is the only one."""
    if table.header is None:
        return None
    headers = [plain(cell) for cell in table.header.cells if not is_blank(cell)]
    fitting = [sheet for sheet in SHEETS if headers and all(sheet.column(header) for header in headers)]
    return fitting[0] if len(fitting) == 1 else None


class _Builder:
    """Reads what a file says of one service."""

    def __init__(self, reading: Reading, place: Place, slug: str, today: date) -> None:
        self._reading, self._place, self._slug = reading, place, slug
        base = place.bases.get(slug)
        self._base: Standard = base.standard if base else Standard(effective_from=today)
        self._problems: list[Problem] = []
        self._row_places: dict[tuple[str, str], tuple[str, int]] = {}

    def build(self) -> BuiltService:
        told = self._told_of_service()
        content: dict[str, Any] = {name: told[name] for name in _OF_THE_STANDARD}
        content["variants"] = self._variants()
        for name in ROW_TYPES:
            content[name] = self._rows(name)
        wanted = None
        if not any(problem.level == "error" for problem in self._problems):
            wanted = WantedStandard(
                service=self._slug,
                standard=Standard(**content),
                name=told["name"],
                unit=told["unit"],
                reference=told["reference"],
            )
            self._note_dates(content["effective_from"], wanted.standard)
        columns = {name: read_sheet.places for name, read_sheet in self._reading.sheets.items()}
        return BuiltService(self._slug, wanted, tuple(self._problems), self._row_places, columns)

    def _told_of_service(self) -> dict[str, Any]:
        service = self._place.services.get(self._slug)
        known: dict[str, Any] = {name: getattr(self._base, name) for name in _OF_THE_STANDARD}
        known |= {"name": None, "unit": None, "reference": None}
        if service is not None:
            reference = service.reference.slug if service.reference else None
            known |= {"name": service.name, "unit": self._place.unit_of(service).slug, "reference": reference}
        read_sheet, rows = self._raw_rows(SERVICES)
        if read_sheet is None or not rows:
            return known
        for row in rows[1:]:
            self._problem(read_sheet, row, "service", "repeated_service")
        self._row_places[SERVICES, self._slug] = (read_sheet.title, rows[0].number)
        cells = _cells(read_sheet, rows[0])
        told = {
            name: self._value(read_sheet, rows[0], cells, name, earlier, None if name != "effective_from" else earlier)
            for name, earlier in known.items()
            if name in cells
        }
        for name in ("name", "unit", "reference"):
            if service is not None and told.get(name) not in (None, known[name]):
                self._problem(read_sheet, rows[0], name, "service_not_changed", level="note")
            if service is not None:
                told[name] = known[name]
        return known | told

    def _variants(self) -> tuple[Variant, ...]:
        read_sheet, rows = self._raw_rows(VARIANTS)
        if read_sheet is None:
            return self._base.variants
        earlier = {variant.code: variant for variant in self._base.variants}
        found: dict[str, Variant] = {}
        for position, raw in enumerate(rows):
            cells = _cells(read_sheet, raw)
            variant = _shown_before(read_sheet.sheet, cells, self._base.variants, position)
            old = variant or earlier.get(plain(cells.get("code")).strip())
            code = self._value(read_sheet, raw, cells, "code", old.code if old else MISSING, None)
            label = self._value(read_sheet, raw, cells, "label", old.label if old else MISSING, code)
            if code is None:
                self._problem(read_sheet, raw, "code", "missing_value")
            elif code in found:
                self._problem(read_sheet, raw, "code", "repeated_key", detail=code)
            else:
                found[code] = variant or Variant(code=code, label=label)
                self._row_places[VARIANTS, code] = (read_sheet.title, raw.number)
        return tuple(found.values())

    def _rows(self, name: str) -> tuple[Row, ...]:
        read_sheet, raw_rows = self._raw_rows(name)
        earlier: tuple[Row, ...] = getattr(self._base, name)
        if read_sheet is None:
            return earlier
        if len(raw_rows) > MOST_ROWS_OF_A_SERVICE:
            self._problem(read_sheet, raw_rows[0], "service", "too_many_rows")
            return earlier
        by_key = {row.row_key: row for row in earlier}
        found: list[Row] = []
        numbers: list[int] = []
        for position, raw in enumerate(raw_rows):
            cells = _cells(read_sheet, raw)
            row = _shown_before(read_sheet.sheet, cells, earlier, position)
            if row is None or row in found:
                row = self._row(read_sheet, raw, cells, by_key.get(plain(cells.get("row_key"))))
            if row is None:
                continue
            if row.row_key and any(row.row_key == other.row_key for other in found):
                self._problem(read_sheet, raw, "row_key", "repeated_key", detail=row.row_key)
                continue
            found.append(row)
            numbers.append(raw.number)
        kept = with_kept_keys(found, earlier)
        for row, number in zip(kept, numbers, strict=True):
            self._row_places[name, row.row_key] = (read_sheet.title, number)
        return kept

    def _row(self, read_sheet: ReadSheet, raw: RawRow, shown: Mapping[str, Cell], old: Row | None) -> Row | None:
        """The row a line describes, from the earlier row it continues; None when something could not be read."""
        row_type = ROW_TYPES[read_sheet.sheet.name]
        before = len(self._problems)
        cells = shown
        try:
            cells = spread(read_sheet.sheet.name, shown)
        except TypedInputError as error:
            name = "maximum" if "maximum" in shown else "amount_idr"
            self._problem(read_sheet, raw, name, error.code, detail=plain(shown[name])[:60])
            cells = {one: cell for one, cell in shown.items() if one != name}
        values: dict[str, Any] = {}
        for name, default in _defaults(row_type).items():
            earlier = getattr(old, name) if old is not None else MISSING
            if name in cells:
                values[name] = self._value(read_sheet, raw, cells, name, earlier, default)
            else:
                values[name] = default if earlier is MISSING else earlier
            # What the unreadable cell would have filled in is not asked for as well.
            if values[name] is MISSING and len(cells) >= len(shown):
                self._problem(read_sheet, raw, name, "missing_value")
        return row_type(**values) if len(self._problems) == before else None

    def _value(
        self, read_sheet: ReadSheet, raw: RawRow, cells: Mapping[str, Cell], name: str, earlier: Any, default: Any
    ) -> Any:
        """A cell's value: the earlier one while the cell still shows it, the default for nothing, else what is read."""
        column = read_sheet.sheet.column_of(name)
        cell = cells.get(name)
        if earlier is not MISSING and is_unchanged(column, cell, earlier):
            return earlier
        if is_blank(cell):
            return default
        longest = longest_text(read_sheet.sheet.name, name) if read_sheet.sheet.row_type else _LONGEST_TEXTS.get(name)
        try:
            return read(column, cell, longest)
        except TypedInputError as error:
            self._problem(read_sheet, raw, name, error.code, detail=plain(cell)[:60])
            return default if default is not MISSING else None

    def _note_dates(self, effective_from: date, standard: Standard) -> None:
        base = self._place.bases.get(self._slug)
        if base is None or base.version.state != "published" or standard == base.standard:
            return
        if effective_from == base.standard.effective_from:
            self._problems.append(
                Problem(code="same_effective_date", level="note", service=self._slug, detail=effective_from.isoformat())
            )

    def _raw_rows(self, name: str) -> tuple[ReadSheet | None, Sequence[RawRow]]:
        read_sheet = self._reading.sheets.get(name)
        return read_sheet, read_sheet.rows.get(self._slug, ()) if read_sheet else ()

    def _problem(self, read_sheet: ReadSheet, raw: RawRow, name: str, code: Any, **more: Any) -> None:
        position = read_sheet.places.get(name)
        self._problems.append(
            Problem(
                code=code,
                sheet=read_sheet.title,
                row=raw.number,
                column=column_letter(position) if position is not None else None,
                service=self._slug,
                **more,
            )
        )


def _cells(read_sheet: ReadSheet, raw: RawRow) -> dict[str, Cell]:
    """The cells of a line by field, of the columns that the file has."""
    return {name: raw.cell(position) for name, position in read_sheet.places.items() if name != "service"}


def _shown_before(sheet: Sheet, cells: Mapping[str, Cell], earlier: Sequence[Any], position: int) -> Any:
    """The earlier row that every cell of a line still shows: the one in the same place, else the one with its key."""
    key = plain(cells.get("row_key", cells.get("code")))
    same_key = [row for row in earlier if getattr(row, "row_key", getattr(row, "code", None)) == key]
    for row in (*earlier[position : position + 1], *same_key):
        if all(is_unchanged(sheet.column_of(name), cell, getattr(row, name)) for name, cell in cells.items()):
            return row
    return None


def _defaults(row_type: type[Row]) -> dict[str, Any]:
    """What each field is when its cell is empty; MISSING where it must not be. A row without a key gets one later."""
    return {one.name: "" if one.name == "row_key" else one.default for one in fields(row_type)}
