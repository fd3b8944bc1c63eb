"""Third floor: the terminal program."""
