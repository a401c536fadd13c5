// A reply's text: its lines, its lists, and the telephone numbers in it. Never markup from outside.
const LONG_NUMBER = "(?:\\+\\d|\\b0)[\\d -]{8,14}\\d";
const SHORT_NUMBER = "\\b(?:1122|115|911|112|999)\\b";
const ARABIC = /[\u0600-\u06ff\u0750-\u077f]/g;
const BULLET = /^\s*[-\u2022*]\s+/;

const pattern = (urgent) => new RegExp(urgent ? `${LONG_NUMBER}|${SHORT_NUMBER}` : LONG_NUMBER, "g");
const digits = (number) => number.replace(/[^\d+]/g, "");
// "0300 1234567" is how a question shows what a number looks like.
const isPhone = (number) => /^(0\d{9,10}|\+\d{10,14}|\d{3,4})$/.test(digits(number)) && !/1234567$/.test(digits(number));

/** The telephone numbers in a text, once each. Emergency numbers count only where a reply is `urgent`. */
export function numbersIn(text, urgent) {
  const found = text.match(pattern(urgent)) || [];
  return found.filter((number, at) => isPhone(number) && found.indexOf(number) === at);
}

export const Phone = ({ number, children, ...rest }) => (
  <a href={"tel:" + digits(number)} {...rest}>
    {children || number}
  </a>
);

function linked(text, urgent) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(pattern(urgent))) {
    if (!isPhone(match[0])) continue;
    parts.push(text.slice(end, match.index), <Phone number={match[0]} />);
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)];
}

/** Text in its own direction; Nastaliq gets the room it needs. */
export function Words({ text, urgent, plain }) {
  const urdu = (text.match(ARABIC) || []).length * 2 > text.length;
  return (
    <span dir="auto" class={urdu ? "words urdu" : "words"} lang={urdu ? "ur" : undefined}>
      {plain ? text : linked(text, urgent)}
    </span>
  );
}

export function Prose({ text, urgent }) {
  const lines = text.split("\n").filter((line) => line.trim());
  return lines.map((line) => (
    <p class={BULLET.test(line) ? "bullet" : undefined}>
      <Words text={line.replace(BULLET, "")} urgent={urgent} />
    </p>
  ));
}
