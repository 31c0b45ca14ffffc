"""The board: what the console keeps of every process, projected from the services' events. It knows no page.

| module | what for |
|---|---|
| cards, series_rows, timeline | what an event puts on its process's card, among its sessions, into its timeline |
| phases, tasks, due | pure rules: in which phase a process is, what waits for a person, and until when |
| card_queries, card_rows, searching, views | cards as pages ask for them: a board, a list, one, a search |
| worklist, session_calendar, process_numbers | one person's tasks; sessions between two instants; readable numbers |
| assignments | which coordinator looks after which process |
| live_changes, board_lock, rebuilding | what open pages follow; one change at a time; all built anew |
"""
