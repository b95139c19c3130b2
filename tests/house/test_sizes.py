"""Small modules, short functions: what does not fit has a second thing in it that wants a name of its own."""

from __future__ import annotations

import ast
import statistics

from tests.house.tree import product_files, python_files, syntax, text

MODULE = 250
MODULE_MEDIAN = 100
FUNCTION = 40


def test_modules_are_at_most_250_lines() -> None:
    long = {str(path): lines for path in python_files() if (lines := text(path).count("\n")) > MODULE}
    assert not long


def test_the_median_module_is_under_100_lines() -> None:
    sizes = [text(path).count("\n") for path in product_files()]
    assert statistics.median(sizes) < MODULE_MEDIAN


def test_functions_are_at_most_40_lines() -> None:
    long = [
        f"{path}:{node.lineno} {node.name}: {lines}"
        for path in python_files()
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (lines := _length(node)) > FUNCTION
    ]
    assert not long


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_every_module_says_what_it_is_for() -> None:
    silent = [str(path) for path in python_files() if text(path).strip() and not ast.get_docstring(syntax(path))]
    assert not silent
