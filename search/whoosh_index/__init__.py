"""Whoosh-Reloaded behind the index: the only package that imports whoosh. Its parts: schema, writing, postings, vocabulary, build."""

from search.whoosh_index import windows
from search.whoosh_index.build import VERSION, WhooshBuild, create

windows.install()

__all__ = ["VERSION", "WhooshBuild", "create"]
