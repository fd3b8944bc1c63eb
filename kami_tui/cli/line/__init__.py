"""The walk line by line: ``kami answer``. Commands, their effects, and the conversation."""
