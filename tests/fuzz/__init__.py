"""Everything that takes text or bytes from outside, given any text and any bytes."""
