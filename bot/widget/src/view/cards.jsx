import { Component } from "preact";
import { longDate } from "../when.js";
import { CalendarIcon } from "./icons.jsx";
import { Words } from "./prose.jsx";

/** A card that cannot be drawn is left out; the conversation goes on. */
export class Guard extends Component {
  componentDidCatch() {
    this.setState({ broken: true });
  }
  render({ children }, { broken }) {
    return broken ? null : children;
  }
}

export const Sources = ({ items }) => (
  <ul class="links">
    {items.map(({ title, url }) => (
      <li>
        <SourceLink title={title} url={url} />
      </li>
    ))}
  </ul>
);

export const SourceLink = ({ title, url }) =>
  /^https?:/.test(url) ? (
    <a href={url} target="_blank" rel="noopener noreferrer">
      <Words text={title} />
    </a>
  ) : (
    <Words text={title} />
  );

const Calendar = ({ url, words }) =>
  url && (
    <a class="calendar" href={url} download>
      <CalendarIcon />
      {words.calendar}
    </a>
  );

function Timeline({ card, words, locale }) {
  const next = card.steps.findIndex((step) => !step.passed);
  const here = <li class="here">{words.here}</li>;
  return (
    <section class="card" aria-label={words.timeline}>
      <h3>{words.timeline}</h3>
      {card.treated && (
        <p class="fine">
          {words.treated} {longDate(card.treated, locale)}
        </p>
      )}
      <ol class="timeline">
        {card.steps.map((step, at) => [
          at === next && here,
          <li class={step.passed ? "step passed" : "step"}>
            {step.passed && <span class="unseen">{words.passed} </span>}
            <strong>
              <Words text={step.label} />
            </strong>
            {step.at && <time dateTime={step.at}>{longDate(step.at, locale)}</time>}
            {step.detail && (
              <p>
                <Words text={step.detail} />
              </p>
            )}
          </li>,
        ])}
        {next < 0 && here}
      </ol>
      <Calendar url={card.calendar_url} words={words} />
    </section>
  );
}

function Openings({ card, words, active, onChoose }) {
  const choose = (item) => () => onChoose(item);
  return (
    <section class="card" aria-label={card.title || words.choices}>
      {card.title && (
        <h3>
          <Words text={card.title} />
        </h3>
      )}
      {card.note && (
        <p class="fine">
          <Words text={card.note} />
        </p>
      )}
      <ul class="openings">
        {card.items.map((item) => (
          <li>
            <button type="button" class="opening" disabled={!active} onClick={choose(item)}>
              <strong>
                <Words text={item.title} />
              </strong>
              {item.subtitle && (
                <small>
                  <Words text={item.subtitle} />
                </small>
              )}
            </button>
          </li>
        ))}
      </ul>
      {active && <Choices items={card.more} onChoose={onChoose} words={words} />}
    </section>
  );
}

/** The payloads that a card already offers. */
export const offeredIn = (card) =>
  card && card.type === "openings" ? card.items.concat(card.more).map((item) => item.payload) : [];

export const Choices = ({ items, onChoose, words }) =>
  items.length > 0 && (
    <div class="choices" role="group" aria-label={words.choices}>
      {items.map((item) => (
        <button type="button" class="choice" onClick={() => onChoose(item)}>
          <Words text={item.title} />
        </button>
      ))}
    </div>
  );

const Appointment = ({ card, words }) => (
  <section class="card appointment" aria-label={card.title || words.reference}>
    {card.title && (
      <h3>
        <CalendarIcon />
        <Words text={card.title} />
      </h3>
    )}
    {card.reference && (
      <p class="reference">
        <small>{words.reference}</small> <output>{card.reference}</output>
      </p>
    )}
    {card.lines.map((line) => (
      <p>
        <Words text={line} />
      </p>
    ))}
    <Calendar url={card.calendar_url} words={words} />
  </section>
);

const Screening = ({ card, words }) => (
  <section class="card" aria-label={words.screening[card.verdict] || words.choices}>
    {words.screening[card.verdict] && <p class={"chip " + card.verdict}>{words.screening[card.verdict]}</p>}
    <dl class="screening">
      {card.rows.map((row) => (
        <div>
          <dt>
            <Words text={row.label} />
            {words.screening[row.verdict] && <small class={"tag " + row.verdict}>{words.screening[row.verdict]}</small>}
          </dt>
          {row.said && (
            <dd class="fine">
              {words.said}: <q><Words text={row.said} /></q>
            </dd>
          )}
          {row.reason && (
            <dd>
              <Words text={row.reason} />
            </dd>
          )}
        </div>
      ))}
    </dl>
  </section>
);

const SourcesCard = ({ card, words }) => (
  <section class="card" aria-label={words.source}>
    <Sources items={card.items} />
  </section>
);

const CARDS = { timeline: Timeline, openings: Openings, appointment: Appointment, screening: Screening, sources: SourcesCard };

export function Card(props) {
  const Kind = CARDS[props.card.type];
  return (
    <Guard>
      <Kind {...props} />
    </Guard>
  );
}
