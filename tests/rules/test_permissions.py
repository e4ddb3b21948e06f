"""Who may do what: every cell of role x action, and how far a role reaches."""

import pytest

from sipp.rules.permissions import (
    ACTIONS,
    NATIONAL_ROLES,
    PUBLIC,
    REPORTER,
    ROLES,
    SYSTEM,
    Actor,
    Membership,
    is_allowed,
    is_permitted,
    is_permitted_somewhere,
)

EVERYBODY = "directory.read calendar.read statistics.read"

#: Written out by role, from the domain model, independently of the table by action.
ALLOWED = {
    "public": "reports.submit corrections.propose",
    "reporter": (
        "reports.follow reports.add_evidence reports.write_message reports.complete reports.give_verdict"
        " reports.reopen reports.appeal reports.withdraw reports.hand_over"
    ),
    "system": (
        "services.create standards.create_draft standards.import standards.publish standards.withdraw reports.accept"
        " reports.declare_complete reports.remind reports.let_lapse reports.deem_withdrawn reports.send_to_lapor"
        " reprimands.draft"
        " search.read_terms search.curate system.maintain oversight.evaluate evidence.collect reports.erase"
        " accounts.read accounts.invite accounts.grant_role accounts.disable accounts.remove_second_step"
    ),
    "editor": (
        "services.create services.edit standards.read_drafts standards.create_draft standards.edit standards.import"
        " standards.submit standards.consult search.read_terms corrections.read corrections.decide links.read"
        " standards.keep_up journal.read_own"
    ),
    "publisher": (
        "services.retire standards.read_drafts standards.request_changes standards.approve standards.publish"
        " standards.withdraw standards.verify standards.consult search.read_terms corrections.read links.read"
        " standards.keep_up journal.read_own"
    ),
    "liaison": (
        "agencies.read_profile services.close_today reports.read reports.write_message reports.hand_over reports.accept"
        " reports.ask_completion reports.declare_complete reports.transfer reports.answer reports.share reports.reject"
        " reports.assign reports.write_note reports.declare_conflict answers.manage incidents.manage reprimands.read"
        " reprimands.answer reports.name_deputy"
    ),
    "counter": "agencies.read_profile services.close_today reports.submit",
    "supervisor": (
        "reports.read reports.decide_appeal reports.extend reports.remind reprimands.draft reprimands.sign"
        " reports.assign reports.write_note reports.declare_conflict reprimands.read statistics.read_internal"
    ),
    "inspectorate": (
        "reports.read reports.confirm_class reports.write_note reports.declare_conflict reprimands.read"
        " reports.read_pressure"
        " statistics.read_internal"
    ),
    "agency_admin": (
        "agencies.read_profile agencies.edit agencies.manage_units services.create services.edit services.retire"
        " services.close_today"
        " standards.read_drafts reports.read reports.accept reports.route accounts.read accounts.invite"
        " accounts.grant_role accounts.disable accounts.remove_second_step statistics.read_internal"
        " search.read_terms corrections.read links.read journal.read_own reprimands.read"
        " reports.watch_delivery reports.decide_data_request evidence.collect reports.erase"
        " reports.assign reports.write_note reports.declare_conflict answers.manage"
    ),
    "head": (
        "journal.read_own corrections.read standards.read_drafts reports.read reports.sign_answer"
        " statistics.read_internal reprimands.read reprimands.answer evidence.collect reports.write_note"
        " reports.declare_conflict"
    ),
    "national_admin": (
        "agencies.read_profile agencies.register agencies.confirm_membership references.edit references.publish"
        " reprimands.request"
        " accounts.read accounts.invite accounts.grant_role accounts.disable accounts.remove_second_step"
        " calendar.edit calendar.edit_lengths journal.read search.read_terms search.curate"
        " reprimands.read oversight.read oversight.evaluate evidence.collect"
        " reports.watch_delivery reports.decide_data_request reports.look_after_hidden_reporters reports.erase"
    ),
    "overseer": (
        "reports.read reports.read_all reports.route reports.remind reprimands.request statistics.read_internal"
        " search.read_terms corrections.read links.read reprimands.read"
        " oversight.read oversight.remind oversight.evaluate evidence.collect"
        " reports.read_pressure reports.read_pressure_on_oversight"
    ),
    "custodian": "identities.unseal",
    "auditor": (
        "corrections.read links.read standards.read_drafts reports.read reports.read_all statistics.read_internal"
        " journal.read reprimands.read oversight.read evidence.collect"
    ),
}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_exactly_what_the_domain_model_gives_it(role):
    allowed = {action for action in ACTIONS if is_allowed(role, action)}

    assert allowed == set(f"{ALLOWED[role]} {EVERYBODY}".split())


def test_an_unknown_action_is_nobodys():
    assert not any(is_allowed(role, "reports.delete") for role in ROLES)


BANDUNG, SLEMAN = 1, 2


@pytest.mark.parametrize(
    ("agency", "unit", "is_reached"),
    [
        (BANDUNG, "1/5/", True),
        (BANDUNG, "1/5/9/", True),
        (BANDUNG, "1/", False),
        (BANDUNG, "1/50/", False),
        (BANDUNG, "", False),
        (SLEMAN, "1/5/", False),
        (None, "1/5/", False),
    ],
)
def test_a_role_reaches_its_own_unit_and_what_is_below(agency, unit, is_reached):
    liaison = Actor(7, (Membership("liaison", BANDUNG, "1/5/"),))

    assert is_permitted(liaison, "reports.answer", agency, unit) is is_reached


def test_a_role_for_the_whole_agency_reaches_all_its_units_and_no_other_agency():
    admin = Actor(7, (Membership("agency_admin", BANDUNG),))

    assert is_permitted(admin, "reports.read", BANDUNG, "1/5/9/")
    assert not is_permitted(admin, "reports.read", SLEMAN, "")


def test_an_agency_role_without_an_agency_reaches_nothing():
    nobody = Actor(7, (Membership("liaison"),))

    assert not is_permitted(nobody, "reports.read", None)
    assert not is_permitted(nobody, "reports.read", BANDUNG)


@pytest.mark.parametrize("role", ROLES)
def test_what_is_no_agencys_own_is_open_to_each_role_that_may_wherever_it_is_held(role):
    holder = Actor(7, (Membership("counter", SLEMAN), Membership(role, BANDUNG, "1/5/")))

    assert is_permitted_somewhere(holder, "search.read_terms") == ("search.read_terms" in ALLOWED[role])


def test_who_holds_no_role_reaches_what_is_no_agencys_own_only_when_everybody_may():
    for nobody in (PUBLIC, REPORTER, Actor(7), Actor(7, (Membership("editor"),))):
        assert not is_permitted_somewhere(nobody, "search.read_terms")
        assert is_permitted_somewhere(nobody, "directory.read")


@pytest.mark.parametrize("role", NATIONAL_ROLES)
def test_a_national_role_reaches_every_agency_for_its_own_actions_only(role):
    actor = Actor(7, (Membership(role),))

    for action in ACTIONS:
        assert is_permitted(actor, action, SLEMAN, "3/") == (is_allowed(role, action) or is_allowed("public", action))


def test_rights_do_not_mix_across_memberships():
    actor = Actor(7, (Membership("editor", BANDUNG), Membership("publisher", SLEMAN)))

    assert not is_permitted(actor, "standards.publish", BANDUNG)
    assert not is_permitted(actor, "standards.edit", SLEMAN)


def test_an_officer_may_report_like_everybody():
    assert is_permitted(Actor(7, (Membership("editor", BANDUNG),)), "reports.submit", SLEMAN)


def test_somebody_without_an_account_may_submit_but_follows_only_with_a_code():
    assert is_permitted(PUBLIC, "reports.submit", BANDUNG)
    assert not is_permitted(PUBLIC, "reports.follow", BANDUNG)
    assert is_permitted(REPORTER, "reports.follow", BANDUNG)
    assert not is_permitted(REPORTER, "reports.read", BANDUNG)


def test_the_journal_names_who_acted_by_kind():
    assert [one.kind for one in (PUBLIC, REPORTER, SYSTEM, Actor(7))] == ["public", "reporter", "system", "user"]
