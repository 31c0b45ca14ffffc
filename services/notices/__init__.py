"""Mails and calendar invitations: what is told to whom, in their language, once.

| where | what |
|---|---|
| handlers/ | which function hears which event, a file for each service that says it |
| letter_kinds/ | every kind of letter, by area: on which events, where it leads, what answers it |
| occasions/ | from an event to the letters that wait |
| process_facts | what is remembered of processes: numbers, parties, when sessions are |
| reminders | when people are reminded of a session |
| choices | how people want their mails |
| writing, settling, dropping | a letter is kept once; it waits for what may follow; one that was answered is not sent |
| commit_signal | a commit wakes who sends |
| composing/ | from a waiting row to the mail: readers, links, words, calendar entries |
| mailing/ | when it is sent, with what, and how to the mail server; codes |
| mails, undelivered | what was sent, as pages are shown it, and what did not arrive |
| wording/ | the words, a file a language |
"""
