"""The widget and the page around it: neither gets in the other's way."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.chat_page import Chat
from tests.e2e.fake_server import PLAIN_PAGE, FakeServer, message
from tests.e2e.sample_replies import EVERY_KIND, URDU

pytestmark = pytest.mark.browser

WIDGET = '<script src="/widget.js" async></script>'
HOSTILE = """<!doctype html><html lang=en><meta charset=utf-8><title>A hostile page</title>
<style>
* { all: unset !important; display: inline !important; color: lime !important; font: 41px serif !important;
    letter-spacing: 9px !important; text-transform: uppercase !important; opacity: .3 !important; }
html { font-size: 3px; direction: rtl }
button, form, textarea, dialog, [popover], needling-chat { display: none !important; visibility: hidden !important }
needling-chat { --accent: lime; --surface: lime; --accent-light: lime; transform: scale(3) !important }
#cover { position: fixed !important; inset: 0 !important; z-index: 2147483647 !important; display: block !important;
    background: maroon !important; opacity: 1 !important }
body { transform: rotate(3deg) !important; overflow: hidden !important }
</style>
<script>
Array.prototype.toJSON = function () { return "polluted" };
Object.prototype.toJSON = function () { return "polluted" };
Array.prototype.remove = function () { throw new Error("polluted") };
window.heard = [];
for (const type of ["keydown", "keyup", "keypress", "input", "beforeinput", "paste", "change"])
  document.addEventListener(type, (event) => { heard.push(event.type); event.preventDefault() });
</script>
<body><div id=cover>COVER</div><script src="/widget.js" async></script></body>"""


@pytest.fixture
def plain(fake: FakeServer) -> FakeServer:
    """A server with a plain page, its widget on it."""
    fake.pages["/plain"] = PLAIN_PAGE + WIDGET
    return fake


def test_a_hostile_page_changes_nothing(make_chat: Any, fake: FakeServer, size: str) -> None:
    fake.pages["/hostile"] = HOSTILE
    fake.replies.update(EVERY_KIND)
    chat = make_chat(size)
    chat.open(fake.url + "/hostile")
    chat.say("can I swim today?")
    expect(chat.last).to_contain_text("When was your treatment?")
    style = chat.last.locator(".words").first.evaluate(
        "node => { const s = getComputedStyle(node); return [s.fontSize, s.letterSpacing, s.textTransform, s.color] }"
    )
    assert style == ["16px" if size == "phone" else "15px", "normal", "none", "rgb(22, 33, 31)"]
    top = chat.page.evaluate("document.elementFromPoint(innerWidth - 60, innerHeight - 60).localName")
    assert top == "needling-chat"
    assert chat.page.evaluate("heard") == []
    chat.shoot("hostile")
    chat.page.reload()
    if size == "phone":
        chat.launcher.click()
    expect(chat.last).to_contain_text("When was your treatment?")


def test_the_widget_keeps_a_strict_policy(chat: Chat, fake: FakeServer) -> None:
    fake.replies.update(EVERY_KIND)
    chat.open(fake.url)
    for said in ("can I swim today?", "plan:show", "check me", "book", "help me"):
        chat.say(said)
    chat.field.fill("several\nlines\nof\ntext")
    assert chat.errors == []


def test_a_script_included_twice_gives_one_widget(chat: Chat, fake: FakeServer) -> None:
    fake.pages["/twice"] = PLAIN_PAGE + WIDGET + WIDGET.replace("widget.js", "widget.js?again")
    chat.visit(fake.url + "/twice")
    chat.page.wait_for_load_state("networkidle")
    assert chat.page.locator("needling-chat").count() == 1


def test_an_element_of_the_page_is_used_when_there_is_one(chat: Chat, fake: FakeServer) -> None:
    fake.pages["/own"] = WIDGET + PLAIN_PAGE + "<needling-chat data-title='Our own title'></needling-chat>"
    chat.open(fake.url + "/own")
    assert chat.page.locator("needling-chat").count() == 1
    expect(chat.panel.get_by_role("heading", name="Our own title")).to_be_visible()


def test_the_scripts_attributes_set_title_numbers_and_endpoint(chat: Chat, fake: FakeServer) -> None:
    script = WIDGET.replace("async", "async data-title='Scalp chat' data-emergency='999' data-helpline='0421234567'")
    fake.pages["/set"] = PLAIN_PAGE + script
    fake.session_status = [503]
    chat.open(fake.url + "/set")
    expect(chat.page.get_by_role("dialog", name="Scalp chat")).to_be_visible()
    expect(chat.panel.get_by_role("link", name="Emergency? Call 999")).to_have_attribute("href", "tel:999")
    expect(chat.panel.get_by_role("alert")).to_contain_text("0421234567")


@pytest.mark.parametrize("accent", ["#ffee00", "#fff", "#000000", "#7a1fa2", "red; } * { color: lime", "#12345"])
def test_any_colour_of_a_clinic_is_made_readable(make_chat: Any, fake: FakeServer, scheme: str, accent: str) -> None:
    fake.pages["/colour"] = PLAIN_PAGE + WIDGET.replace("async", f"async data-accent='{accent}'")
    fake.replies.update(EVERY_KIND)
    chat = make_chat("desktop", scheme).open(fake.url + "/colour")
    chat.say("plan:show")
    chat.shoot(f"accent-{accent.strip('#')[:6]}")
    chat.assert_accessible()


def test_focus_goes_into_the_chat_and_back(chat: Chat, plain: FakeServer) -> None:
    chat.open(plain.url + "/plain")
    expect(chat.field).to_be_focused()
    expect(chat.panel).not_to_have_attribute("aria-modal", "true")
    chat.page.keyboard.press("Escape")
    expect(chat.panel).to_have_count(0)
    expect(chat.launcher).to_be_focused()


def test_on_a_phone_the_chat_is_a_modal_sheet_that_keeps_the_focus(make_chat: Any, plain: FakeServer) -> None:
    chat = make_chat("phone").open(plain.url + "/plain")
    assert chat.panel.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    expect(chat.panel).to_have_attribute("aria-modal", "true")
    expect(chat.log).to_be_focused()
    for key in ("Tab", "Shift+Tab"):
        for _ in range(9):
            chat.page.keyboard.press(key)
            assert chat.page.evaluate("document.activeElement.localName") == "needling-chat"
    chat.panel.get_by_role("button", name="Close the chat").click()
    expect(chat.launcher).to_be_focused()


def test_the_focus_stays_in_the_chat_when_a_button_is_gone(make_chat: Any, plain: FakeServer, size: str) -> None:
    plain.session_status = [503]
    chat = make_chat(size).open(plain.url + "/plain")
    chat.choose("Try again")
    expect(chat.log if size == "phone" else chat.field).to_be_focused()
    chat.choose("Aftercare")
    expect(chat.log if size == "phone" else chat.field).to_be_focused()


def test_what_is_typed_outlives_closing_the_panel(chat: Chat, plain: FakeServer) -> None:
    chat.open(plain.url + "/plain")
    chat.field.fill("half a quest")
    chat.panel.get_by_role("button", name="Close the chat").click()
    chat.launcher.click()
    expect(chat.field).to_have_value("half a quest")


def test_on_a_phone_fields_are_large_enough_not_to_zoom(make_chat: Any, plain: FakeServer) -> None:
    chat = make_chat("phone").open(plain.url + "/plain")
    assert chat.field.evaluate("field => getComputedStyle(field).fontSize") == "16px"


def test_the_sheet_stays_above_a_soft_keyboard(make_chat: Any, plain: FakeServer) -> None:
    chat = make_chat("phone").open(plain.url + "/plain")
    chat.page.evaluate(
        """() => {
            Object.defineProperty(visualViewport, "height", { value: 460 });
            Object.defineProperty(visualViewport, "offsetTop", { value: 30 });
            visualViewport.dispatchEvent(new Event("resize"));
        }"""
    )
    assert chat.panel.bounding_box() == {"x": 0, "y": 30, "width": 390, "height": 460}
    expect(chat.field).to_be_in_viewport()


def test_a_phone_held_sideways_still_shows_everything(make_chat: Any, plain: FakeServer) -> None:
    chat = make_chat("phone").open(plain.url + "/plain")
    chat.page.set_viewport_size({"width": 844, "height": 390})
    expect(chat.field).to_be_in_viewport()
    expect(chat.panel.get_by_role("button", name="Close the chat")).to_be_in_viewport()


@pytest.mark.parametrize("width", [320, 390, 641, 1280])
def test_nothing_runs_out_of_the_panel(make_chat: Any, fake: FakeServer, width: int) -> None:
    fake.replies.update(EVERY_KIND)
    fake.replies["long"] = [message("A" * 300 + " https://example.org/" + "b" * 200)]
    chat = make_chat()
    chat.page.set_viewport_size({"width": width, "height": 700})
    chat.open(fake.url)
    for said in ("long", "plan:show", "check me", "help me", "book", "opening:1"):
        chat.say(said)
    assert chat.log.evaluate("log => log.scrollWidth - log.clientWidth") == 0


def test_urdu_runs_from_the_right_with_room_for_its_letters(chat: Chat, fake: FakeServer) -> None:
    fake.replies["urdu"] = [URDU]
    chat.open(fake.url)
    chat.say("urdu")
    words = chat.last.locator(".words")
    assert words.evaluate("node => getComputedStyle(node).direction") == "rtl"
    assert words.evaluate("node => parseFloat(getComputedStyle(node).lineHeight) / 15") >= 2
    expect(chat.launcher.or_(chat.panel)).to_have_css("direction", "ltr")


def test_motion_is_left_out_for_those_who_ask(make_chat: Any, fake: FakeServer) -> None:
    moving = "panel => getComputedStyle(panel).animationName"
    still, lively = make_chat().open(fake.url), make_chat(reduced_motion="no-preference").open(fake.url)
    assert still.panel.evaluate(moving) == "none"
    assert lively.panel.evaluate(moving) == "rise"


def test_the_pages_own_buttons_open_the_chat_with_a_question(chat: Chat, fake: FakeServer) -> None:
    chat.visit(fake.url)
    chat.page.get_by_role("button", name="Can I swim today?").click()
    expect(chat.field).to_have_value("Can I swim today?")
    expect(chat.field).to_be_focused()
    assert fake.sent() == []


def test_a_reload_with_an_open_chat_leaves_the_pages_focus_alone(chat: Chat, fake: FakeServer) -> None:
    chat.open(fake.url)
    chat.page.reload()
    expect(chat.panel).to_be_visible()
    assert chat.page.evaluate("document.activeElement.localName") == "body"


def test_a_page_that_moves_the_element_keeps_the_conversation(chat: Chat, plain: FakeServer) -> None:
    chat.open(plain.url + "/plain")
    chat.page.evaluate("document.querySelector('main').append(document.querySelector('needling-chat'))")
    chat.say("still there?")
    expect(chat.last).to_contain_text("You said still there?.")


def test_without_storage_the_chat_still_works(chat: Chat, plain: FakeServer) -> None:
    chat.page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('forbidden') } })"
    )
    chat.open(plain.url + "/plain")
    chat.say("hello")
    expect(chat.last).to_contain_text("You said hello.")
