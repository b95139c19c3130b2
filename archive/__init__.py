"""The core: what exists and where it is kept. Imports nothing else of ours."""
