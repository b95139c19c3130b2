"""The tables of one space on SQLite or PostgreSQL. Derived from the journal and rebuilt from it; decides nothing."""
