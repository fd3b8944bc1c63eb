"""First floor: what the program does, spoken to through ports. No file, database or screen here."""
