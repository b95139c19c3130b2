"""Indexes that are files of this machine, whatever engine wrote them: one folder per build, a pointer to the present one."""

from search.embedded.index import EmbeddedIndex, renew, successor

__all__ = ["EmbeddedIndex", "renew", "successor"]
