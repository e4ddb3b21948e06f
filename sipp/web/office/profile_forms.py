"""One form page for all parts of a profile: its fields, what was typed, and what was stored meanwhile by others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response

from sipp.models.agencies import Agency
from sipp.web.forms.messages import ByName
from sipp.web.office.entrance import page

Options = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Field:
    """How one field looks: ``kind`` is text, url, email, lines, day, hours, select or many."""

    name: str
    label: str
    kind: str = "text"
    hint: str | None = None
    rows: int = 3
    options: Options = ()
    is_optional: bool = True

    def words(self, value: Any) -> str:
        """A stored value as people read it."""
        if self.options:
            chosen = {str(one) for one in (value if isinstance(value, tuple | list) else (value,))}
            value = ", ".join(str(one["label"]).strip() for one in self.options if str(one["value"]) in chosen)
        return str(value or "").replace("\n", ", ") or "-"


@dataclass(frozen=True, kw_only=True)
class FormPage:
    """What a form page says besides its fields."""

    agency: Agency | None
    title: str
    url: str
    back: str
    lead: str | None = None
    button: str | None = None
    button_kind: str | None = None
    file_label: str | None = None


def form_page(
    shown: FormPage,
    fields: Sequence[Field],
    values: Mapping[str, Any],
    errors: dict[str, str] | None = None,
    *,
    stored: Mapping[str, Any] | None = None,
    status: int | None = None,
) -> Response:
    """The page: 200, 422 (or another status) with errors, 409 with what is stored beside what was typed."""
    return page(
        "office/profile_form.html",
        status or 422 if errors else 409 if stored else 200,
        errors,
        shown=shown,
        fields=fields,
        form_values=ByName(values),
        stored=[{"term": one.label, "value": one.words(stored.get(one.name))} for one in fields] if stored else None,
    )
