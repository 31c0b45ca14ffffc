"""The board: what the console keeps of every process, projected from the services' events. It knows no page.

| module | what for |
|---|---|
| cards, series_rows, timeline | what an event puts on its process's card, among its sessions, into its timeline |
| following, commissioners | what follows from these facts, of one card or of many at once |
| phases, tasks, words | pure rules: in which phase a process is, what waits for a person; what a search compares |
| card_queries, card_rows, searching, views | cards as pages ask for them: a board, a list, one, a search |
| worklist, session_calendar, process_numbers | one person's tasks; sessions between two instants; readable numbers |
| assignments | which coordinator looks after which process |
| live_changes, board_lock | what open pages follow; one change at a time |
| rebuilding, stored_events, together | all built anew from the streams, many events at once |
| beside, taking_place | where the new board is kept meanwhile, and how it is put in the place of the old one |
"""
