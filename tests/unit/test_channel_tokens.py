from datetime import datetime, timedelta, timezone

import pytest

from bot.channel.tokens import TokenError, open_session, sign, sign_link, verify, verify_link

SECRET = "a-secret-for-this-test-that-is-long-enough"


def test_a_token_names_its_own_conversation():
    session = open_session("Europe/London", "en", 1)
    read = verify(sign(session, SECRET), SECRET)
    assert (read.conversation, read.zone, read.locale) == (session.conversation, "Europe/London", "en")


def test_two_sessions_never_share_a_conversation():
    assert len({open_session("Asia/Karachi", "en", 1).conversation for _ in range(100)}) == 100


def test_an_expired_token_is_refused():
    session = open_session("Asia/Karachi", "en", 1, now=datetime.now(timezone.utc) - timedelta(hours=2))
    with pytest.raises(TokenError):
        verify(sign(session, SECRET), SECRET)


@pytest.mark.parametrize("change", [lambda t: t[:-2] + "xx", lambda t: "", lambda t: "a.b.c", lambda t: t.split(".")[0]])
def test_a_changed_token_is_refused(change):
    token = sign(open_session("Asia/Karachi", "en", 1), SECRET)
    with pytest.raises(TokenError):
        verify(change(token), SECRET)


def test_another_servers_token_is_refused():
    token = sign(open_session("Asia/Karachi", "en", 1), "another-secret-that-is-long-enough-too")
    with pytest.raises(TokenError):
        verify(token, SECRET)


def test_a_link_is_no_token_and_a_token_is_no_link():
    session = open_session("Asia/Karachi", "en", 1)
    with pytest.raises(TokenError):
        verify(sign_link("plan", SECRET, 1), SECRET)
    with pytest.raises(TokenError):
        verify_link(sign(session, SECRET), SECRET)


def test_a_link_gives_back_what_was_signed():
    assert verify_link(sign_link("plan:2026-11-23", SECRET, 1), SECRET) == "plan:2026-11-23"
