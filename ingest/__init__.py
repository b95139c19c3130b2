"""Understanding: bytes in, Proposal out. Keeps nothing and shows nothing."""
