"""What is stored. Importing this package loads every table."""

from sipp.models import (
    accounts,
    agencies,
    calendar,
    components,
    corrections,
    curated_answers,
    handling,
    imports,
    journal,
    links,
    oversight,
    promises,
    reporters,
    reports,
    services,
    standards,
)

__all__ = [
    "accounts",
    "agencies",
    "calendar",
    "components",
    "corrections",
    "curated_answers",
    "handling",
    "imports",
    "journal",
    "links",
    "oversight",
    "promises",
    "reporters",
    "reports",
    "services",
    "standards",
]
