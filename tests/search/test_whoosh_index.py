"""The index on Whoosh: the contract, and what only files on a disk can suffer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.index import Index, open_index
from tests.contracts.index_finding import FindingContract


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    opened = open_index("whoosh:", tmp_path / "index")
    yield opened
    opened.close()


class TestFinding(FindingContract):
    pass
