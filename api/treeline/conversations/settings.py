from treeline.files.settings import FileSettings
from treeline.providers.settings import AttachmentSettings
from treeline.runs.settings import RunSettings


class AnswerSettings(AttachmentSettings, FileSettings, RunSettings):
    """What an answer is made with."""
