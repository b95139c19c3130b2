"""PostgreSQL behind the index: tables of our own tokens, no extension. Its parts: places, writing, shelves, index."""

from search.postgres_index.index import PostgresIndex, drop, renew, successor

__all__ = ["PostgresIndex", "drop", "renew", "successor"]
