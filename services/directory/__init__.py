"""Directory: organisations and their departments, people, relations and passkeys, supervisors and credentials.

| where | what |
|---|---|
| customers/ | organisations, their departments, who asks to be admitted |
| people, addresses, typed_names, same_person/ | who somebody is, by which address, and that two entries are one |
| rights/ | who is what to whom, and what they may give |
| supervision/ | supervisors, their credentials, and when they leave |
| ending, history | an entry ends; what was changed in one |
| listing, ordering | lists for the pages |
| passkeys, promises | with what people sign in; what the provider promises from a day on |
"""
