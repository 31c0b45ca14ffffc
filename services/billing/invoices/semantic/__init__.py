"""The invoice in the terms of EN 16931: every document is made from them, and they are checked before the number."""
