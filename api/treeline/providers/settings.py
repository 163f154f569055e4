from pydantic import Field

from treeline.apps.settings import AppSettings
from treeline.kernel.settings import CommaList


class AttachmentSettings(AppSettings):
    # Hosts that attachments of end users may name though they are not public
    attachment_allowed_hosts: CommaList = Field(default_factory=list)
