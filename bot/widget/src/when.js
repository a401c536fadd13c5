// Moments: reading the server's, showing them long, and writing the patient's own with its offset.
const ISO = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;
const two = (number) => String(number).padStart(2, "0");

/** "+05:00", this device's offset from UTC at `date`. */
export function offsetOf(date) {
  const minutes = -date.getTimezoneOffset();
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** The value a datetime-local field wants for `date`, in this device's zone. */
export function toField(date) {
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** A datetime-local value as ISO 8601 with this device's offset; "" when it is not a moment. */
export function fromField(value) {
  const date = new Date(value);
  return ISO.test(value) && !isNaN(date) ? `${toField(date)}:00${offsetOf(date)}` : "";
}

/** Whether `text` is an ISO 8601 moment. */
export const isMoment = (text) => ISO.test(text) && !isNaN(new Date(text));

/**
 * "Tuesday 24 November at 6:00 pm", with the year when it is not this one. The clock shown is the one the server
 * wrote, so that it agrees with the reply's text; where this device's clock differs, the offset is added.
 */
export function longDate(iso, locale) {
  const device = offsetOf(new Date(iso));
  const written = ISO.exec(iso)[6] || device;
  const moment = written === "Z" ? fromField(toField(new Date(iso))) : iso;
  const [, year, month, day, hour, minute] = ISO.exec(moment).map(Number);
  const shown = new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: year === new Date().getFullYear() ? undefined : "numeric",
    hour: "numeric",
    minute: "2-digit",
    hour12: true,
    timeZone: "UTC",
  })
    .format(Date.UTC(year, month - 1, day, hour, minute))
    .replace(",", "")
    .replace(/ (?=[ap]m$)/, "\u00a0");
  return written === "Z" || written === device ? shown : `${shown} (UTC${written})`;
}
