"""How Luotsi is started, stopped and looked after on one machine. No business rule lives here.

| module | what for |
|---|---|
| command_line | the words that `./luotsi` understands, and their help |
| environment | makes the Python environment from uv.lock on first use |
| doctor | says what a machine lacks, and how to mend it |
| checks | lint, types, import contracts and the tests |

`command_line`, `environment` and `doctor` run before there is an environment: standard library only.
"""
