"""What a run found, for a reader: a table for the terminal, and the same for the README."""

from collections.abc import Iterator, Mapping
from typing import Any

_ROW = "{:<10} {:<16} {:>9} {:>9} {:>9} {:>9} {:>9}"


def as_text(result: Mapping[str, Any]) -> str:
    """The whole run on a page."""
    return "\n".join(_lines(result))


def as_markdown(result: Mapping[str, Any]) -> str:
    """The goals and the whole queries as two tables of the README."""
    lines = ["| Figure | Goal | Measured | |", "|---|---|---|---|"]
    for goal in result["goals"]:
        limit = f"{goal['kind']} {_number(goal['limit'])} {goal['unit']}".strip()
        measured = f"{_number(goal['measured'])} {goal['unit']}".strip()
        lines.append(f"| {goal['words']} | {limit} | {measured} | {_verdict(goal)} |")
    lines += ["", "| Services | Engine | p50 ms | p95 ms | p99 ms | middle half ms |", "|---|---|---|---|---|---|"]
    for services, name, figures in _whole_queries(result):
        middle = f"{_number(figures['p25'])} - {_number(figures['p75'])}"
        cells = [services, name, *(_number(figures[key]) for key in ("p50", "p95", "p99")), middle]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _lines(result: Mapping[str, Any]) -> Iterator[str]:
    machine, run, rows = result["machine"], result["run"], result["rows"]
    yield f"sipp's search beside its peers, {run['at']}, commit {machine['commit']}, {run['seconds']:.0f} s"
    yield (
        f"{machine['cores']} cores ({machine['processor']}), Python {machine['python']}, SQLite {machine['sqlite']}, "
        f"load {machine['load_at_start']} at the start"
    )
    yield f"{run['queries']} distinct queries in {run['rounds']} rounds, seed {run['seed']}, no result cache"
    for peer, reason in result["missing_peers"].items():
        yield f"NOT MEASURED: {peer}: {reason}"
    yield ""
    yield "Whole query in milliseconds: plan, search, offers, counts, first page"
    yield _ROW.format("services", "engine", "p50", "p95", "p99", "IQR", "answered")
    for services, name, figures in _whole_queries(result):
        shown = [_number(figures[key]) for key in ("p50", "p95", "p99", "iqr")]
        ended = f"  {figures['ended_after_10_s']} ended after 10 s" if figures["ended_after_10_s"] else ""
        yield _ROW.format(services, name, *shown, f"{figures['answered']:.0%}") + ended
    yield ""
    growth = ", ".join(f"{name} {value:.2f} x" for name, value in rows["growth"].items())
    yield f"Growth of p95: {growth or 'needs two sizes'}"
    pages, processes, saving = rows["page_over_http"], rows["two_processes"], rows["save_to_visible"]
    yield f"Search pages a second: sipp {_middle(pages['sipp'])}, over FTS5 {_middle(pages['flat_fts5'])}"
    yield (
        f"Queries a second: one process {_middle(processes['one_process'])}, two {_middle(processes['two_processes'])}"
    )
    seen, step = saving["until_visible_seconds"], saving["index_step_ms"]
    yield (
        f"Saved until visible: p50 {seen['p50']} s, p95 {seen['p95']} s; "
        f"index step p50 {step['p50']}, p95 {step['p95']} ms"
    )
    rebuild = rows["rebuild"]
    meanwhile = rebuild["queries_answered_meanwhile"] or {"count": 0, "p95": None}
    yield (
        f"Full rebuild: sipp {_middle(rebuild['sipp_seconds'])} s, FTS5 {_middle(rebuild['fts5_index_seconds'])} s "
        f"(with collecting its pages {_middle(rebuild['fts5_collect_and_index_seconds'])} s); "
        f"{meanwhile['count']} queries answered meanwhile, p95 {_number(meanwhile['p95'])} ms"
    )
    memory, hostile = rows["memory"], rows["hostile"]
    yield (
        f"A web process after {memory['queries_each']} queries: {memory['rss_mb']} MB resident, "
        f"{memory['pss_mb']} MB when what is shared is shared out"
    )
    statuses = ", ".join(f"{number} x {status}" for status, number in hostile["statuses"].items())
    yield f"Hostile queries: p99 {_number(hostile['p99'])} ms, slowest {_number(hostile['largest'])} ms ({statuses})"
    yield ""
    yield f"Goals, at {run['sizes'][-1]:,} services"
    for goal in result["goals"]:
        limit = f"{goal['kind']} {_number(goal['limit'])} {goal['unit']}".strip()
        measured = f"{_number(goal['measured'])} {goal['unit']}".strip()
        yield f"{_verdict(goal):<12} {measured:>12}   {limit:<16} {goal['words']}"


def _whole_queries(result: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for services, engines in result["rows"]["whole_query"].items():
        for name, figures in engines.items():
            yield f"{int(services):,}", name, figures


def _verdict(goal: Mapping[str, Any]) -> str:
    return {True: "reached", False: "NOT REACHED", None: "not measured"}[goal["reached"]]


def _middle(figures: Mapping[str, float]) -> str:
    return f"{_number(figures['median'])} ({_number(figures['least'])} - {_number(figures['most'])})"


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
