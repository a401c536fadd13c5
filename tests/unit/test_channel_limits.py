from bot.channel.limits import MAX_CALLERS, RateLimit


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_a_caller_is_held_back_until_a_minute_has_passed():
    clock = Clock()
    limit = RateLimit(2, clock)
    assert [limit.allows("a") for _ in range(3)] == [True, True, False]
    clock.now = 60.1
    assert limit.allows("a")


def test_one_caller_never_uses_up_anothers_calls():
    limit = RateLimit(1, Clock())
    assert limit.allows("a") and limit.allows("b")
    assert not limit.allows("a")


def test_the_memory_for_callers_is_bounded():
    limit = RateLimit(1, Clock())
    for caller in range(MAX_CALLERS + 50):
        limit.allows(str(caller))
    assert len(limit._calls) <= MAX_CALLERS + 1
