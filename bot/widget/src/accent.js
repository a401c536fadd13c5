// A clinic's colour, made readable: WCAG AA against the widget's own surfaces, in light and in dark.
const DEFAULT = "#0b6b63";
const RATIO = 4.7;

const parse = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
const format = (rgb) => "#" + rgb.map((value) => Math.round(value).toString(16).padStart(2, "0")).join("");
const mix = (from, to, share) => from.map((value, index) => value + (to[index] - value) * share);

function luminance(rgb) {
  const [red, green, blue] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG contrast of two [r, g, b], 1 to 21. */
export function contrast(one, other) {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

/** The nearest colour to `wanted`, on the way to `pole`, that reads on `surface` and on its own tint. */
function readable(wanted, surface, pole) {
  for (let share = 0; share < 1; share += 0.04) {
    const colour = mix(wanted, pole, share);
    const tint = mix(surface, colour, 0.1);
    if (contrast(colour, tint) >= RATIO && contrast(colour, surface) >= RATIO) return [colour, tint];
  }
  return [pole, surface];
}

/** The same hue, bright enough to start from on a dark surface. */
function vivid(rgb) {
  const scale = 168 / Math.max(...rgb, 1);
  return mix(rgb.map((value) => value * scale), [255, 255, 255], 0.3);
}

function normal(text) {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(String(text).trim());
  if (!hex) return DEFAULT;
  return hex[1].length === 6 ? hex[0].trim() : "#" + hex[1].replace(/./g, "$&$&");
}

/** The custom properties for a clinic's `#rgb` or `#rrggbb`; anything else gives the default colour. */
export function palette(text) {
  const wanted = parse(normal(text));
  const [light, lightTint] = readable(wanted, parse("#ffffff"), [0, 0, 0]);
  const dark = vivid(wanted);
  const [bright, brightTint] = readable(dark, parse("#18211f"), [255, 255, 255]);
  return {
    "--accent-light": format(light),
    "--tint-light": format(lightTint),
    "--accent-dark": format(bright),
    "--tint-dark": format(brightTint),
  };
}
