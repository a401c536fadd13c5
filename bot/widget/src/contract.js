// The server's contract: three calls, and one name for each way in which they can fail.
import { encode } from "./json.js";
import { readMessages } from "./message.js";

const PATIENCE_MS = 30000;
const REASONS = { 400: "refused", 401: "expired", 403: "refused", 404: "refused", 413: "long", 429: "busy" };

/** A call that failed. `reason`: offline, down, busy, long, refused or expired. */
export class Trouble extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

export class Client {
  /** `endpoint` is the origin of the bot's server; `locale` goes with every new session. */
  constructor(endpoint, locale) {
    this.endpoint = endpoint.replace(/\/+$/, "");
    this.locale = locale;
  }

  /** A new conversation: `{token, expires, messages}`. */
  async begin(signal) {
    const answer = await this.session(signal);
    if (typeof answer.token !== "string" || !answer.token) throw new Trouble("down");
    return {
      token: answer.token,
      expires: Date.parse(answer.expires_at) || 0,
      messages: readMessages(answer.messages, this.endpoint),
    };
  }

  // A zone or locale that the server does not know must not keep anyone out.
  async session(signal) {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const body = { timezone: timeZone, locale: this.locale };
    try {
      return await this.call("POST", "/chat/session", { body, signal });
    } catch (error) {
      if (error.reason !== "refused") throw error;
      return this.call("POST", "/chat/session", { body: {}, signal });
    }
  }

  /** The reply to `{text}` or `{payload}`; never empty. */
  async send(token, body, signal) {
    const answer = await this.call("POST", "/chat/messages", { body, token, signal });
    const messages = readMessages(answer.messages, this.endpoint);
    if (!messages.length) throw new Trouble("down");
    return messages;
  }

  /** Forget this conversation. */
  forget(token, signal) {
    return this.call("DELETE", "/chat/session", { token, signal });
  }

  async call(method, path, { body, token, signal }) {
    const headers = {};
    if (body) headers["Content-Type"] = "application/json";
    if (token) headers.Authorization = "Bearer " + token;
    const options = { method, headers, credentials: "omit", cache: "no-store" };
    if (body) options.body = encode(body);
    const response = await this.reach(path, options, signal);
    if (!response.ok) throw new Trouble(REASONS[response.status] || "down");
    return method === "DELETE" ? {} : readJson(response);
  }

  async reach(path, options, signal) {
    const controller = new AbortController();
    const stop = () => controller.abort();
    const timer = setTimeout(stop, PATIENCE_MS);
    signal.addEventListener("abort", stop);
    try {
      return await fetch(this.endpoint + path, { ...options, signal: controller.signal });
    } catch (error) {
      throw new Trouble("offline");
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
    }
  }
}

async function readJson(response) {
  try {
    return (await response.json()) || {};
  } catch (error) {
    throw new Trouble("down");
  }
}
