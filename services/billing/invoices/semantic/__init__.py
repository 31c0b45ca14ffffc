"""The invoice in the terms of EN 16931: what every document of it is made from, and what is checked before its number."""
