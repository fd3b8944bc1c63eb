"""Ground floor: the instrument, the answers, the rules. Values only; no file, clock or screen."""
