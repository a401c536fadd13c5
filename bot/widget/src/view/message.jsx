import { longDate } from "../when.js";
import { Card, Choices, offeredIn, SourceLink, Sources } from "./cards.jsx";
import { AlertIcon, CheckIcon, ClockIcon, DoctorIcon, PhoneIcon } from "./icons.jsx";
import { Pick } from "./pick.jsx";
import { numbersIn, Phone, Prose, Words } from "./prose.jsx";

export const PICK = "treated:pick";
const URGENT = { emergency: true, same_day: true };
const VERDICT_ICONS = { wait: ClockIcon, clear: CheckIcon, allowed: CheckIcon, ask_dermatologist: DoctorIcon };

function Verdict({ meta, words, locale }) {
  const Icon = VERDICT_ICONS[meta.verdict];
  if (meta.kind !== "timing" || !Icon) return null;
  const until = meta.verdict === "wait" && meta.clear_at;
  return (
    <p class={"chip " + meta.verdict}>
      <Icon />
      <span>
        {until ? words.verdicts.waitUntil : words.verdicts[meta.verdict]}
        {until && <time dateTime={meta.clear_at}>{longDate(meta.clear_at, locale)}</time>}
      </span>
    </p>
  );
}

function SourceLine({ sources, words }) {
  if (!sources.length) return null;
  if (sources.length === 1)
    return (
      <p class="source">
        {words.source}: <SourceLink {...sources[0]} />
      </p>
    );
  return (
    <details class="source">
      <summary>{words.sources(sources.length)}</summary>
      <Sources items={sources} />
    </details>
  );
}

const CallButtons = ({ text, level, words }) => (
  <p class="calls">
    {numbersIn(text, level === "emergency").map((number) => (
      <Phone number={number} class="call">
        <PhoneIcon /> {words.call} {number}
      </Phone>
    ))}
  </p>
);

function Alarm({ meta, text, words }) {
  const calls = <CallButtons text={text} level={meta.level} words={words} />;
  return (
    <div class={"alarm " + meta.level}>
      <h3>
        <AlertIcon /> {words.levels[meta.level]}
      </h3>
      {meta.level === "emergency" && calls}
      <Prose text={text} urgent />
      {meta.level !== "emergency" && calls}
    </div>
  );
}

/** One message of the assistant. `active` while its choices can still be made. */
export function BotMessage({ message, active, picking, onPick, onChoose, words, locale }) {
  const { text, card, meta } = message;
  const offered = offeredIn(card);
  const buttons = message.buttons.filter((each) => !offered.includes(each.payload));
  const alarm = meta.kind === "red_flag" && URGENT[meta.level];
  const choose = (item) => (item.payload === PICK ? onPick(true) : onChoose(item));
  return (
    <article class="bot">
      <span class="unseen">{words.bot}</span>
      <Verdict meta={meta} words={words} locale={locale} />
      {alarm && <Alarm meta={meta} text={text} words={words} />}
      {!alarm && text && (
        <div class="bubble">
          <Prose text={text} urgent={meta.kind === "red_flag" || meta.category === "red_flag"} />
        </div>
      )}
      {card && <Card card={card} words={words} locale={locale} active={active} onChoose={choose} />}
      <SourceLine sources={meta.sources} words={words} />
      {active && !picking && <Choices items={buttons} onChoose={choose} words={words} />}
      {active && picking && buttons.some((each) => each.payload === PICK) && (
        <Pick words={words} locale={locale} onChoose={onChoose} onCancel={() => onPick(false)} />
      )}
    </article>
  );
}

export const YourMessage = ({ item, words }) => (
  <article class="you">
    <span class="unseen">{words.you}</span>
    <div class="bubble">
      <p><Words text={item.text} plain /></p>
    </div>
    {item.failed && <small>{words.undelivered}</small>}
  </article>
);
