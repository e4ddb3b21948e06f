"""Freeze published versions and append-only tables by triggers

Revision: 0002
"""

from alembic import op

revision = "0002"
down_revision = "0001"

CONTENT_TABLES = (
    "standard_variant",
    "standard_requirement",
    "standard_procedure_step",
    "standard_time_limit",
    "standard_fee",
    "standard_product",
    "standard_complaint_channel",
    "standard_legal_basis",
    "standard_staff_count",
    "standard_text",
)
APPEND_ONLY_TABLES = (
    "publication",
    "withdrawal",
    "verification",
    "review_due",
    "public_consultation",
    "audit_entry",
    "audit_link",
    "ledger_entry",
    "ledger_link",
    "report_event",
    "breach",
)


def upgrade() -> None:
    statements = _postgres() if op.get_bind().dialect.name == "postgresql" else _sqlite()
    for statement in statements:
        op.execute(statement)


def downgrade() -> None:
    is_postgres = op.get_bind().dialect.name == "postgresql"
    for name, table in _trigger_names():
        op.execute(f"DROP TRIGGER {name} ON {table}" if is_postgres else f"DROP TRIGGER {name}")
    if is_postgres:
        for function in ("refuse_change_of_published", "refuse_change_of_content", "refuse_change", "refuse_decree"):
            op.execute(f"DROP FUNCTION {function}()")


def _trigger_names() -> list[tuple[str, str]]:
    names = [(f"published_{act}", "standard_version") for act in ("update", "delete")]
    names += [(f"decree_{act}", "decree") for act in ("update", "delete")]
    names += [(f"{table}_{act}", table) for table in CONTENT_TABLES for act in ("insert", "update", "delete")]
    names += [(f"{table}_{act}", table) for table in APPEND_ONLY_TABLES for act in ("update", "delete")]
    return names


def _is_published(version_id: str) -> str:
    return f"EXISTS (SELECT 1 FROM standard_version WHERE id = {version_id} AND state = 'published')"


def _sqlite() -> list[str]:
    def refuse(name: str, when: str, condition: str, message: str) -> str:
        return f"CREATE TRIGGER {name} BEFORE {when} {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"

    statements = []
    for act in ("update", "delete"):
        when = f"{act.upper()} ON standard_version"
        statements.append(
            refuse(f"published_{act}", when, "WHEN OLD.state = 'published'", "a published version never changes")
        )
        adopted = "EXISTS (SELECT 1 FROM standard_version WHERE decree_id = OLD.id AND state = 'published')"
        statements.append(
            refuse(f"decree_{act}", f"{act.upper()} ON decree", f"WHEN {adopted}", "a decree in use never changes")
        )
    for table in CONTENT_TABLES:
        for act, version_ids in (
            ("insert", ("NEW.version_id",)),
            ("update", ("OLD.version_id", "NEW.version_id")),
            ("delete", ("OLD.version_id",)),
        ):
            condition = "WHEN " + " OR ".join(_is_published(version_id) for version_id in version_ids)
            when = f"{act.upper()} ON {table}"
            statements.append(refuse(f"{table}_{act}", when, condition, "a published version never changes"))
    for table in APPEND_ONLY_TABLES:
        for act in ("update", "delete"):
            statements.append(refuse(f"{table}_{act}", f"{act.upper()} ON {table}", "", f"{table} is append-only"))
    return statements


def _postgres() -> list[str]:
    def function(name: str, body: str) -> str:
        return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"

    give_back = "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
    adopted = "EXISTS (SELECT 1 FROM standard_version WHERE decree_id = OLD.id AND state = 'published')"
    statements = [
        function(
            "refuse_change_of_published",
            f"IF OLD.state = 'published' THEN RAISE EXCEPTION 'a published version never changes'; END IF; {give_back}",
        ),
        function(
            "refuse_decree",
            f"IF {adopted} THEN RAISE EXCEPTION 'a decree in use never changes'; END IF; {give_back}",
        ),
        function(
            "refuse_change_of_content",
            f"IF TG_OP <> 'INSERT' AND {_is_published('OLD.version_id')} "
            "THEN RAISE EXCEPTION 'a published version never changes'; END IF; "
            f"IF TG_OP <> 'DELETE' AND {_is_published('NEW.version_id')} "
            f"THEN RAISE EXCEPTION 'a published version never changes'; END IF; {give_back}",
        ),
        function("refuse_change", "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;"),
    ]
    functions = {"standard_version": "refuse_change_of_published", "decree": "refuse_decree"}
    functions |= dict.fromkeys(CONTENT_TABLES, "refuse_change_of_content")
    functions |= dict.fromkeys(APPEND_ONLY_TABLES, "refuse_change")
    for name, table in _trigger_names():
        act = name.rsplit("_", 1)[1].upper()
        statements.append(
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {functions[table]}()"
        )
    return statements
