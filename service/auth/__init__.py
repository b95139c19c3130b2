"""Who comes in and what they may do: passwords, second factor, visitors, rights. People are kept in ``archive.installation``."""
