from treeline.accounts.access import CONSOLE, allow, current_member
from treeline.kernel import current
from treeline.kernel.errors import Forbidden
from treeline.kernel.web import Routes
from treeline.operations.doctor.case import opened
from treeline.operations.doctor.schemas import DiagnosisOut, ExaminedOut
from treeline.settings import Settings


def installation(can: str) -> Settings:
    allow(current_member(), can)
    return current.settings(Settings)


doctor = Routes("doctor", "/console/api/operations/doctor", group="Operations", access=CONSOLE, scope=installation)


@doctor.post("", can="operate", transactional=False, refusals=[Forbidden])
def examine_installation(settings: Settings) -> DiagnosisOut:
    """Check the whole installation, as `treeline doctor` does. Takes a few seconds."""
    # Loaded by who asks: a client for HTTP takes a while to load, and most processes never need one.
    from treeline.operations.doctor.service import examine

    with opened(settings) as case:
        return DiagnosisOut(data=[ExaminedOut.model_validate(each) for each in examine(case)])
