"""What the fork server imports once, so that a child can read at once. Imported for its effect, by nobody else.

The linear algebra library must not start threads: they would not survive the fork and would count against the memory bound.
"""

from __future__ import annotations

import os

os.environ.update(OMP_THREAD_LIMIT="1", OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")

import ingest.page_views
import ingest.pages  # noqa: F401 — after the environment is set, for its effect
