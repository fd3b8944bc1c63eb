"""The auditor's workbook: an assessment with formulas that reckon every figure again.

``nodes`` and ``formulas`` turn an edition's rules into cells, ``places`` says where they stand,
``options``, ``sheets``, ``rules_sheet`` and ``summary`` draw them, ``write`` makes the file.
"""
