"""A signed version's file: made once with the names of that day, sealed, kept, and given away as it is.

`kept.py` is the row, `making.py` fills it when it is due, `evidence.py` reads what everybody said, and `shown.py`
tells whoever holds a copy which paper it is.
"""
