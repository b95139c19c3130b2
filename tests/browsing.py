"""Waiting for what a page does by itself."""

from __future__ import annotations

import time

from playwright.sync_api import Page

PATIENCE = 30.0
"""Seconds until a condition counts as never coming true."""


def until(page: Page, condition: str) -> None:
    """Asks the page until ``condition`` is true. Playwright's own way asks by "eval", which the security policy of our pages forbids."""
    end = time.monotonic() + PATIENCE
    while not page.evaluate(condition):
        assert time.monotonic() < end, f"never true: {condition}"
        page.wait_for_timeout(50)
