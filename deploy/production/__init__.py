"""A platform whose servers are elsewhere: what a machine of one's own needs to run our programs, from the one list.

| module | what for |
|---|---|
| told | what each program is told: settings, which of them are secrets, and which keys it reads |
| units | the programs as units of systemd, each as a user of its own and with no more than it needs |
| files | the files of settings that an administrator fills in |
| proxy | the web server with HTTPS that stands before the two doors |
| compose, compose_servers, Caddyfile | docker-compose.yml, printed from the list: programs, servers, the web server |
| temporal_databases | the role and the databases of a Temporal server that keeps its data in PostgreSQL |
| superuser_steps, migrating | `./luotsi databases`: what an administrator of PostgreSQL does, and what the roles do |
| elsewhere | the same folder, read again by commands |
| checking, checking_databases, checking_broker | what its servers lack, in a sentence each, for `doctor` |
| rotating | `./luotsi rotate`: another seed, password or key, and who has to be told |
| installing | `./luotsi install`: all of these, in one folder |
"""
