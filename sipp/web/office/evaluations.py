"""Evaluations of a year: taken with a button or by the schedule, read as a file; their figures never change."""

from zoneinfo import ZoneInfo

from flask import Response, flash, make_response, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from sipp.clock import NATIONAL_ZONE
from sipp.db import unit_of_work
from sipp.exchange.csv_files import write_csv
from sipp.i18n import datetime_words, number
from sipp.models.oversight import Evaluation, EvaluationFigure
from sipp.operations import evaluations as operations
from sipp.operations.evaluations import Taken
from sipp.rules.permissions import is_permitted
from sipp.web.office.entrance import current_actor, office_pages, page
from sipp.words.codes import AGENCY_KINDS

evaluations = office_pages("evaluations", __name__, "/kelola/pengawasan/evaluasi")


@evaluations.get("")
def overview() -> Response:
    """The evaluations there are."""
    actor = current_actor()
    return page(
        "office/evaluations.html",
        rows=[_cells(one) for one in operations.evaluations(actor)],
        may_take=is_permitted(actor, operations.EVALUATE),
    )


@evaluations.post("")
def take() -> BaseResponse:
    """Store the figures as they are now."""
    with unit_of_work():
        operations.take(current_actor())
    flash("evaluation_taken")
    return redirect(url_for(".overview"), 303)


@evaluations.get("/<int:evaluation_id>/unduh")
def download(evaluation_id: int) -> Response:
    """The agencies of one evaluation as a CSV file."""
    evaluation, lines = operations.figures_of(current_actor(), evaluation_id)
    response = make_response(write_csv(_header(evaluation), [_line(evaluation, one) for one in lines]))
    response.content_type = "text/csv; charset=utf-8"
    day = evaluation.taken_at.astimezone(ZoneInfo(NATIONAL_ZONE)).date().isoformat()
    response.headers["Content-Disposition"] = f'attachment; filename="evaluasi-{day}-{evaluation.id}.csv"'
    return response


def _cells(one: Taken) -> list[object]:
    """A row of the table."""
    taken = one.evaluation
    if taken.scheduled_year is not None:
        name, note = _("Evaluasi tahun %(year)s", year=taken.scheduled_year), _("diambil oleh jadwal akhir tahun")
    else:
        name, note = _("Evaluasi di luar jadwal"), taken.user.name if taken.user else None
    return [
        {"text": datetime_words(taken.taken_at, NATIONAL_ZONE), "note": f"{name}, {note}" if note else name},
        number(one.agencies),
        number(one.services),
        number(one.in_force),
        f"{taken.rule_version}.{taken.score_rule_version}",
        {"text": _("Unduh sebagai CSV"), "url": url_for(".download", evaluation_id=taken.id)},
    ]


def _header(evaluation: Evaluation) -> list[str]:
    return [
        _("Instansi"),
        _("Jenis"),
        _("Kode wilayah"),
        _("Layanan"),
        _("Standar berlaku"),
        _("Belum punya standar"),
        _("Terlambat ditinjau ulang"),
        _("Kelengkapan di bawah %(score)s", score=evaluation.lowest_score),
        _("Kelengkapan rata-rata"),
        _("Dinyatakan masih benar dalam setahun terakhir"),
        _("Konsultasi publik dalam setahun terakhir"),
        _("Satuan kerja yang melayani warga"),
        _("Satuan kerja dengan alamat"),
        _("Satuan kerja dengan maklumat"),
        _("Sudah bergabung"),
        _("Pejabat penghubung"),
        _("Diambil pada"),
        _("Versi aturan"),
    ]


def _line(evaluation: Evaluation, one: EvaluationFigure) -> list[str | int | None]:
    mean = f"{one.score_sum / one.in_force:.1f}" if one.in_force else None
    return [
        one.agency_name,
        str(AGENCY_KINDS[one.agency_kind]),
        one.region_code,
        one.services,
        one.in_force,
        one.services - one.in_force,
        one.late_reviews,
        one.low_scores,
        mean,
        one.verified,
        one.consulted,
        one.units,
        one.units_with_address,
        one.units_with_pledge,
        _("ya") if one.is_receiving else _("tidak"),
        one.liaisons,
        evaluation.taken_at.isoformat(timespec="seconds"),
        f"{evaluation.rule_version}.{evaluation.score_rule_version}",
    ]
