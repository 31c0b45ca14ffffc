"""What a machine of one's own needs."""

from deploy.command_line.arguments import Commands, add_data, command, folder, host


def add_install(commands: Commands) -> None:
    install = command(commands, "install", "write the units and settings of a firm's own machine", INSTALL)
    install.add_argument("folder", type=folder, metavar="FOLDER", help="for example /etc/luotsi")
    for door in ("portal", "console"):
        install.add_argument(
            f"--{door}", type=host, metavar="HOST", required=True, help=f"the {door}'s name in browsers"
        )
    install.add_argument(
        "--postgres",
        metavar="HOST:PORT",
        default="127.0.0.1:5432",
        help="the database server (default: 127.0.0.1:5432)",
    )
    install.add_argument(
        "--containers", action="store_true", help="for docker-compose.yml, in place of units and a web server"
    )
    made = command(commands, "databases", "bring databases elsewhere to this release", DATABASES)
    made.add_argument("folder", type=folder, metavar="FOLDER", help="what `install` wrote")
    made.add_argument(
        "--sql", action="store_true", help="print what an administrator of the server does first"
    )


def add_rotation(commands: Commands) -> None:
    rotate = command(commands, "rotate", "another key or password in place of one", ROTATE)
    add_data(rotate)
    rotate.add_argument("what", choices=ROTATED, metavar="WHAT", help=", ".join(ROTATED))
    rotate.add_argument(
        "names", metavar="NAME", nargs="*", help="whose seed or password (default: everybody's)"
    )


INSTALL = """\
For a machine of your own whose servers (PostgreSQL, NATS, Temporal, mail) run by
themselves. Writes into FOLDER: a unit of systemd for each program, the settings
to fill in, a web server's file for the two doors, and keys and passwords that
are made once. What is there already of settings, keys and passwords stays as it
is; units are written anew. Starts nothing, and says what to do next.
"""

ROTATED = ("seed", "password", "payloads", "notes", "links", "seal", "proofs", "marks", "questions")
"""deploy/machine/rotation.py knows what they are."""

ROTATE = """\
For when somebody may have seen one: a program's seed, by which the broker knows it,
the password of its database, or a ring of keys: payloads (what Temporal stores),
notes, links (in mails), seal (on papers), proofs (who is signed in), or the keys
for which questions between programs are sealed. Seeds and passwords are replaced; a ring
gets a new key that seals from now on, and keeps the old ones for what they sealed.
For the folder, whose platform has to stand still, or for the one that LUOTSI_SETTINGS
names. Says who has to be told and started again.
"""

DATABASES = """\
For a PostgreSQL of your own or a managed one. First, with --sql, prints a file for
psql: the roles, the databases and the extensions, which need an administrator of
the server; it holds no password in the clear. Then, without, makes the tables as
each database's own role, by the addresses in FOLDER/secrets; again is no harm. What
hinders is told in a sentence each, and the exit code is 1.
"""
