"""A platform's folder, copied while people use it, and laid out anew elsewhere.

What counts is PostgreSQL: every fact is there. The streams are not copied: whoever speaks says everything again from
its outbox into a stream that is empty, and listeners know what they have applied. Temporal's store is copied first, so
that it is never newer than the databases: what it has not heard, it is told again. Keys are kept apart.

| module | what for |
|---|---|
| manifest | what a backup says of itself: when, by which release, with which schemas, keys and files |
| copying | `./luotsi backup`: the copy, verified before it gets its name |
| restoring | `./luotsi restore`: refused where it cannot succeed, then laid out in an empty folder |
| commands, words | both as the command line has them |
| sealed/ | a backup as one file that only the holder of a key can read |
| opening | such a file as the folder that it was |
| nightly | units of systemd that make one every night |
| later_mails | leaves out the mails that the databases do not know yet |
| reconciling | brings into step what was copied at different moments, and says what it did |
"""
