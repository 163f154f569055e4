from treeline.kernel.features import Feature
from treeline.kernel.sealed import sealed_columns
from treeline.mail import tasks
from treeline.mail.content import SEALED
from treeline.mail.settings import MailSettings

FEATURE = Feature(settings=MailSettings, tasks=[tasks], gives=[sealed_columns(SEALED)])
