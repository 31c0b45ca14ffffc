"""What `-h` says of the commands about a backup. Needs no package."""

BACKUP = """\
Copies databases, workflows, mails and settings of the platform that runs on the
folder, while people use it, reads the copy back, and gives it its name only then.
The keys are not in it: copy the folder's keys to another place, by hand and
apart, whenever they change. Whoever has both can read everything. With --seal-for
it is one file, which only the other half of that key opens (the format of age):
python -m deploy.backup.sealed.key_pairs prints a new one; keep it apart too.
Where LUOTSI_SETTINGS names a platform whose servers are elsewhere, its databases are
copied as they were at one moment, and nothing of Temporal.
"""
RESTORE = """\
Reads a backup, lays it out in the folder that --data names, which has to be empty,
with the keys that were kept apart, and brings into step what was copied at
different moments; it says what it did. Starts nothing: ./luotsi up is next.
Refused without the keys, for a damaged backup, and for one of a newer release.
Where LUOTSI_SETTINGS names a folder of settings, the rows are laid into the empty
databases that it names, and --data and --keys say nothing: its keys have to be those
of the backup.
"""
LOST = """\
For a Temporal that was lost altogether, once an empty one runs in its place: each
open process begins anew in its phase, from what the services know of it. What
Temporal knows goes on as it was, so that saying it twice does no harm. Speaks with
the folder's platform, or with the one that LUOTSI_NATS_URL names.
"""
