from treeline.apps import controllers, ports, tasks
from treeline.apps.configs import controllers as configs
from treeline.apps.keys import controllers as keys
from treeline.apps.keys import tasks as key_tasks
from treeline.apps.settings import AppSettings
from treeline.apps.sites import controllers as sites
from treeline.apps.sites.service import make_site
from treeline.apps.tags import models as models
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
    ],
    tasks=[tasks, key_tasks],
    gives=[ports.created(make_site)],
)
