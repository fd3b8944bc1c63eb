"""How this program's own auditor's workbook is known again, whoever has saved it since.

Defined names outlive any spreadsheet program; the words of sheets and heads are in two languages.
"""

from __future__ import annotations

MARK = "KAMI_AUDIT_BOOK"
"""Stands for the edition's id, as a text."""
REGISTER = "KAMI_REGISTER"
"""The rows of the evidence register, without its heads."""
COLUMNS = ("key", "title", "kind", "location", "dated", "valid_until", "items", "sha256")
"""What its columns hold, from the first."""
