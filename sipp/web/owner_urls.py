"""The addresses of whatever has a standard: a service of an agency, or a national service."""

from typing import Any

from flask import url_for

from sipp.models.services import Service
from sipp.models.standards import StandardVersion
from sipp.operations.versions import Owner


def owner_urls(owner: Owner) -> dict[str, Any]:
    """The public addresses of an owner's page, versions, one version and comparison."""
    if isinstance(owner, Service):
        arguments: dict[str, Any] = {"agency": owner.agency.slug, "service": owner.slug}
        prefix = ""
        page = url_for("directory.service", **arguments)
    else:
        arguments = {"reference": owner.slug}
        prefix = "reference_"
        page = url_for("directory.reference", **arguments)
    return {
        "page": page,
        "versions": url_for(f"directory.{prefix}versions", **arguments),
        "version": lambda number: url_for(f"directory.{prefix}version", **arguments, number=number),
        "compare": lambda older, newer: url_for(
            f"directory.{prefix}comparison", **arguments, number=older, other=newer
        ),
    }


def decree_url(owner: Owner, version: StandardVersion | None) -> str | None:
    """Where the decree that adopted a published version is downloaded; None without a file."""
    if version is None or version.state != "published" or not isinstance(owner, Service):
        return None
    if version.decree is None or version.decree.file_name is None:
        return None
    return url_for("directory.decree", agency=owner.agency.slug, service=owner.slug, number=version.number)


def office_url(owner: Owner, page: str = "show") -> str:
    """The page of an owner in the office, or another page about it (``start``)."""
    if isinstance(owner, Service):
        name = "service" if page == "show" else page
        return url_for(f"services.{name}", agency=owner.agency.slug, service=owner.slug)
    return url_for(f"references.{page}", reference=owner.slug)
