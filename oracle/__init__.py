"""What the hidden tests know and students must not: the right answers, and good questions. Never released."""
