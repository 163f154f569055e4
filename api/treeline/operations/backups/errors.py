"""Why a backup is not made, or not restored. Each is told before a row is written."""


class BackupRefused(Exception):
    """`code` is for programs, the message for people."""

    code = "backup_refused"

    @property
    def message(self) -> str:
        return str(self)


class NoBackup(BackupRefused):
    """There is nothing, or something else."""

    code = "not_a_backup"


class BackupIncomplete(BackupRefused):
    """It was cut off, or making it was."""

    code = "backup_incomplete"


class BackupAltered(BackupRefused):
    code = "backup_altered"


class BackupNewer(BackupRefused):
    """Made by a later version of Treeline."""

    code = "backup_newer"


class PassphraseRequired(BackupRefused):
    code = "passphrase_required"


class WrongPassphrase(BackupRefused):
    code = "wrong_passphrase"


class OtherSecretKey(BackupRefused):
    code = "secret_key_differs"


class TargetNotEmpty(BackupRefused):
    code = "target_not_empty"


class TargetInUse(BackupRefused):
    code = "target_in_use"


class SchemaDiffers(BackupRefused):
    code = "schema_differs"


class PlaceTaken(BackupRefused):
    """Something else is where the backup should go."""

    code = "place_taken"


class RestoredDiffers(BackupRefused):
    """What was written is not what is read back: somebody else writes, or the database changes values."""

    code = "restored_differs"
