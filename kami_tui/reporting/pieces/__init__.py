"""A long report in pieces: each laid out and drawn on its own, then joined to one PDF."""
