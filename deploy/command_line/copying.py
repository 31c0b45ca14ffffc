"""What copies a platform, and brings it back."""

from deploy.backup.words import BACKUP, LOST, RESTORE
from deploy.command_line.arguments import Commands, add_data, add_place, command, folder


def add_backup(commands: Commands) -> None:
    """backup, restore, begin-lost."""
    backup = command(commands, "backup", "copy a platform that runs, keys apart", BACKUP)
    add_data(backup)
    backup.add_argument(
        "folder", type=folder, metavar="FOLDER", help="where the copy is laid, under a name of its own"
    )
    backup.add_argument("--seal-for", metavar="age1...", help="whose key alone opens it")
    backup.add_argument(
        "--nightly", type=folder, metavar="DIR", help="make none now: write a timer for systemd into DIR"
    )
    restore = command(commands, "restore", "lay out a backup in an empty folder", RESTORE)
    add_place(restore)
    restore.add_argument("backup", type=folder, metavar="BACKUP", help="what `backup` made")
    restore.add_argument("--keys", type=folder, metavar="DIR", help="the copy of the keys, for a new folder")
    restore.add_argument("--opened-by", type=folder, metavar="FILE", help="the key that opens a sealed one")
    add_data(command(commands, "begin-lost", "begin anew what a lost Temporal no longer knows", LOST))
