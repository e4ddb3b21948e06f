"""Fields that read amounts, dates and lines as people type them and keep what was typed."""

from datetime import date
from typing import Any

from wtforms import StringField

from sipp.rules.typed_input import TypedInputError, clean_text, parse_amount_idr, parse_date, parse_phone


class TextField(StringField):
    """Words, cleaned of control characters; ``data`` is None when empty. Longer than ``max_length`` is an error."""

    def __init__(self, *args: Any, max_length: int = 300, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.max_length = max_length

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = str(valuelist[0]) if valuelist else ""
        words = clean_text(text, self.max_length + 1)
        self.data = words or None
        if len(words) > self.max_length:
            raise ValueError("too_long")


class AmountField(TextField):
    """An amount in whole rupiah; ``amount_idr`` holds it, ``data`` what was typed."""

    amount_idr: int | None = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.amount_idr = _read(parse_amount_idr, self.data)


class DayField(TextField):
    """A calendar day; ``day`` holds it, ``data`` what was typed."""

    day: date | None = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.day = _read(parse_date, self.data)


class PhoneField(TextField):
    """An Indonesian phone number; ``number`` holds it as +62..., ``data`` what was typed."""

    number: str | None = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.number = _read(parse_phone, self.data)


class CountField(TextField):
    """A whole number from ``least`` to less than ten million; ``count`` holds it."""

    count: int | None = None

    def __init__(self, *args: Any, least: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.least = least

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        if self.data is None:
            return
        if not (self.data.isascii() and self.data.isdigit() and self.least <= int(self.data) < 10_000_000):
            raise ValueError("not_a_count")
        self.count = int(self.data)


class ManyField(StringField):
    """Repeatable values of one name; ``data`` is the tuple of the distinct ones."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = tuple(dict.fromkeys(clean_text(str(value), 120) for value in valuelist if str(value).strip()))


def _read(parse: Any, typed: str | None) -> Any:
    if typed is None:
        return None
    try:
        return parse(typed)
    except TypedInputError as error:
        raise ValueError(error.code) from error
