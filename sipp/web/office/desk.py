"""The desk: what an officer sees first. Who one is, which roles one holds and where, what waits."""

from collections.abc import Iterator

from flask import Response, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from sipp.account_words import ROLE_NOTES, place_words
from sipp.models.accounts import Membership
from sipp.operations.accounts import held_roles
from sipp.operations.corrections import count_open
from sipp.operations.links import count_broken
from sipp.operations.people import count_open_invitations
from sipp.operations.reminders import reviews_due
from sipp.operations.writing import drafts_of
from sipp.rules.permissions import is_permitted_somewhere
from sipp.web.office.entrance import current_actor, current_officer, office_pages, page
from sipp.words import ROLES

desk = office_pages("desk", __name__, "/kelola")


@desk.get("")
def home() -> Response:
    """The first page."""
    officer = current_officer()
    roles = [_role(held) for held in held_roles(officer.id)]
    return page("office/desk.html", roles=roles, waiting=list(_waiting()))


def _waiting() -> Iterator[dict[str, str]]:
    """What this officer should do, each with the page where it is done."""
    if not current_officer().has_second_step:
        text = _("Aktifkan verifikasi dua langkah untuk akun Anda")
        yield {"label": text, "url": url_for("own_account.second_step")}
    actor = current_actor()
    for draft in drafts_of(actor):
        name = draft.service.name if draft.service else ""
        text = (
            _("Perbaiki standar %(name)s", name=name)
            if draft.state == "changes_requested"
            else _("Lanjutkan draf standar %(name)s", name=name)
        )
        yield {"label": text, "url": url_for("standards.tasks", version_id=draft.id)}
    if is_permitted_somewhere(actor, "standards.keep_up") and (count := len(reviews_due(actor))):
        text = ngettext("%(num)s standar perlu ditinjau ulang", "%(num)s standar perlu ditinjau ulang", count)
        yield {"label": text, "url": url_for("reviews_desk.overview")}
    if is_permitted_somewhere(actor, "corrections.decide") and (count := count_open(actor)):
        text = ngettext("%(num)s koreksi dari warga menunggu", "%(num)s koreksi dari warga menunggu", count)
        yield {"label": text, "url": url_for("corrections_desk.overview")}
    if is_permitted_somewhere(actor, "links.read") and (count := count_broken(actor)):
        text = ngettext("%(num)s tautan tidak dapat dibuka", "%(num)s tautan tidak dapat dibuka", count)
        yield {"label": text, "url": url_for("links_desk.overview")}
    if is_permitted_somewhere(actor, "accounts.invite") and (count := count_open_invitations(actor)):
        text = ngettext("%(num)s undangan belum diterima", "%(num)s undangan belum diterima", count)
        yield {"label": text, "url": url_for("people.overview")}


def _role(held: Membership) -> dict[str, object]:
    return {
        "name": ROLES[held.role],
        "place": place_words(held.agency.name if held.agency else None, held.unit.name if held.unit else None),
        "note": ROLE_NOTES[held.role],
    }
