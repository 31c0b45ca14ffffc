"""How Luotsi is started, stopped and looked after on one machine. No business rule lives here.

| module | what for |
|---|---|
| command_line/ running, keeping, copying, installing, proving, arguments | the words of `./luotsi`, and their help |
| processes | THE list of what a platform consists of |
| streams | all streams and consumers, declared: who says events, and who listens |
| room | how much of a disk the streams may take |
| platform, up | all processes as one thing: started, kept and stopped in order; until Ctrl-C |
| checkout/ environment, installing | make the Python environment from uv.lock on first use |
| checkout/ doctor, mail_check, settings_faults | says what a machine lacks; whether mail could leave it |
| checkout/ seal_check, seal_time | whether an outside authority says the time of seals |
| checkout/ einvoice_check | whether the schema of Finvoice is there |
| checkout/ servers_check | whether the servers of a platform elsewhere let each program in |
| checkout/ checks, lanes, dealing, trials, browser | lint, types, import contracts, tests, long proofs; a browser |
| machine/ installation, ports, keys, seal_keys | a platform's folder, its ports and its secrets |
| machine/ servers, postgres, temporal_indexes, mailbox | how one machine's servers are started; who catches its mail |
| machine/ broker_settings | who may say and hear what, written for the broker |
| machine/ databases, rotation | a database and a role for each service, and their migrations; another key or password |
| production/ told, files | what each program is told where the servers are elsewhere, and the files to fill it in |
| production/ compose, compose_servers, temporal_databases | docker-compose.yml; Temporal's role and databases |
| production/kubernetes/ chart, objects, secrets | a chart for Kubernetes, and the secrets that it is handed |
| production/ rotating | the same, where servers have to be told |
| production/ superuser_steps, migrating | databases on a server that somebody else keeps |
| production/ elsewhere | what is written there, read again |
| production/ checking, checking_databases, checking_broker | what the servers elsewhere lack |
| production/ units, proxy, installing | each program as a unit of systemd; the web server before them; all written |
| schema/ catalogue, declared | what a database consists of, and what the tables in the code say it should |
| rights/ table, asked, accounts, users, unproved | what each program may say and hear, by what its code asks |
| schema/ migration, next_step, remainder | a service's next migration step, written by comparing the two |
| running/ launch, restarting | one process: started, asked whether it is ready, started again when it dies |
| running/ errands | one that does its work and ends |
| running/ die_with_parent, pid_file | nothing is left behind, also after kill -9 |
| running/fork_server/ server, client | a process that has loaded what all services share, and forks the next one |
| running/fork_server/ programs | which programs there are to run, found before a child is born |
| running/fork_server/ warming | what each child would do once and the same, done before they are born |
| backup/ manifest, copying | a platform copied while it runs, keys apart |
| backup/ restoring, reconciling, later_mails, commands, words | laid out elsewhere, and brought into step |
| backup/ opening, room | a sealed one as the folder that it was; whether a disk has room for it |
| backup/ nightly | units of systemd that make one every night |
| backup/tables/ instant, rows, taking, laying | databases of somebody else's server, out and in again |
| backup/sealed/ bech32, key_pairs, header, payload, files | a backup as one file that one key opens |
| operating/ addresses, first_administrator | where the two doors are, who may sign in, and the link of the very first |
| operating/ lost_processes | what a lost Temporal no longer knows begins anew |
| operating/ figures, counted, mails | what it holds and has mailed: what was lost, what was doubled |
| operating/ row_counts, event_counts, mail_counts | the same, place by place: databases, streams and histories, mails |
| operating/ health | what every program says of itself, and what the broker has refused |
| operating/ parked, rebuild_board | what it could not handle; the board built anew |
| operating/ entering | a command's way to the broker, or a sentence that says why there is none |
| operating/ opened, printable | and to a database; what others have said, for a terminal |
| operating/ which | with which platform a command speaks: the environment's, or the one of a folder |
| operating/ releases | which release of the worker carries the processes, and going over |
| demo/ | the demo year: people's orders, who carries them out (driving/), the checks |

`command_line` and all that `checkout/` imports run before there is an environment: standard library only;
`settings_faults` alone runs in it.
"""

from pathlib import Path

import services.runtime  # noqa: F401  # before any library: it says which are not loaded

CHECKOUT = Path(__file__).resolve().parent.parent
"""The folder that all of the project is in."""
