"""The program's languages."""

LANGUAGES = ("id", "en")
"""Indonesian first: it is the language of the instrument."""
