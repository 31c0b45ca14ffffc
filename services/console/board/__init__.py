"""The board: what the console keeps of every process, projected from the services' events. It knows no page.

| module | what for |
|---|---|
| cards, series_rows, timeline | what an event puts on its process's card, among its sessions, into its timeline |
| following, commissioners | what follows from these facts, of one card or of many at once |
| phases, tasks | pure rules: in which phase a process is, what waits for a person |
| assignments, same_person | which coordinator looks after which process; two entries of one person |
| live_changes, seen, board_lock | what open pages follow, and how far; one change at a time |
| search_words | what a search compares |
| queries/ | what pages ask: cards, tasks, sessions, numbers |
| rebuild/, together | all built anew from the streams, beside what is there; many events at once |
"""
