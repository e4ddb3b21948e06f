"""What falls due on its own, without anybody asking: each job may run at any time, any number of times."""

from collections.abc import Callable
from datetime import timedelta

from flask import current_app

from sipp import clock
from sipp.config import Config
from sipp.db import current_session, forget_replaced_bytes, unit_of_work
from sipp.operations import erasure, stored_files
from sipp.operations.case_digests import remind_officers
from sipp.operations.corrections import forget_old_words
from sipp.operations.delivering import deliver_left_behind
from sipp.operations.drafts import delete_expired_drafts
from sipp.operations.escalation import climb, let_time_pass
from sipp.operations.evaluations import close_year
from sipp.operations.import_work import forget_old_runs
from sipp.operations.links import note_links
from sipp.operations.people import forget_old_invitations
from sipp.operations.reminders import remind
from sipp.operations.reprimands import escalate_uncured
from sipp.operations.search_terms import delete_old_terms
from sipp.operations.sign_in import forget_old_sign_ins
from sipp.operations.unsealing import end_old_requests
from sipp.storage import attachments

UNFINISHED_KEPT_FOR = timedelta(days=1)


def run_due() -> dict[str, int]:
    """Do everything that is due now; how many things each job dealt with."""
    return {name: job() for name, job in JOBS.items()}


def forget_expired_drafts() -> int:
    """Delete forms that were not touched for 72 hours."""
    with unit_of_work():
        return delete_expired_drafts()


def forget_old_search_terms() -> int:
    """Delete counts of queries after 400 days, and rare ones sooner."""
    with unit_of_work():
        return delete_old_terms()


def forget_words_of_corrections() -> int:
    """Delete what citizens wrote in corrections that were decided a year ago."""
    with unit_of_work():
        return forget_old_words()


def deliver_reports_left_behind() -> int:
    """Deliver what was filed in the moment its agency began to receive reports."""
    with unit_of_work():
        return deliver_left_behind()


def list_links() -> int:
    """Keep the list of links to visit in step with services and agencies."""
    with unit_of_work():
        return note_links()


def remind_of_upkeep() -> int:
    """Remind editors and publishers of what is due, each at most once a week."""
    with unit_of_work():
        return remind()


def tell_officers_what_waits() -> int:
    """One digest a person and working day about the reports that wait."""
    with unit_of_work():
        return remind_officers()


def move_reports_on() -> int:
    """Deem complete, deem withdrawn, let lapse: what the end of a clock means."""
    return _until_none(let_time_pass)


def climb_with_lateness() -> int:
    """Remind at half and most of the time, tell the superior, draft the reprimand."""
    return _until_none(climb)


def take_reprimands_further() -> int:
    """Escalate what was not cured within its three months."""
    return _until_none(escalate_uncured)


def evaluate_the_year() -> int:
    """Store the figures of every agency at the end of the year."""
    with unit_of_work():
        return close_year()


def end_old_unsealings() -> int:
    """End requests for sealed identities that nobody finished in a week."""
    with unit_of_work():
        return end_old_requests()


def remove_unfinished_files() -> int:
    """Remove uploads that a crash left half written, or whole and without their row."""
    config: Config = current_app.config["SIPP"]
    before, folders = clock.now() - UNFINISHED_KEPT_FOR, (config.attachments_dir, config.documents_dir)
    return sum(attachments.remove_unfinished(one, before) + stored_files.settle(one, before) for one in folders)


def forget_old_accounts_traces() -> int:
    """Delete what signing in and inviting left behind and nobody needs any more."""
    with unit_of_work():
        return forget_old_sign_ins() + forget_old_invitations()


def forget_old_imports() -> int:
    """Delete files that nobody came back to, and old lists of imported drafts."""
    with unit_of_work():
        return forget_old_runs()


def carry_out_erasures() -> int:
    """Erase what is past its period, finish what was cut off, and leave no byte of it in the write-ahead log."""
    store, session = erasure.Store.of(current_app.config["SIPP"]), current_session()
    lines = erasure.outstanding(session.connection(), store)
    things = erasure.due()
    session.rollback()
    for line in lines:
        with unit_of_work():
            erasure.replay(line, store)
    for data, report_id in things:
        with unit_of_work():
            erasure.erase_due(data, report_id, store)
    forget_replaced_bytes()
    return len(lines) + len(things)


def forget_payloads() -> int:
    """Empty what the outbox did a month ago."""
    with unit_of_work():
        return erasure.forget_payloads()


def _until_none(step: Callable[[], bool]) -> int:
    """One thing a transaction, until nothing is due; how many there were."""
    done = 0
    while True:
        with unit_of_work():
            if not step():
                return done
        done += 1


JOBS: dict[str, Callable[[], int]] = {
    "expired drafts": forget_expired_drafts,
    "old search terms": forget_old_search_terms,
    "old sign-ins and invitations": forget_old_accounts_traces,
    "old imports": forget_old_imports,
    "words of old corrections": forget_words_of_corrections,
    "reports left behind": deliver_reports_left_behind,
    "links": list_links,
    "reminders of upkeep": remind_of_upkeep,
    "clocks of reports": move_reports_on,
    "lateness": climb_with_lateness,
    "reprimands": take_reprimands_further,
    "digests of reports": tell_officers_what_waits,
    "evaluation of the year": evaluate_the_year,
    "requests for identities": end_old_unsealings,
    "unfinished files": remove_unfinished_files,
    "payloads of the outbox": forget_payloads,
    "erasures": carry_out_erasures,
}
