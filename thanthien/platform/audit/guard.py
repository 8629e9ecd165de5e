"""The database's own refusal to change or delete an audit row: triggers, by vendor."""

_SQLITE = """CREATE TRIGGER audit_entry_no_{what} BEFORE {what} ON audit_entry
BEGIN SELECT RAISE(ABORT, 'audit rows are final'); END"""

GUARD: dict[str, list[str]] = {
    "sqlite": [_SQLITE.format(what="UPDATE"), _SQLITE.format(what="DELETE")],
    "postgresql": [
        """CREATE FUNCTION audit_entry_is_final() RETURNS trigger AS $$
        BEGIN RAISE EXCEPTION 'audit rows are final'; END $$ LANGUAGE plpgsql""",
        """CREATE TRIGGER audit_entry_final BEFORE UPDATE OR DELETE ON audit_entry
        FOR EACH ROW EXECUTE FUNCTION audit_entry_is_final()""",
        """CREATE TRIGGER audit_entry_stays BEFORE TRUNCATE ON audit_entry
        FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_is_final()""",
    ],
}
UNGUARD: dict[str, list[str]] = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS audit_entry_no_UPDATE",
        "DROP TRIGGER IF EXISTS audit_entry_no_DELETE",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS audit_entry_stays ON audit_entry",
        "DROP TRIGGER IF EXISTS audit_entry_final ON audit_entry",
        "DROP FUNCTION IF EXISTS audit_entry_is_final()",
    ],
}
