"""Operations on a real database, SQLite and PostgreSQL."""
