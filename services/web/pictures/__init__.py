"""Pictures at the doors: one that is sent in, and those that pages show."""
