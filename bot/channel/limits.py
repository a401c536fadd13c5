"""How many requests a minute one caller may make."""
from __future__ import annotations

import time
from collections import OrderedDict, deque
from typing import Callable

MAX_CALLERS = 10_000


class RateLimit:
    """A sliding window over the last minute, per caller; forgets the callers seen longest ago."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._calls: OrderedDict[str, deque[float]] = OrderedDict()

    def allows(self, caller: str) -> bool:
        """Counts this call and tells whether it is within the limit."""
        now = self._clock()
        calls = self._calls.setdefault(caller, deque())
        self._calls.move_to_end(caller)
        while calls and calls[0] <= now - 60:
            calls.popleft()
        while len(self._calls) > MAX_CALLERS:
            self._calls.popitem(last=False)
        if len(calls) >= self._per_minute:
            return False
        calls.append(now)
        return True
