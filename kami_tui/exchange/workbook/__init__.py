"""A questionnaire that was filled in with a spreadsheet program, read without knowing its cells.

``package`` (is the file safe to open) -> ``grid`` (its cells) -> ``layout`` (which cell is whose)
-> ``reading`` (what is said, and what is not understood).
"""
