// The conversation between two pages of one tab. It is health data: it lives in sessionStorage only, and
// whatever is found there is checked like anything from outside.
import { encode } from "./json.js";
import { list, readMessage, text } from "./message.js";

const KEPT = 200;
const WHO = { you: true, bot: true, note: true };

function readItem(raw, base) {
  if (!raw || typeof raw !== "object" || WHO[raw.who] !== true) return null;
  if (raw.who === "bot") {
    const message = readMessage(raw.message, base);
    return message && { who: "bot", turn: Number(raw.turn) || 0, message };
  }
  return text(raw.text) ? { who: raw.who, text: text(raw.text), failed: raw.failed === true } : null;
}

export class Memory {
  constructor(endpoint) {
    this.endpoint = endpoint;
    this.key = "needling-chat:" + endpoint;
  }

  /** What was saved, `{token, expires, turn, open, items}`; null when there is nothing usable. */
  load() {
    try {
      const raw = JSON.parse(sessionStorage.getItem(this.key)) || {};
      const items = list(raw.items).map((item) => readItem(item, this.endpoint)).filter(Boolean);
      const usable = text(raw.token) && Number(raw.expires) > Date.now() && items.length;
      if (!usable) return this.clear();
      const { token, expires, turn, open } = raw;
      return { token, expires: Number(expires), turn: Number(turn) || 0, open: open === true, items };
    } catch (error) {
      return this.clear();
    }
  }

  save({ token, expires, turn, open, items }) {
    try {
      const kept = { token, expires, turn, open, items: items.slice(-KEPT) };
      sessionStorage.setItem(this.key, encode(kept));
    } catch (error) {
      // Storage is full or forbidden: the conversation lives as long as the page.
    }
  }

  clear() {
    try {
      sessionStorage.removeItem(this.key);
    } catch (error) {
      // Storage is forbidden: nothing is there.
    }
    return null;
  }
}
