"""A backup as one file that only the holder of a key can read: the format of age (age-encryption.org/v1).

What is written here, the tool of that name opens, and the other way round.

| file | what it is about |
|---|---|
| bech32 | how a key is written |
| key_pairs | a new key, and its two halves as text |
| header | for whom a file is: its one-time key, wrapped |
| payload | the content, piece by piece |
| files | a whole folder to a file, and back |
"""
