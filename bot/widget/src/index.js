// Included by <script src=".../widget.js" async>: defines the element and puts one into the page.
import { NeedlingChat } from "./element.jsx";

const NAME = "needling-chat";
const script = document.currentScript;

function place() {
  if (document.querySelector(NAME)) return;
  const element = document.createElement(NAME);
  if (script) Object.assign(element.dataset, script.dataset);
  // <body>, not <html>: accessibility checkers cannot judge contrast outside it.
  document.body.append(element);
}

if (!customElements.get(NAME)) {
  NeedlingChat.origin = script && script.src ? new URL(script.src).origin : location.origin;
  customElements.define(NAME, NeedlingChat);
  if (document.readyState !== "loading") place();
  else document.addEventListener("DOMContentLoaded", place);
}
