"""The face of the Auftragsmappe, and the only place where its parts are put together."""

__version__ = "0.1.0"
