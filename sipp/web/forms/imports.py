"""The form of an import: a file or a pasted table, and what a file does not say itself."""

import io
from typing import cast

from werkzeug.datastructures import FileStorage
from wtforms import Form

from sipp.exchange.archives import read_bounded
from sipp.operations.imports import Place
from sipp.rules.errors import InvalidInput
from sipp.rules.typed_input import clean_text
from sipp.web.forms.fields import DayField, TextField

#: How a pasted table is called; the ending says how it is read.
PASTED_NAME = "tabel yang ditempel.txt"
_LONGEST_NAME = 200


class ImportForm(Form):  # type: ignore[misc]
    """The unit that offers new services, and when standards take effect of which the file does not say it."""

    unit = TextField(max_length=20)
    effective_from = DayField()

    def check(self, place: Place) -> dict[str, str]:
        """Error codes by field name; empty when all is well."""
        self.validate()
        errors = {name: str(found[0]) for name, found in self.errors.items() if found}
        if self.unit.data and self.unit.data not in {str(unit.id) for unit in place.units}:
            errors["unit"] = "unit_out_of_reach"
        return errors

    def unit_id(self) -> int | None:
        """The unit; call after ``check``."""
        return int(self.unit.data) if self.unit.data else None


def sent_file(file: FileStorage | None, table: str) -> tuple[str, bytes]:
    """Name and content of what was sent; raises InvalidInput for nothing or for both, TooLarge past 12 MiB."""
    has_file = file is not None and bool(file.filename)
    if has_file and table.strip():
        raise InvalidInput({"file": "file_and_table"})
    if file is not None and has_file:
        name = clean_text(file.filename or "", 1_000)[-_LONGEST_NAME:]
        return name, read_bounded(cast(io.BufferedIOBase, file.stream))
    if table.strip():
        return PASTED_NAME, table.encode()
    raise InvalidInput({"file": "required"})
