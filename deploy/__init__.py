"""How Luotsi is started, stopped and looked after on one machine. No business rule lives here.

| module | what for |
|---|---|
| command_line | the words that `./luotsi` understands, and their help |
| environment, installing | make the Python environment from uv.lock on first use |
| doctor | says what a machine lacks, and how to mend it |
| checks, browser | lint, types, import contracts and the tests; the browser that some of them need |
| processes | THE list of what a platform consists of |
| place, keys | a platform's folder and ports, and its secrets |
| servers, postgres, mailbox | how the servers of one machine are started, and the catcher of its mail |
| databases, streams | a database and a role each, migrations; the only declarer of streams and consumers |
| launch, keeping, supervise, running, bound | start processes, keep them running, stop them, leave nothing behind |
| nursery, forking | a process that has loaded what all services share, and forks the next one |
| up, doors | the platform until Ctrl-C; where its two doors are, and who may sign in |
| demo/ | the demo year: people's orders, the driver, the checks |
| figures, parked, board | what a running platform holds, and what it could not handle; the board built anew |

`command_line`, `environment` and `doctor` run before there is an environment: standard library only.
"""
