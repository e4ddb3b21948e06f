"""Workbooks as clerks fill them in, and what the importer makes of them."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl

from sipp.exchange.columns import SHEETS, Sheet
from sipp.exchange.importing import ImportFile, Options, ServicePlan, carry_out, open_file, plan, prepare
from sipp.exchange.problems import Problem
from sipp.rules.permissions import SYSTEM, Actor

AGENCY = "kota-contoh"


def sheet_named(name: str) -> Sheet:
    """The sheet of a field of a standard, of ``services`` or of ``variants``."""
    return next(sheet for sheet in SHEETS if sheet.name == name)


def a_workbook(sheets: Mapping[str, Sequence[Mapping[str, Any]]]) -> bytes:
    """A workbook with the sheets named (by field of a standard), each row a mapping from field to cell."""
    file = io.BytesIO()
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = sheet_named(name)
        page = workbook.create_sheet(sheet.title)
        page.append([column.header for column in sheet.columns])
        for row in rows:
            page.append([row.get(column.field) for column in sheet.columns])
    workbook.save(file)
    return file.getvalue()


def opened(sheets: Mapping[str, Sequence[Mapping[str, Any]]]) -> ImportFile:
    """The same, read."""
    return open_file("standar.xlsx", a_workbook(sheets))


def planned(
    file: ImportFile, actor: Actor = SYSTEM, agency: str = AGENCY, options: Options | None = None
) -> dict[str, ServicePlan]:
    """What importing a file would do, by service."""
    wanted = prepare(actor, agency, file, options)
    return {one.service: one for one in plan(wanted, wanted.services)}


def imported(
    file: ImportFile, actor: Actor = SYSTEM, agency: str = AGENCY, options: Options | None = None
) -> dict[str, ServicePlan]:
    """What importing a file did, by service; call inside a unit of work."""
    wanted = prepare(actor, agency, file, options)
    return {one.service: one for one in carry_out(wanted, wanted.services)}


def told(problems: Sequence[Problem], *levels: str) -> list[tuple[str, str]]:
    """Code and place of each problem, of all levels unless some are named."""
    return [
        (problem.flaw.code if problem.flaw else problem.code, problem.place)
        for problem in problems
        if not levels or problem.level in levels
    ]
