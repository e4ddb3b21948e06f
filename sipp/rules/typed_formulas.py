"""A fee that is computed, as people write it: "Rp50.000 + 1/1000 × nilai tanah (Rp/m²) × luas tanah (m²)".

One product of named parameters with a factor, and an amount beside it. What the parameters of an example are may
follow: "contoh 1.000.000 dan 100"; the amount of the example is computed, never typed.
"""

import re
from fractions import Fraction

from sipp.rules.row_keys import slug
from sipp.rules.standards import Formula, FormulaParameter
from sipp.rules.typed_input import TypedInputError, parse_amount_idr

_TIMES = re.compile(r"\s*([×*÷])\s*|\s([xX])\s")
_EXAMPLE = re.compile(r"[\s,;.]*\bcontoh(?:nya)?\b\s*:?\s*(?P<numbers>\d[\d.\sdan;]*)$", re.IGNORECASE)
_FRACTION = re.compile(r"(\d{1,6})\s?/\s?(\d{1,3}(?:\.\d{3})*|\d{1,9})")
_PERCENT = re.compile(r"(\d{1,3})(?:,(\d{1,3}))?\s?%")
_DECIMAL = re.compile(r"0[.,](\d{1,6})")
_WHOLE = re.compile(r"\d{1,3}(?:\.\d{3})+|\d{1,9}")
_PARAMETER = re.compile(r"(?P<label>[A-Za-z][^()\d]{1,99}?)(?:\s*\((?P<unit>[^()]{1,20})\))?")


def has_formula(text: str) -> bool:
    """Whether a text multiplies or divides."""
    return _TIMES.search(text) is not None


def parse_formula(text: str) -> Formula:
    """The formula a text writes down; raises TypedInputError (``formula_unreadable``)."""
    line = " ".join(text.split()).strip(" .;")
    example = _EXAMPLE.search(line)
    words = line[: example.start()] if example else line
    constant_idr, product = 0, None
    for term in _terms(words):
        if has_formula(term) and product is None:
            product = _product(term)
        elif term.lower().startswith("rp") and not has_formula(term):
            constant_idr += parse_amount_idr(term)
        else:
            raise TypedInputError("formula_unreadable")
    if product is None:
        raise TypedInputError("formula_unreadable")
    rate, parameters = product
    formula = Formula(text=words, rate=str(rate), constant_idr=constant_idr, parameters=parameters)
    return _with_example(formula, example["numbers"]) if example else formula


def formula_line(formula: Formula) -> str:
    """A formula as it is typed, with its example."""
    if not formula.example:
        return formula.text
    numbers = [f"{formula.example[one.name]:,}".replace(",", ".") for one in formula.parameters]
    return f"{formula.text}, contoh {' dan '.join(numbers)}"


def _terms(text: str) -> list[str]:
    """What stands between the plus signs, without brackets around the whole of it."""
    terms, depth, start = [], 0, 0
    for place, character in enumerate(text):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "+" and depth == 0:
            terms.append(text[start:place])
            start = place + 1
    terms.append(text[start:])
    return [_unwrapped(term.strip()) for term in terms]


def _unwrapped(term: str) -> str:
    depth = 0
    for place, character in enumerate(term):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth == 0:
            return term[1:-1].strip() if term.startswith("(") and place == len(term) - 1 else term
    return term


def _product(term: str) -> tuple[Fraction, tuple[FormulaParameter, ...]]:
    rate, found, is_divided = Fraction(1), [], False
    for part in (one for one in _TIMES.split(term) if one):
        if part in ("×", "*", "x", "X", "÷"):
            is_divided = part == "÷"
            continue
        number = _number(part.strip())
        if number is not None:
            if is_divided and not number:
                raise TypedInputError("formula_unreadable")
            rate = rate / number if is_divided else rate * number
        elif is_divided:
            raise TypedInputError("formula_unreadable")
        else:
            found.append(_parameter(part.strip()))
    if not found or len({one.name for one in found}) < len(found):
        raise TypedInputError("formula_unreadable")
    return rate, tuple(found)


def _number(text: str) -> Fraction | None:
    if match := _FRACTION.fullmatch(text):
        below = int(match[2].replace(".", ""))
        return Fraction(int(match[1]), below) if below else None
    if match := _PERCENT.fullmatch(text):
        decimals = match[2] or ""
        return Fraction(int(match[1] + decimals), 100 * 10 ** len(decimals))
    if match := _DECIMAL.fullmatch(text):
        return Fraction(int(match[1]), 10 ** len(match[1]))
    if _WHOLE.fullmatch(text):
        return Fraction(int(text.replace(".", "")))
    return Fraction(parse_amount_idr(text)) if text.lower().startswith("rp") else None


def _parameter(text: str) -> FormulaParameter:
    match = _PARAMETER.fullmatch(text)
    name = slug(match["label"], 40).replace("-", "_") if match else ""
    if match is None or not name:
        raise TypedInputError("formula_unreadable")
    return FormulaParameter(name=name, label=match["label"].strip(), unit=match["unit"])


def _with_example(formula: Formula, numbers: str) -> Formula:
    values = [int(part.replace(".", "")) for part in re.findall(r"\d[\d.]*", numbers)]
    if len(values) != len(formula.parameters) or max(values) > 10**12:
        raise TypedInputError("formula_unreadable")
    example = {one.name: value for one, value in zip(formula.parameters, values, strict=True)}
    return Formula(
        text=formula.text,
        rate=formula.rate,
        constant_idr=formula.constant_idr,
        parameters=formula.parameters,
        example=example,
        example_amount_idr=formula.amount_idr(**example),
    )
