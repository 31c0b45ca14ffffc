"""What pages ask the board.

| module | what for |
|---|---|
| card_queries, card_rows, searching, views | cards: a board, a list, one, a search |
| waiting_interests | whose conflict of interest a coordinator is to decide about |
| worklist | what waits for one person of the house |
| session_calendar, process_numbers | sessions between two instants; readable numbers |
"""
