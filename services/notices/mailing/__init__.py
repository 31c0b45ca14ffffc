"""When a letter is sent, with which others, and how it gets to the mail server.

| module | what |
|---|---|
| sending, codes | letters that are due, and codes for signing in, which never wait behind them |
| preparing, outcomes | from a row to its mail; what became of the row |
| gathering, digest, reminding | rows told in one letter: staff's of a day, several reminders at once |
| called_off | what becomes of several sessions that are called off, in one letter |
| changing, changes_told | changed sessions that are told together, and their letter |
| answers | how many mails a stranger can cause |
| post, replies | the line to the mail server, and what it replies |
| falling_due, trial | what is due, for the report; a mail that tries the settings |
"""
