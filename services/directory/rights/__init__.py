"""What people are to an organisation or to the provider, and what they may do and give by it.

| module | what |
|---|---|
| authority | who may do something today |
| relations | roles, given and ended |
| giving | what somebody may give, for the pages |
| first_administrator | who comes in by a link when there is nobody yet |
"""
