"""One file per screen, each beside its style."""
