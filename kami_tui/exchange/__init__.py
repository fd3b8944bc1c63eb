"""Second floor: assessments into the formats that others read."""
