"""Second floor: from a result to a PDF."""
