/** JSON that a page's own `toJSON` on a prototype cannot change. */
export function encode(value) {
  if (Array.isArray(value)) return "[" + value.map(encode).join(",") + "]";
  if (!value || typeof value !== "object") return JSON.stringify(value === undefined ? null : value);
  const fields = Object.keys(value).map((key) => JSON.stringify(key) + ":" + encode(value[key]));
  return "{" + fields.join(",") + "}";
}
