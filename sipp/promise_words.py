"""Fees, times and products of a standard in the words of the interface, from their typed rows."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from sipp.i18n import amount, duration, number
from sipp.rules.promises import FeeGlance
from sipp.rules.standards import Fee, FormulaParameter, Product, TimeLimit
from sipp.words import NOT_PUBLISHED, RECURRENCES, START_EVENTS


def time_limit_words(limit: TimeLimit) -> str:
    """The length alone: "3 hari kerja", "1 sampai 3 hari kerja", "sekitar 10 menit", "langsung selesai"."""
    if limit.kind == "instant":
        return _("langsung selesai")
    if limit.kind == "scheduled":
        return _("sesuai jadwal: %(reason)s", reason=limit.reason) if limit.reason else _("sesuai jadwal")
    if limit.unit is None or (limit.maximum is None and limit.minimum is None):
        return _("lamanya belum diketahui")
    if limit.maximum is None:
        return _("paling cepat %(duration)s", duration=duration(limit.minimum or 0, limit.unit))
    longest = duration(limit.maximum, limit.unit)
    if limit.minimum is not None and limit.minimum != limit.maximum:
        longest = _("%(minimum)s sampai %(maximum)s", minimum=number(limit.minimum), maximum=longest)
    return _("sekitar %(duration)s", duration=longest) if limit.approximate else longest


def start_event_words(limit: TimeLimit) -> str | None:
    """What the time runs from: "sejak berkas lengkap"; the standard's own words where it has them."""
    if limit.start_event_text:
        return _("sejak %(event)s", event=limit.start_event_text.removeprefix("sejak "))
    return str(START_EVENTS[limit.start_event]) if limit.start_event else None


def time_promise_words(limit: TimeLimit) -> str:
    """Length and start together: "3 hari kerja sejak berkas lengkap"."""
    start = start_event_words(limit)
    return f"{time_limit_words(limit)} {start}" if start and limit.kind != "scheduled" else time_limit_words(limit)


def time_range_words(limits: Iterable[TimeLimit]) -> str | None:
    """One line for a list of results: the single length, or "bergantung pada jenisnya: ..." from least to most.

    None when no row tells a time.
    """
    told = list(dict.fromkeys(time_limit_words(limit) for limit in limits))
    if not told:
        return None
    return told[0] if len(told) == 1 else _("bergantung jenisnya: %(times)s", times=", ".join(told))


def fee_words(fee: Fee) -> str:
    """One price row: "Rp350.000", "Tidak dipungut biaya", "Rp42.000 per orang setiap bulan".

    Free and unknown differ.
    """
    match fee.shape:
        case "free":
            return _("Tidak dipungut biaya")
        case "unknown":
            return _("Besarnya belum diketahui")
        case "regional_law":
            return _("Ditetapkan dengan peraturan daerah")
        case "formula":
            return _("Dihitung: %(formula)s", formula=fee.formula.text) if fee.formula else _("Dihitung dengan rumus")
        case "fixed":
            return _fixed_fee_words(fee)


def formula_example_words(fee: Fee) -> str | None:
    """The worked example of a formula: "Contoh: luas tanah 100 m² menjadi Rp150.000"; None without one."""
    formula = fee.formula
    if formula is None or formula.example_amount_idr is None or not formula.example:
        return None
    given = ", ".join(
        _parameter_words(parameter, formula.example[parameter.name])
        for parameter in formula.parameters
        if parameter.name in formula.example
    )
    return _("Contoh: %(given)s, menjadi %(amount)s", given=given, amount=amount(formula.example_amount_idr))


def fee_range_words(fee: FeeGlance) -> str:
    """The fee at one glance, over all variants: "Rp350.000 sampai Rp950.000", "Tidak dipungut biaya"."""
    match fee.answer:
        case "free":
            return _("Tidak dipungut biaya")
        case "amount" | "range":
            return _qualified(_range_words(fee.minimum_idr or 0, fee.maximum_idr or 0) + _shared_suffix(fee.rows), fee)
        case "formula" | "regional_law" | "unknown":
            return _shared_wording([row for row in fee.rows if row.role == "base" and row.shape == fee.answer])
        case "unpublished":
            return str(NOT_PUBLISHED)


def validity_words(product: Product) -> str | None:
    """How long a product stays valid: "berlaku 5 tahun", "berlaku seumur hidup"; None when not told."""
    if product.validity_unit == "lifetime":
        return _("berlaku seumur hidup")
    if product.validity is None or product.validity_unit is None:
        return None
    count = number(product.validity)
    match product.validity_unit:
        case "day":
            return _("berlaku %(count)s hari", count=count)
        case "month":
            return _("berlaku %(count)s bulan", count=count)
        case "year":
            return _("berlaku %(count)s tahun", count=count)


def _fixed_fee_words(fee: Fee) -> str:
    if not fee.amount_idr:
        return _("Tidak dipungut biaya")
    words = amount(fee.amount_idr) + _suffix(fee)
    if fee.amount_is == "maximum":
        return _("paling banyak %(amount)s", amount=words)
    if fee.amount_is == "approximate":
        return _("sekitar %(amount)s", amount=words)
    return words


def _qualified(words: str, fee: FeeGlance) -> str:
    if fee.is_approximate:
        return _("sekitar %(amount)s", amount=words)
    if fee.is_maximum and fee.answer == "amount":
        return _("paling banyak %(amount)s", amount=words)
    return words


def _suffix(fee: Fee) -> str:
    """What one amount buys and how often it is due; empty for a single payment."""
    per = " " + _("per %(unit)s", unit=fee.per.removeprefix("per ")) if fee.per else ""
    return per + (f" {RECURRENCES[fee.recurrence]}" if fee.recurrence != "once" else "")


def _shared_suffix(fees: Sequence[Fee]) -> str:
    suffixes = {_suffix(fee) for fee in fees if fee.role == "base" and fee.amount_idr}
    return suffixes.pop() if len(suffixes) == 1 else ""


def _range_words(least_idr: int, most_idr: int) -> str:
    if least_idr == most_idr:
        return amount(most_idr)
    least = amount(least_idr) if least_idr else _("Tidak dipungut biaya")
    return _("%(least)s sampai %(most)s", least=least, most=amount(most_idr))


def _shared_wording(fees: Sequence[Fee]) -> str:
    told = list(dict.fromkeys(fee_words(fee) for fee in fees))
    return told[0] if len(told) == 1 else _("Bergantung jenisnya")


def _parameter_words(parameter: FormulaParameter, value: int) -> str:
    shown = number(value) if parameter.unit != "Rp" else amount(value)
    unit = f" {parameter.unit}" if parameter.unit and parameter.unit != "Rp" else ""
    return f"{parameter.label} {shown}{unit}"
