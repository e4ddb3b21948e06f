"""A line of the authorisation matrix, and examples of the things its route names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

#: How a thing stands to who asks for it.
IDS = ("own", "foreign", "unknown")

Line = tuple[str, str]
Values = Mapping[str, object]


@dataclass(frozen=True)
class Route:
    """Examples of the things a route names, and what a form sends."""

    own: Values = field(default_factory=dict)
    foreign: Values | None = None
    unknown: Values | None = None
    form: Values = field(default_factory=dict)

    def examples(self) -> Iterator[tuple[str, Values]]:
        """The things there are, by how they stand to the visitor."""
        for name, values in zip(IDS, (self.own, self.foreign, self.unknown), strict=True):
            if values is not None:
                yield name, values
