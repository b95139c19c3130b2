"""Musterwerk Maschinenbau GmbH, Aachen: a fictional machine builder with orders, suppliers and papers to practise and to measure on."""

from training.firm.generator import SETS, VERSION, Summary, generate

__all__ = ["SETS", "VERSION", "Summary", "generate"]
