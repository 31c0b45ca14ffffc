"""Mails and calendar invitations: what is told to whom, in their language, once.

| where | what |
|---|---|
| letter_kinds/ | every kind of letter, by area: on which events, where it leads, what answers it |
| inquiry_letters, contract_letters, session_letters, invoice_letters | from an event to the letters that wait |
| process_facts | what is remembered of processes: numbers, parties, when sessions are |
| choices | how people want their mails |
| writing, dropping | a letter is kept once; one that was answered is not sent |
| commit_signal | a commit wakes who sends |
| mailing/ | from a waiting row to the mail server: readers, links, words, calendar entries, codes |
| mails | what was sent, as pages are shown it |
| wording/ | the words, a file a language |
"""
