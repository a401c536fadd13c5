// Whatever comes in, from the network or from storage, is checked here before anything shows it.
// Reading twice gives the same, so that stored messages go through the same door.
import { isMoment } from "./when.js";

const SCHEMES = ["https:", "http:", "tel:", "mailto:"];

export const list = (value) => (Array.isArray(value) ? value : []);
const record = (value) => (value && typeof value === "object" && !Array.isArray(value) ? value : {});
export const text = (value) =>
  typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
const moment = (value) => (isMoment(text(value)) ? text(value) : "");

/** An absolute address of an allowed scheme, or "". */
export function link(value, base) {
  try {
    const url = new URL(text(value), base);
    return text(value) && SCHEMES.includes(url.protocol) ? url.href : "";
  } catch (error) {
    return "";
  }
}

function button(value) {
  const payload = text(record(value).payload);
  return { title: text(record(value).title) || payload, payload };
}

const buttons = (value) => list(value).map(button).filter((each) => each.title);

function sources(value, base) {
  const seen = {};
  return list(value)
    .map((each) => ({ title: text(record(each).title), url: link(record(each).url, base) }))
    .filter(({ title, url }) => (title || url) && !seen["=" + title + url] && (seen["=" + title + url] = true))
    .map(({ title, url }) => ({ title: title || url, url }));
}

const CARDS = {
  timeline: (raw, base) => ({
    treated: moment(raw.treated),
    now: moment(raw.now),
    calendar_url: link(raw.calendar_url, base),
    steps: list(raw.steps)
      .map(record)
      .map((step) => ({
        at: moment(step.at),
        label: text(step.label),
        detail: text(step.detail),
        passed: step.passed === true,
      }))
      .filter((step) => step.label),
  }),
  openings: (raw) => ({
    title: text(raw.title),
    note: text(raw.note),
    items: list(raw.items)
      .map((item) => ({ ...button(item), subtitle: text(record(item).subtitle) }))
      .filter((item) => item.title),
    more: buttons(raw.more),
  }),
  appointment: (raw, base) => ({
    reference: text(raw.reference),
    title: text(raw.title),
    lines: list(raw.lines).map(text).filter(Boolean),
    calendar_url: link(raw.calendar_url, base),
  }),
  screening: (raw) => ({
    verdict: text(raw.verdict),
    rows: list(raw.rows)
      .map(record)
      .map((row) => ({
        label: text(row.label),
        said: text(row.said),
        reason: text(row.reason),
        verdict: text(row.verdict),
      }))
      .filter((row) => row.label),
  }),
  sources: (raw, base) => ({ items: sources(raw.items, base) }),
};

const FILLED = {
  timeline: (card) => card.steps.length,
  openings: (card) => card.items.length + card.more.length,
  appointment: (card) => card.reference || card.title || card.lines.length,
  screening: (card) => card.verdict || card.rows.length,
  sources: (card) => card.items.length,
};

function card(value, base) {
  const raw = record(value);
  if (!Object.prototype.hasOwnProperty.call(CARDS, raw.type)) return null;
  const read = { type: raw.type, ...CARDS[raw.type](raw, base) };
  return FILLED[raw.type](read) ? read : null;
}

/** One message of a reply, or null when there is nothing in it to show. `base` resolves relative links. */
export function readMessage(value, base) {
  const raw = record(value);
  const meta = record(raw.meta);
  const message = {
    text: text(raw.text),
    buttons: buttons(raw.buttons),
    card: card(raw.card, base),
    meta: {
      kind: text(meta.kind),
      category: text(meta.category),
      verdict: text(meta.verdict),
      clear_at: moment(meta.clear_at),
      level: text(meta.level),
      sources: sources(meta.sources, base),
    },
  };
  return message.text || message.card || message.buttons.length ? message : null;
}

/** The messages of a reply that can be shown. */
export const readMessages = (value, base) =>
  list(value)
    .map((each) => readMessage(each, base))
    .filter(Boolean);
