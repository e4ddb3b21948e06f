"""Forms whose faults are codes by field."""

from collections.abc import Iterable

from wtforms import Form


class CheckedForm(Form):  # type: ignore[misc]
    """A form whose faults are codes by field name, in the order of the fields."""

    #: Names of fields that must be filled in.
    needed: tuple[str, ...] = ()

    def check(self) -> dict[str, str]:
        """Error codes by field name; empty when all is well."""
        self.validate()
        errors = {name: str(found[0]) for name, found in self.errors.items() if found}
        for name in self.needed:
            if not self[name].data:
                errors.setdefault(name, "required")
        for name, code in self.faults():
            errors.setdefault(name, code)
        return {name: errors[name] for name in self._fields if name in errors}

    def faults(self) -> Iterable[tuple[str, str]]:
        """What no field can tell alone."""
        return ()
