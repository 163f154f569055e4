from treeline.apps import ports as apps
from treeline.conversations import controllers, removal, tasks
from treeline.conversations.answering import controllers as answering
from treeline.conversations.answering.answerers import answerers
from treeline.conversations.answering.configured import ConfiguredAnswerer
from treeline.conversations.answering.executor import AnswerExecutor
from treeline.conversations.answering.startup import load_libraries_early
from treeline.conversations.feedbacks import controllers as feedbacks
from treeline.conversations.logs import controllers as logs
from treeline.conversations.models import Conversation
from treeline.conversations.naming import controllers as naming
from treeline.conversations.settings import AnswerSettings
from treeline.conversations.statistics.controllers import statistics
from treeline.conversations.variables import controllers as variables
from treeline.kernel.deeds import Named, named
from treeline.kernel.features import Feature
from treeline.runs.executors import executors

FEATURE = Feature(
    settings=AnswerSettings,
    routes=[
        controllers.conversations,
        controllers.messages,
        feedbacks.feedbacks,
        feedbacks.console_feedbacks,
        logs.chat_logs,
        logs.completion_logs,
        logs.message_logs,
        naming.named,
        naming.suggested,
        naming.console_suggested,
        statistics,
        variables.variables,
        variables.console_variables,
        answering.chats,
        answering.completions,
        answering.tried_chats,
        answering.tried_completions,
    ],
    tasks=[tasks],
    gives=[
        apps.deleting(removal.forget_conversations),
        answerers(*((mode, ConfiguredAnswerer()) for mode in ("chat", "completion", "agent-chat"))),
        executors(
            ("chat", AnswerExecutor("message")),
            ("completion", AnswerExecutor("message")),
            ("agent-chat", AnswerExecutor("agent_message")),
        ),
        named(
            Named("conversation_id", "conversation", Conversation.id, Conversation.name),
        ),
    ],
    start=load_libraries_early,
)
