"""Mezzanine: the program's words in Indonesian and English; how each writes numbers and dates."""
