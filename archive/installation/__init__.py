"""What belongs to an installation and to no space: its spaces, people, sessions, keys of devices, and who did what to them."""

from archive.installation.house import Installation, open_installation

__all__ = ["Installation", "open_installation"]
