"""The interface for programs, under the same rules as the screens."""
