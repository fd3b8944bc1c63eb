"""What script/bench measures, by subject."""
