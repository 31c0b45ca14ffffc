"""The visitor's organisation and its people."""
