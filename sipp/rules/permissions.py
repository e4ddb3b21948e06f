"""Who may do what: one table role x action, deny by default. Operations ask here; doors never decide.

A role is held for a unit and everything below it. Foreign things answer like unknown ones: that is the operations'
part, they raise NotFound when ``is_permitted`` says no for another agency's thing.

Law: UU 25/2009 art. 36 (who handles complaints), art. 47-49 (impartial handling, confidentiality).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

AgencyRole = Literal["editor", "publisher", "liaison", "counter", "supervisor", "inspectorate", "agency_admin", "head"]
NationalRole = Literal["national_admin", "overseer", "custodian", "auditor"]
#: ``public`` reads and submits, ``reporter`` opened a report with its code, ``system`` is the worker's schedule.
ImplicitRole = Literal["public", "reporter", "system"]
Role = AgencyRole | NationalRole | ImplicitRole

AGENCY_ROLES: tuple[AgencyRole, ...] = get_args(AgencyRole)
NATIONAL_ROLES: tuple[NationalRole, ...] = get_args(NationalRole)
IMPLICIT_ROLES: tuple[ImplicitRole, ...] = get_args(ImplicitRole)
ROLES: tuple[Role, ...] = (*AGENCY_ROLES, *NATIONAL_ROLES, *IMPLICIT_ROLES)

#: Action -> the roles that may do it. What is not listed here nobody may do.
PERMISSIONS: dict[str, frozenset[Role]] = {
    # What everybody may read stands here too, so that every route has a line.
    "directory.read": frozenset(ROLES),
    "calendar.read": frozenset(ROLES),
    "statistics.read": frozenset(ROLES),
    # Agencies, units, services.
    "agencies.register": frozenset({"national_admin"}),
    "agencies.confirm_membership": frozenset({"national_admin"}),
    "agencies.read_profile": frozenset({"agency_admin", "liaison", "counter", "national_admin"}),
    "agencies.edit": frozenset({"agency_admin"}),
    "agencies.manage_units": frozenset({"agency_admin"}),
    "services.create": frozenset({"editor", "agency_admin", "system"}),
    "services.edit": frozenset({"editor", "agency_admin"}),
    "services.retire": frozenset({"publisher", "agency_admin"}),
    "services.close_today": frozenset({"counter", "liaison", "agency_admin"}),
    "references.edit": frozenset({"national_admin"}),
    "references.publish": frozenset({"national_admin"}),
    # Standards: the maker is never the checker; operations compare the persons.
    "standards.read_drafts": frozenset({"editor", "publisher", "agency_admin", "head", "auditor"}),
    "standards.create_draft": frozenset({"editor", "system"}),
    "standards.edit": frozenset({"editor"}),
    "standards.import": frozenset({"editor", "system"}),
    "standards.submit": frozenset({"editor"}),
    "standards.request_changes": frozenset({"publisher"}),
    "standards.approve": frozenset({"publisher"}),
    "standards.publish": frozenset({"publisher", "system"}),
    "standards.withdraw": frozenset({"publisher", "system"}),
    "standards.verify": frozenset({"publisher"}),
    # Being told when a review is due, and doing it.
    "standards.keep_up": frozenset({"editor", "publisher"}),
    "standards.consult": frozenset({"editor", "publisher"}),
    # Reports, from the citizen's side.
    "reports.submit": frozenset({"public", "counter"}),
    "reports.follow": frozenset({"reporter"}),
    "reports.add_evidence": frozenset({"reporter"}),
    "reports.write_message": frozenset({"reporter", "liaison"}),
    "reports.complete": frozenset({"reporter"}),
    "reports.give_verdict": frozenset({"reporter"}),
    "reports.reopen": frozenset({"reporter"}),
    "reports.appeal": frozenset({"reporter"}),
    "reports.withdraw": frozenset({"reporter"}),
    "reports.hand_over": frozenset({"reporter", "liaison"}),
    "reports.send_to_lapor": frozenset({"system"}),
    # Reports, from the agency's side.
    "reports.read": frozenset({"liaison", "supervisor", "inspectorate", "agency_admin", "head", "overseer", "auditor"}),
    "reports.accept": frozenset({"liaison", "agency_admin", "system"}),
    "reports.route": frozenset({"agency_admin", "overseer"}),
    "reports.ask_completion": frozenset({"liaison"}),
    "reports.declare_complete": frozenset({"liaison", "system"}),
    "reports.transfer": frozenset({"liaison"}),
    "reports.answer": frozenset({"liaison"}),
    "reports.sign_answer": frozenset({"head"}),
    # A link by which a colleague without an account sees one case.
    "reports.share": frozenset({"liaison"}),
    "reports.reject": frozenset({"liaison"}),
    "reports.decide_appeal": frozenset({"supervisor"}),
    "reports.extend": frozenset({"supervisor"}),
    "reports.confirm_class": frozenset({"inspectorate"}),
    "reports.assign": frozenset({"liaison", "supervisor", "agency_admin"}),
    "reports.write_note": frozenset({"liaison", "supervisor", "inspectorate", "agency_admin", "head"}),
    "reports.remind": frozenset({"supervisor", "overseer", "system"}),
    "reports.let_lapse": frozenset({"system"}),
    "reports.deem_withdrawn": frozenset({"system"}),
    # That a reporter is pressed: never the handling unit; where that is the inspectorate, only the overseer.
    "reports.read_pressure": frozenset({"inspectorate", "overseer"}),
    "reports.read_pressure_on_oversight": frozenset({"overseer"}),
    "reports.decide_data_request": frozenset({"agency_admin", "national_admin"}),
    # Whether a hidden reporter has an address, and what is asked of the data: nothing for the agency.
    "reports.look_after_hidden_reporters": frozenset({"national_admin"}),
    "reports.erase": frozenset({"agency_admin", "national_admin", "system"}),
    "reports.watch_delivery": frozenset({"agency_admin", "national_admin"}),
    "reports.read_all": frozenset({"overseer", "auditor"}),
    "reports.declare_conflict": frozenset({"liaison", "supervisor", "inspectorate", "agency_admin", "head"}),
    "reports.name_deputy": frozenset({"liaison"}),
    "answers.manage": frozenset({"liaison", "agency_admin"}),
    "incidents.manage": frozenset({"liaison"}),
    "identities.unseal": frozenset({"custodian"}),
    "reprimands.draft": frozenset({"supervisor", "system"}),
    "reprimands.sign": frozenset({"supervisor"}),
    "reprimands.read": frozenset(
        {"supervisor", "inspectorate", "liaison", "head", "agency_admin", "national_admin", "overseer", "auditor"}
    ),
    "reprimands.answer": frozenset({"head", "liaison"}),
    "reprimands.request": frozenset({"national_admin", "overseer"}),
    # Corrections proposed by the public: who writes drafts decides, the maker of the draft stays its maker.
    "corrections.propose": frozenset({"public"}),
    "corrections.read": frozenset({"editor", "publisher", "agency_admin", "head", "overseer", "auditor"}),
    "corrections.decide": frozenset({"editor"}),
    # Links that do not open: who can mend them, and who watches over it.
    "links.read": frozenset({"editor", "publisher", "agency_admin", "overseer", "auditor"}),
    # Watching over all agencies: what they lack, one reminder a week, the figures of a year.
    "oversight.read": frozenset({"national_admin", "overseer", "auditor"}),
    "oversight.remind": frozenset({"overseer"}),
    "oversight.evaluate": frozenset({"national_admin", "overseer", "system"}),
    # What a unit shows to those who evaluate it, and takes over to SIPP Nasional.
    "evidence.collect": frozenset({"agency_admin", "head", "national_admin", "overseer", "auditor", "system"}),
    # What search learns. A curated answer stands above everybody's results, so no agency writes one for itself.
    "search.read_terms": frozenset({"editor", "publisher", "agency_admin", "national_admin", "overseer", "system"}),
    "search.curate": frozenset({"national_admin", "system"}),
    # Accounts, calendar, journal.
    "accounts.read": frozenset({"agency_admin", "national_admin", "system"}),
    "accounts.invite": frozenset({"agency_admin", "national_admin", "system"}),
    "accounts.grant_role": frozenset({"agency_admin", "national_admin", "system"}),
    "accounts.disable": frozenset({"agency_admin", "national_admin", "system"}),
    "accounts.remove_second_step": frozenset({"agency_admin", "national_admin", "system"}),
    "calendar.edit": frozenset({"national_admin"}),
    "calendar.edit_lengths": frozenset({"national_admin"}),
    "statistics.read_internal": frozenset(
        {"supervisor", "inspectorate", "agency_admin", "head", "overseer", "auditor"}
    ),
    "journal.read": frozenset({"auditor", "national_admin"}),
    # The people of an agency see who did what there: who writes and publishes, who administers, who answers for it all.
    "journal.read_own": frozenset({"editor", "publisher", "agency_admin", "head"}),
    "system.maintain": frozenset({"system"}),
}

ACTIONS: tuple[str, ...] = tuple(PERMISSIONS)

#: To publish, to open identities, to administer: who holds a role that may do one of these signs in with a code too.
STRONG_ACTIONS: tuple[str, ...] = (
    "standards.publish",
    "references.publish",
    "identities.unseal",
    "agencies.register",
    "agencies.edit",
    "agencies.manage_units",
    "accounts.invite",
    "accounts.grant_role",
    "accounts.disable",
    "accounts.remove_second_step",
    "calendar.edit",
    "calendar.edit_lengths",
)
#: A custodian stands outside every agency and administers nothing: the role goes with no other.
SOLITARY_ROLES: frozenset[Role] = frozenset({"custodian"})


@dataclass(frozen=True)
class Membership:
    """A role held for an agency's unit and everything below it.

    ``unit_path`` lists the ids from the root ("1/5/9/"); empty is the whole agency. National roles have no agency.
    """

    role: Role
    agency_id: int | None = None
    unit_path: str = ""

    def covers(self, agency_id: int | None, unit_path: str = "") -> bool:
        """Whether the role reaches a thing of this agency and unit. National roles reach every agency."""
        if self.role in NATIONAL_ROLES:
            return True
        return self.agency_id is not None and self.agency_id == agency_id and _is_below(unit_path, self.unit_path)


@dataclass(frozen=True)
class Actor:
    """Who asks: an officer with memberships, or somebody without an account (``user_id`` None)."""

    user_id: int | None = None
    memberships: tuple[Membership, ...] = ()
    implicit_role: ImplicitRole = "public"

    @property
    def kind(self) -> Literal["user", "public", "reporter", "system"]:
        """The word for the journal: "user" for an officer, else the implicit role."""
        return "user" if self.user_id is not None else self.implicit_role


#: Somebody reading or submitting without an account.
PUBLIC = Actor()
#: Somebody who opened one report with its tracking code; the operation binds it to that report.
REPORTER = Actor(implicit_role="reporter")
#: The worker's schedule, the seeds and the command line.
SYSTEM = Actor(implicit_role="system")


def is_allowed(role: Role, action: str) -> bool:
    """Whether a role may do an action at all; an unknown action is nobody's."""
    return role in PERMISSIONS.get(action, frozenset())


def is_permitted(actor: Actor, action: str, agency_id: int | None = None, unit_path: str = "") -> bool:
    """Whether an actor may do an action on a thing of this agency and unit.

    An agency's role reaches only its own subtree; a national role reaches every agency; what is allowed to everybody
    without an account is allowed to officers too.
    """
    if is_allowed(actor.implicit_role, action):
        return True
    return any(
        is_allowed(membership.role, action) and membership.covers(agency_id, unit_path)
        for membership in actor.memberships
    )


def is_permitted_somewhere(actor: Actor, action: str) -> bool:
    """Whether an actor may do an action on what is no agency's own: any of its roles will do."""
    return is_permitted(actor, action) or any(
        is_permitted(actor, action, membership.agency_id, membership.unit_path) for membership in actor.memberships
    )


def is_permitted_in(actor: Actor, action: str, agency_id: int | None) -> bool:
    """Whether an actor may do an action in some part of an agency, whichever unit it is."""
    if is_permitted(actor, action, agency_id):
        return True
    return any(
        one.agency_id == agency_id and is_allowed(one.role, action) for one in actor.memberships if one.agency_id
    )


def needs_second_step(roles: Iterable[Role]) -> bool:
    """Whether somebody with these roles signs in with a code besides the password."""
    return any(is_allowed(role, action) for role in roles for action in STRONG_ACTIONS)


def may_grant(actor: Actor, role: Role, agency_id: int | None, unit_path: str = "") -> bool:
    """Whether an actor may give (or take) a role for this agency and unit; national roles only nationally."""
    if role in NATIONAL_ROLES:
        return agency_id is None and is_permitted(actor, "accounts.grant_role")
    return (
        role in AGENCY_ROLES
        and agency_id is not None
        and is_permitted(actor, "accounts.grant_role", agency_id, unit_path)
    )


def go_together(roles: Iterable[Role]) -> bool:
    """Whether one person may hold all of these roles."""
    distinct = set(roles)
    return len(distinct) <= 1 or not distinct & SOLITARY_ROLES


def _is_below(unit_path: str, root: str) -> bool:
    own, top = _ids(unit_path), _ids(root)
    return own[: len(top)] == top


def _ids(path: str) -> list[str]:
    return [part for part in path.split("/") if part]
