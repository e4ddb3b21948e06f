"""The parts of a standard in the back office: their addresses, their order, and where each leads on to."""

from typing import Any

from flask import url_for

from sipp.operations.writing import Part
from sipp.rules.errors import NotFound
from sipp.rules.standards import COMPONENTS, Component
from sipp.web.component_slugs import COMPONENT_OF, SLUGS


def component_of(slug: str) -> Component:
    """The component with this address; raises NotFound."""
    if slug not in COMPONENT_OF:
        raise NotFound("component")
    return COMPONENT_OF[slug]


def component_named(slug: str | None) -> Component | None:
    """The component with this address, or None."""
    return COMPONENT_OF.get(slug or "")


def part_url(version_id: int, part: Part, **more: Any) -> str:
    """The page where a part is written."""
    if part in ("variants", "effective"):
        return url_for(f"standards.{part}", version_id=version_id, **more)
    return url_for("standards.component", version_id=version_id, slug=SLUGS[part], **more)  # type: ignore[index]


def next_url(version_id: int, component: Component) -> str:
    """The component after this one, in the order of the law; after the last one the list of all."""
    place = COMPONENTS.index(component) + 1
    if place == len(COMPONENTS):
        return url_for("standards.tasks", version_id=version_id, dari=SLUGS[component])
    return part_url(version_id, COMPONENTS[place], dari=SLUGS[component])
