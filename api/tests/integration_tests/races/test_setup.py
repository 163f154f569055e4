from concurrent.futures import ThreadPoolExecutor

from tests.conftest import TEMPLATE
from tests.processes import PASSWORD, Api, Caller, database
from treeline.settings import Settings


def test_of_eight_first_admins_one_is_made(settings: Settings):
    with database(settings, TEMPLATE) as own:
        api = Api(own)
        try:

            def set_up(number: int) -> int:
                body = {"email": f"admin{number}@example.com", "name": "Admin", "password": PASSWORD}
                return Caller(api.base).call("POST", "/setup", json=body).status_code

            with ThreadPoolExecutor(8) as pool:
                assert sorted(pool.map(set_up, range(8))) == [201] + [403] * 7
            logins = [
                Caller(api.base).call("POST", "/login", json={"email": f"admin{n}@example.com", "password": PASSWORD})
                for n in range(8)
            ]
            assert sorted(reply.status_code for reply in logins) == [200] + [401] * 7
        finally:
            api.stop()
