"""What belongs to an installation and to no space: its spaces, people, sessions, keys of devices, and who did what to them.

Imports nothing, so that the plain values in ``person`` are to be had without a database; ``house`` opens everything.
"""
