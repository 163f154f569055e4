"""Answers to apps that have a config: chat, completion and agent-chat."""

from typing import Any

from sqlalchemy import select

from treeline.apps.configs.errors import AppUnavailable
from treeline.apps.configs.inputs import check_inputs, render
from treeline.apps.configs.models import AppModelConfig
from treeline.apps.configs.schemas import AppConfig
from treeline.apps.configs.service import ConfigService
from treeline.conversations.answering.answerers import Asking, Prepared, Question
from treeline.conversations.answering.choice import chosen_model
from treeline.conversations.answering.prompt import completion_prompt
from treeline.conversations.answering.trying import TriedFiles, tried_files
from treeline.conversations.models import Conversation, Message
from treeline.kernel.errors import InvalidInput
from treeline.runs.models import Run


class ConfiguredAnswerer:
    def prepare(self, asking: Asking, question: Question, conversation: Conversation | None) -> Prepared:
        """Raises AppUnavailable, ProviderNotInitialized, ModelNotSupported, InvalidInput."""
        app, session = asking.app, asking.session
        # The tree is locked before the app's row, as by whoever activates a version.
        tried = _tried_files(asking, question)
        row = _config(asking, question.tried)
        config = AppConfig.of(row)
        chosen_model(session, app.workspace_id, config, asking.settings, for_member=asking.by_member)
        inputs = conversation.inputs if conversation else check_inputs(config.user_input_form, question.inputs)
        _require_something(app.mode, question, config, inputs)
        run: dict[str, Any] = {"auto_generate_name": question.auto_generate_name}
        return Prepared(
            inputs=inputs,
            files=config.file_upload,
            run={**run, "asset_version": tried.name} if tried else run,
            model_config_id=row.id,
            asset_version_id=tried.version_id if tried else row.asset_version_id or app.asset_version_id,
            introduction=render(config.opening_statement, inputs),
            variables=[each.model_dump() for each in config.conversation_variables],
        )

    def begun(self, asking: Asking, run: Run, message: Message) -> None:
        """The run names its config: there is nothing else."""


def _tried_files(asking: Asking, question: Question) -> TriedFiles | None:
    """None: those of the config. Only agents read any."""
    if question.asset_version is None or asking.app.mode != "agent-chat":
        return None
    return tried_files(asking.session, asking.app, question.asset_version, asking.owner.account_id)


def _config(asking: Asking, tried: AppConfig | None) -> AppModelConfig:
    configs = ConfigService(asking.session, asking.app)
    if tried is not None:
        return _kept(asking, tried) or configs.keep(tried, asking.owner.account_id)
    current = configs.current()
    if current is None:
        raise AppUnavailable(
            "This app isn't configured yet. Publish a configuration in its Studio."
            if asking.by_member
            else "This app isn't ready yet. Please contact the app's owner."
        )
    return current


def _kept(asking: Asking, tried: AppConfig) -> AppModelConfig | None:
    """One that says the same: whoever tries a config asks more than once."""
    equal = (AppModelConfig.app_id == asking.app.id, AppModelConfig.config == tried.as_sent())
    same = select(AppModelConfig).where(*equal).order_by(AppModelConfig.id.desc()).limit(1)
    row = asking.session.scalars(same).one_or_none()
    # The version that it was pinned to may have been deleted.
    return row if row and (tried.asset_version is None) == (row.asset_version_id is None) else None


def _require_something(mode: str, question: Question, config: AppConfig, inputs: dict[str, Any]) -> None:
    asks = mode != "completion" or completion_prompt(config.pre_prompt, inputs, question.query)
    if not asks and not question.files:
        message = "empty: the app has no prompt, so the message can't be empty."
        raise InvalidInput.at("query", "nothing_asked", message)
