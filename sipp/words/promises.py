"""Fees, times and products of a standard in the words of the interface, from their typed rows."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from sipp.i18n import amount, duration, number
from sipp.rules.standards import Fee, FormulaParameter, Product, TimeLimit, rows_for
from sipp.words.codes import RECURRENCES, START_EVENTS


def time_limit_words(limit: TimeLimit) -> str:
    """The length alone: "3 hari kerja", "1 sampai 3 hari kerja", "sekitar 10 menit", "langsung selesai"."""
    if limit.kind == "instant":
        return _("langsung selesai")
    if limit.kind == "scheduled":
        return _("sesuai jadwal: %(reason)s", reason=_inside(limit.reason)) if limit.reason else _("sesuai jadwal")
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
        event = _inside(limit.start_event_text)
        return _("sejak %(event)s", event=event.removeprefix("sejak ").removeprefix("setelah "))
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


def fee_range_words(fees: Sequence[Fee], variants: Sequence[str] = ()) -> str | None:
    """One line over the variants, for glances and results: "Rp350.000 sampai Rp950.000".

    Covers base rows only; those of one variant add up, what is paid per another unit or at other times stands apart.
    A row with a condition may or may not hold and widens the range. What has no figure is named. Without ``variants``
    those the rows name; None when there is no base row.
    """
    base = [fee for fee in fees if fee.role == "base"]
    if not base:
        return None
    codes = list(dict.fromkeys(variants)) or list(dict.fromkeys(fee.variant for fee in base if fee.variant))
    each = [rows_for(base, code) for code in codes] if codes else [tuple(base)]
    unpriced = [fee for rows in each for fee in rows if fee.shape not in ("free", "fixed")]
    priced = [words for unit in _payment_units(base) if (words := _range_of_unit(each, unit))]
    if not priced:
        return _shared_wording(unpriced) if unpriced else _("Tidak dipungut biaya")
    return _with_unpriced(" + ".join(priced), unpriced)


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


def _suffix(fee: Fee) -> str:
    """What one amount buys and how often it is due; empty for a single payment."""
    per = " " + _("per %(unit)s", unit=fee.per.removeprefix("per ")) if fee.per else ""
    return per + (f" {RECURRENCES[fee.recurrence]}" if fee.recurrence != "once" else "")


def _payment_units(fees: Sequence[Fee]) -> list[str]:
    """The different ways the priced rows are paid, each by its suffix: only amounts of one unit add up."""
    return list(dict.fromkeys(_suffix(fee) for fee in fees if fee.shape == "fixed" and fee.amount_idr))


def _range_of_unit(each: Sequence[Sequence[Fee]], suffix: str) -> str | None:
    """From the least to the most that one unit costs in any variant; None when it costs nothing."""
    spans = []
    rows_of_unit = []
    for rows in each:
        paid = [fee for fee in rows if fee.shape == "free" or _suffix(fee) == suffix and fee.shape == "fixed"]
        if paid:
            spans.append(_span_idr(paid))
            rows_of_unit += paid
    least, most = min(span[0] for span in spans), max(span[1] for span in spans)
    return _range_words(least, most, rows_of_unit, suffix) if most else None


def _span_idr(rows: Sequence[Fee]) -> tuple[int, int]:
    """The lowest and highest total: rows with a condition may not hold, but where all have one, one of them does."""
    certain = [fee.amount_idr or 0 for fee in rows if not fee.condition]
    possible = [fee.amount_idr or 0 for fee in rows if fee.condition]
    if not certain:
        return min(possible), max(possible)
    return sum(certain), sum(certain) + sum(possible)


def _range_words(least_idr: int, most_idr: int, rows: Sequence[Fee], suffix: str) -> str:
    is_approximate = any(fee.amount_is == "approximate" for fee in rows)
    most = amount(most_idr) + suffix
    if is_approximate and least_idr in (0, most_idr):
        most = _("sekitar %(amount)s", amount=most)
    if least_idr == most_idr:
        is_maximum = any(fee.amount_is == "maximum" for fee in rows) and not is_approximate
        return _("paling banyak %(amount)s", amount=most) if is_maximum else most
    least = amount(least_idr) if least_idr else _("Tidak dipungut biaya")
    words = _("%(least)s sampai %(most)s", least=least, most=most)
    return _("sekitar %(amount)s", amount=words) if is_approximate and least_idr else words


def _with_unpriced(words: str, unpriced: Sequence[Fee]) -> str:
    shapes = {fee.shape for fee in unpriced}
    if "unknown" in shapes:
        return _("%(fee)s, ditambah bagian yang belum diketahui", fee=words)
    if "regional_law" in shapes:
        return _("%(fee)s, ditambah yang ditetapkan peraturan daerah", fee=words)
    if "formula" in shapes:
        return _("%(fee)s, ditambah bagian yang dihitung dengan rumus", fee=words)
    return words


def _shared_wording(fees: Sequence[Fee]) -> str:
    told = list(dict.fromkeys(fee_words(fee) for fee in fees))
    return told[0] if len(told) == 1 else _("Bergantung jenisnya")


def _parameter_words(parameter: FormulaParameter, value: int) -> str:
    if parameter.unit and parameter.unit.startswith("Rp"):
        return f"{parameter.label} {amount(value)}{parameter.unit.removeprefix('Rp')}"
    return f"{parameter.label} {number(value)}{' ' + parameter.unit if parameter.unit else ''}"


def _inside(text: str) -> str:
    """A text as it reads inside a sentence: small first letter, unless it begins an abbreviation (BAP, SIM)."""
    is_abbreviation = len(text) > 1 and text[1].isupper()
    return text if is_abbreviation else text[:1].lower() + text[1:]
