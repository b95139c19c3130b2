"""The index seam on Whoosh-Reloaded: the only package that imports whoosh. Its parts: schema, places, writing, searching."""

from search.whoosh_index import windows
from search.whoosh_index.engine import WhooshIndex, successor

windows.install()

__all__ = ["WhooshIndex", "successor"]
