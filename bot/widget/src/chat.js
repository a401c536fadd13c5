// The conversation: what was said, what is under way, what went wrong. Knows nothing of the page.
import { Trouble } from "./contract.js";

const NEVER = 8.64e15;

export class Chat {
  constructor(client, memory, changed) {
    this.client = client;
    this.memory = memory;
    this.notify = changed;
    this.reset();
    Object.assign(this, memory.load());
  }

  reset() {
    this.items = [];
    this.token = "";
    this.expires = NEVER;
    this.turn = 0;
    this.open = false;
    this.typed = ""; // not sent yet: kept while the panel is closed, stored nowhere
    this.waiting = false;
    this.failure = null;
    this.ended = false;
  }

  changed() {
    if (this.token && !this.ended) this.memory.save(this);
    this.notify();
  }

  show(open) {
    this.open = open;
    this.changed();
    if (open && !this.items.length && !this.waiting && !this.failure) this.start();
  }

  /** Opens a conversation and shows its greeting. */
  start() {
    if (this.waiting) return;
    if (this.ended) this.clear();
    return this.attempt(() => this.start(), async (signal) => {
      this.add(await this.begin(signal));
    });
  }

  /** Sends typed text, or the payload of a choice; `shown` is what stands in the patient's bubble. */
  say(body, shown) {
    if (this.waiting) return;
    if (this.ended) this.clear();
    const item = { who: "you", text: shown, failed: false };
    this.items.push(item);
    return this.deliver(item, body);
  }

  deliver(item, body) {
    return this.attempt(() => this.deliver(item, body), async (signal) => {
      item.failed = true;
      if (!this.token) this.insert(item, this.asItems(await this.begin(signal)));
      try {
        this.add(await this.client.send(this.token, body, signal));
      } catch (error) {
        if (error.reason !== "expired") throw error;
        // A choice belongs to the conversation that offered it, so the new one gets the words instead.
        body = { text: item.text };
        await this.renew(item, signal);
        this.add(await this.client.send(this.token, body, signal));
      }
      item.failed = false;
    });
  }

  async renew(item, signal) {
    this.token = "";
    await this.begin(signal);
    this.insert(item, [{ who: "note", text: "renewed" }]);
  }

  async begin(signal) {
    const { token, expires, messages } = await this.client.begin(signal);
    this.token = token;
    this.expires = expires || NEVER;
    return messages;
  }

  add(messages) {
    this.turn += 1;
    this.items.push(...this.asItems(messages));
  }

  asItems(messages) {
    return messages.map((message) => ({ who: "bot", turn: this.turn, message }));
  }

  insert(item, items) {
    this.items.splice(this.items.indexOf(item), 0, ...items);
  }

  /** Deletes the conversation here at once, then on the server, and says what happened. */
  erase() {
    if (this.controller) this.controller.abort();
    const token = this.token;
    this.clear();
    this.ended = true;
    return this.eraseThere(token);
  }

  eraseThere(token) {
    return this.attempt(() => this.eraseThere(token), async (signal) => {
      let outcome = "erased";
      try {
        if (token) await this.client.forget(token, signal);
      } catch (error) {
        if (error.reason !== "expired") throw new Trouble("erase");
        outcome = "erasedHere";
      }
      this.items = [{ who: "note", text: outcome }];
    });
  }

  clear() {
    const { open } = this;
    this.memory.clear();
    this.reset();
    this.open = open;
  }

  async attempt(again, work) {
    const controller = new AbortController();
    this.controller = controller;
    this.waiting = true;
    this.failure = null;
    this.changed();
    try {
      await work(controller.signal);
    } catch (error) {
      if (!controller.signal.aborted) this.fail(error.reason || "down", again);
    }
    if (this.controller !== controller) return;
    this.waiting = false;
    this.changed();
  }

  fail(reason, again) {
    const final = reason === "long" || reason === "refused";
    const known = reason === "expired" ? "down" : reason;
    this.failure = { reason: known, again: final ? null : again };
  }
}
