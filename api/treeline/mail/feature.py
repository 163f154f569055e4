from treeline.kernel.deeds import Named, named
from treeline.kernel.features import Feature
from treeline.kernel.sealed import sealed_columns
from treeline.mail import tasks
from treeline.mail.content import SEALED
from treeline.mail.models import Mail
from treeline.mail.settings import MailSettings

FEATURE = Feature(
    settings=MailSettings,
    tasks=[tasks],
    gives=[sealed_columns(SEALED), named(Named("mail_id", "mail", Mail.id, Mail.recipient))],
)
