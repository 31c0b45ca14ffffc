"""A plan is proposed before it binds.

| module | what |
|---|---|
| deadlines | until when it is answered, as a rule |
| plans | a plan is found, and its times are held in the supervisor's diary |
| proposing | by the process itself, or by a person |
| answering | whoever acts for those who meet confirms it, or asks for other days |
| replanning | what happens to an open one when the year turns |
| showing | what of it is shown to whom |
"""
