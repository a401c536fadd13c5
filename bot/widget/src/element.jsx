// <needling-chat>: the place in the page. It keeps the page out, and itself out of the page.
import { createRef, render } from "preact";
import { palette } from "./accent.js";
import { Chat } from "./chat.js";
import { Client } from "./contract.js";
import { Memory } from "./memory.js";
import css from "./widget.css";
import { App } from "./view/app.jsx";
import { focusInto } from "./view/panel.jsx";
import { wordsOf } from "./words.js";

const PHONE = "(max-width: 640px), (max-height: 480px)";
// Keys and text stay inside: a page's shortcuts must not react to them, nor its scripts read along.
const PRIVATE = (
  "keydown keyup keypress beforeinput input change paste copy cut " +
  "compositionstart compositionupdate compositionend"
).split(" ");
const FOCUSABLE = "button:not(:disabled), a[href], textarea, input, summary, [tabindex='0']";

export class NeedlingChat extends HTMLElement {
  connectedCallback() {
    if (this.root) return this.raise();
    const { endpoint, title, accent, locale = "en", emergency = "1122", helpline = "" } = this.dataset;
    this.options = { endpoint: endpoint || NeedlingChat.origin, title, locale, emergency, helpline };
    this.launcher = createRef();
    this.phone = matchMedia(PHONE);
    this.build(accent);
    const client = new Client(this.options.endpoint, locale);
    this.chat = new Chat(client, new Memory(client.endpoint), () => this.draw());
    if (this.phone.matches) this.chat.open = false; // a sheet over the page only opens when asked
    this.quiet = this.chat.open; // a page that loads keeps its own focus
    this.listen();
    this.draw();
    this.raise();
  }

  build(accent) {
    const shadow = this.attachShadow({ mode: "open" });
    dress(shadow);
    this.root = document.createElement("div");
    this.root.className = "root";
    const colours = palette(accent);
    Object.keys(colours).forEach((name) => this.root.style.setProperty(name, colours[name]));
    shadow.append(this.root);
  }

  // The top layer is above every z-index of the page.
  raise() {
    if (!this.root.showPopover) return;
    this.root.popover = "manual";
    if (!this.root.matches(":popover-open")) this.root.showPopover();
  }

  listen() {
    this.root.addEventListener("keydown", (event) => this.onKey(event));
    PRIVATE.forEach((type) => this.shadowRoot.addEventListener(type, (event) => event.stopPropagation()));
    this.phone.addEventListener("change", () => this.draw());
    document.addEventListener("click", (event) => this.onPageClick(event));
    const view = window.visualViewport;
    if (!view) return;
    const follow = () => this.follow(view);
    view.addEventListener("resize", follow);
    view.addEventListener("scroll", follow);
    follow();
  }

  // A soft keyboard shrinks the visible part of the page only; the sheet keeps to that part.
  follow(view) {
    this.root.style.setProperty("--top", view.offsetTop + "px");
    this.root.style.setProperty("--height", view.height + "px");
  }

  onKey(event) {
    if (!this.chat.open) return;
    if (event.key === "Escape" && !event.isComposing) this.close();
    if (event.key === "Tab" && this.phone.matches) this.trap(event);
  }

  trap(event) {
    const inside = Array.from(this.root.querySelectorAll(FOCUSABLE)).filter((each) => each.getClientRects().length);
    const [from, to] = [inside[0], inside[inside.length - 1]];
    const leaving = this.shadowRoot.activeElement === (event.shiftKey ? from : to);
    if (!leaving) return;
    event.preventDefault();
    (event.shiftKey ? to : from).focus();
  }

  /** Any element of the page with `data-needling-open` opens the chat; its value is put into the field. */
  onPageClick(event) {
    const opener = event.target.closest && event.target.closest("[data-needling-open]");
    if (!opener) return;
    event.preventDefault();
    this.open(opener.dataset.needlingOpen);
  }

  /** Opens the panel; `text` is put into the field and not sent. */
  open(text) {
    this.quiet = false;
    if (text) this.draft = { text };
    this.chat.show(true);
  }

  close() {
    this.draft = null;
    this.chat.show(false);
    this.launcher.current.focus();
  }

  draw() {
    const { chat, options, launcher, draft, quiet } = this;
    if (!chat) return;
    const words = wordsOf(options.locale);
    const props = { chat, options, launcher, draft, quiet, words, modal: this.phone.matches };
    const onChoose = ({ title, payload }) => chat.say(payload ? { payload } : { text: title }, title);
    const focused = this.shadowRoot.activeElement;
    render(<App {...props} onOpen={() => this.open()} onClose={() => this.close()} onChoose={onChoose} />, this.root);
    // A button that has done its work is gone; the focus must not go with it.
    if (chat.open && focused && !this.shadowRoot.activeElement) focusInto(this.root, props.modal);
  }
}

function dress(shadow) {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    shadow.adoptedStyleSheets = [sheet];
  } catch (error) {
    const style = document.createElement("style"); // a browser from before constructable sheets
    style.textContent = css;
    shadow.append(style);
  }
}
