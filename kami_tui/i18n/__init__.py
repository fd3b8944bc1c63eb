"""Mezzanine: the program's words in Indonesian and English, and how each writes numbers and dates."""
