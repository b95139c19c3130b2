"""tantivy behind the index: the only package that imports it. Its parts: schema, questions, reading, build."""

from search.tantivy_index.build import TantivyBuild, create
from search.tantivy_index.schema import VERSION

__all__ = ["VERSION", "TantivyBuild", "create"]
