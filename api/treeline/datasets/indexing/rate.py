"""How often a provider is asked: one bucket an account, in Redis, for the requests of all workers.

Nobody knows a provider's limit. A request that is refused halves the rate, once for all that were under way, and all
wait as long as it says. How many got through since the refusal before is about what the limit is: up to there the rate
comes back quickly, and from there on slowly. A provider in trouble is left alone for longer and longer. One script does
it all, by Redis' own clock.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import redis

# Requests a second, where nothing is known yet, and at most.
FIRST_RATE = 10.0
MOST_RATE = 100.0
LEAST_RATE = 1 / 60
MOST_SECONDS = 60
FORGOTTEN_AFTER = 24 * 3600

# KEYS: the bucket. ARGV: what happened, now (or "": Redis' time), and what belongs to it. A hash of: rate, known (what
# the limit may be), tokens, at (when they were counted), pause (nobody asks until then), halved and failed (when that
# was), failures and refusals in a row, successes since the rate grew, through (successes since it was halved).
_SCRIPT = """
local act, now = ARGV[1], tonumber(ARGV[2])
if not now then
  local time = redis.call('TIME')
  now = time[1] + time[2] / 1e6
end
local kept = redis.call('HGETALL', KEYS[1])
local b = {}
for i = 1, #kept, 2 do b[kept[i]] = tonumber(kept[i + 1]) end
local function get(name, default) return b[name] or default end
local function set(...)
  local given = {...}
  for i = 2, #given, 2 do given[i] = string.format('%.17g', given[i]) end
  redis.call('HSET', KEYS[1], unpack(given))
  redis.call('EXPIRE', KEYS[1], FORGOTTEN)
end
-- Never 0, which would be a turn.
local function wait_for(seconds) return {string.format('%.6f', math.max(0.001, seconds)), '0'} end
local rate, known = get('rate', FIRST), get('known', 0)

if act == 'take' then
  local pause = get('pause', 0)
  if now < pause then return wait_for(pause - now) end
  local most = math.max(1, math.min(2, rate))
  local tokens = math.min(most, get('tokens', most) + math.max(0, now - get('at', now)) * rate)
  if tokens < 1 then
    return wait_for((1 - tokens) / rate)
  end
  set('tokens', tokens - 1, 'at', now)
  return {'0', string.format('%.6f', now)}
end

local sent, more = tonumber(ARGV[3]), tonumber(ARGV[4])
if act == 'succeeded' then
  local successes = get('successes', 0) + more
  if successes >= (rate < known * 0.9 and 2 or 20) then
    rate, successes = math.min(MOST, rate * 1.05), 0
  end
  set('rate', rate, 'successes', successes, 'through', get('through', 0) + 1, 'failures', 0, 'refusals', 0)
elseif act == 'refused' then
  local pause, refusals, halved, through = get('pause', 0), get('refusals', 0), get('halved', 0), get('through', 0)
  if sent > halved then
    refusals = refusals + 1
    -- With nothing let through in between it says no more than the refusal before.
    if through > 0 or halved == 0 then
      rate = math.max(LEAST, rate / 2)
      known = through >= 40 and halved > 0 and through / (now - halved) or rate
      set('rate', rate, 'known', known, 'successes', 0, 'through', 0)
    end
    set('halved', now, 'refusals', refusals)
  end
  local wait = more or math.min(LONGEST, 2 ^ (refusals - 1))
  set('pause', math.max(pause, now + wait), 'tokens', 0, 'at', now + wait)
elseif act == 'failed' then
  local failures, pause = get('failures', 0), get('pause', 0)
  if sent > get('failed', 0) then
    failures = failures + 1
    set('failures', failures, 'failed', now)
  end
  local wait = math.max(more or 0, math.min(LONGEST, 2 ^ (failures - 1)))
  set('pause', math.max(pause, now + wait))
end
return {'0', '0'}
"""
_NUMBERS = {
    "FORGOTTEN": FORGOTTEN_AFTER,
    "FIRST": FIRST_RATE,
    "MOST": MOST_RATE,
    "LEAST": LEAST_RATE,
    "LONGEST": MOST_SECONDS,
}


def _script() -> str:
    """With what is fixed in front: other numbers make another script."""
    return "".join(f"local {name} = {number}\n" for name, number in _NUMBERS.items()) + _SCRIPT


@dataclass(frozen=True)
class Turn:
    """`wait`: seconds until it may be one's turn, and one asks again; 0: it is. `sent`: when that was."""

    wait: float
    sent: float


@dataclass(frozen=True)
class Bucket:
    """That of one account, as `ModelRuntime.account` calls it. Every method raises RedisError."""

    client: redis.Redis
    account: str

    def take(self) -> Turn:
        wait, sent = self._act("take")
        return Turn(float(wait), float(sent))

    def succeeded(self, turn: Turn, *, waited: bool) -> None:
        """`waited`: the rate is what held it up, so that a higher one may be tried."""
        self._act("succeeded", turn.sent, int(waited))

    def refused(self, turn: Turn, again_in: float | None) -> None:
        """Too many requests. `again_in`: seconds to wait, if the provider says."""
        self._act("refused", turn.sent, again_in or "")

    def failed(self, turn: Turn, again_in: float | None = None) -> None:
        """No answer, or one that says that the provider is in trouble."""
        self._act("failed", turn.sent, again_in or "")

    def now(self) -> float | str:
        """By the clock of Redis; tests have one of their own."""
        return ""

    @cached_property
    def _registered(self) -> Any:
        return self.client.register_script(_script())

    def _act(self, what: str, *given: object) -> list[bytes]:
        values = [what, self.now(), *given]
        return cast(list[bytes], self._registered(keys=[f"embedding-rate:{self.account}"], args=values))
