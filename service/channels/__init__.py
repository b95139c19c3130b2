"""The ways in and out that need somebody at the other end: mailboxes that are fetched, and programs that are told."""
