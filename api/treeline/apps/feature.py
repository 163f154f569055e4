from treeline.accounts import ports as accounts
from treeline.accounts.rights import API_KEY, lasting
from treeline.apps import controllers, ports, tasks
from treeline.apps.configs import controllers as configs
from treeline.apps.keys import controllers as keys
from treeline.apps.keys import tasks as key_tasks
from treeline.apps.keys.models import ApiToken
from treeline.apps.keys.rights import of_keys
from treeline.apps.models import App
from treeline.apps.removal import close_workspace
from treeline.apps.settings import AppSettings
from treeline.apps.sites import controllers as sites
from treeline.apps.sites.service import make_site
from treeline.apps.tags import controllers as tags
from treeline.apps.tags.models import Tag
from treeline.apps.tags.ports import targets
from treeline.kernel.deeds import Named, named
from treeline.kernel.features import Feature

FEATURE = Feature(
    settings=AppSettings,
    routes=[
        controllers.apps,
        controllers.one_app,
        configs.configs,
        keys.keys,
        keys.info,
        sites.site,
        sites.public_site,
        tags.tags,
        tags.bindings,
    ],
    tasks=[tasks, key_tasks],
    gives=[
        ports.created(make_site),
        targets(tags.APP_TAGS),
        accounts.closing(close_workspace),
        named(
            Named("app_id", "app", App.id, App.name),
            Named("key_id", "api_key", ApiToken.id, ApiToken.name),
            Named("tag_id", "tag", Tag.id, Tag.name),
        ),
        lasting((API_KEY, of_keys)),
    ],
)
