from uuid import uuid4

import pytest

from treeline.accounts.access import Member, allow
from treeline.accounts.roles import ROLES
from treeline.kernel.errors import Forbidden

MAY = {
    "owner": {"belong", "read", "edit", "manage", "own"},
    "admin": {"belong", "read", "edit", "manage"},
    "editor": {"belong", "read", "edit"},
    "normal": {"belong", "read"},
    "dataset_operator": {"belong"},
}


@pytest.mark.parametrize("can", ["belong", "read", "edit", "manage", "own"])
@pytest.mark.parametrize("role", ROLES)
def test_what_a_role_may_do(role: str, can: str):
    member = Member(uuid4(), uuid4(), role, uuid4())
    if can in MAY[role]:
        allow(member, can)
    else:
        with pytest.raises(Forbidden, match=f"your role is {role}"):
            allow(member, can)


def test_an_ability_that_does_not_exist_is_a_bug():
    with pytest.raises(KeyError):
        allow(Member(uuid4(), uuid4(), "owner", uuid4()), "fly")
