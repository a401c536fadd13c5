import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Composer } from "./composer.jsx";
import { AlertIcon, BinIcon, CloseIcon } from "./icons.jsx";
import { BotMessage, YourMessage } from "./message.jsx";
import { Phone } from "./prose.jsx";

function Note({ item, chat, words }) {
  return (
    <div class="note">
      <p>{words[item.text]}</p>
      {chat.ended && (
        <button type="button" class="choice" onClick={() => chat.start()}>
          {words.start}
        </button>
      )}
    </div>
  );
}

function Failure({ failure, options, words }) {
  const { reason, again } = failure;
  return (
    <div class="failure" role="alert">
      <p>
        <AlertIcon /> {words.failures[reason]}
      </p>
      {again && (
        <button type="button" class="choice" onClick={again}>
          {words.retry}
        </button>
      )}
      {options.emergency && (
        <p class="fine">
          <Phone number={options.emergency}>{words.urgent(options.emergency)}</Phone>
        </p>
      )}
      {options.helpline && (
        <p class="fine">
          <Phone number={options.helpline}>{words.helpline(options.helpline)}</Phone>
        </p>
      )}
    </div>
  );
}

const Typing = () => (
  <div class="typing" aria-hidden="true">
    <i />
    <i />
    <i />
  </div>
);

function Log({ chat, words, options, onChoose }) {
  const [picking, setPicking] = useState(false);
  const log = useRef();
  useLayoutEffect(() => setPicking(false), [chat.turn, chat.waiting]);
  useLayoutEffect(() => settle(log.current), [chat.items.length, chat.waiting, chat.failure, picking]);
  const active = (item) => item.turn === chat.turn && !chat.waiting && !chat.ended;
  const pick = (on) => {
    setPicking(on);
    if (!on) log.current.focus();
  };
  return (
    <div class="log" role="log" aria-live="polite" aria-label={words.log} tabIndex="0" ref={log}>
      {chat.items.map((item) =>
        item.who === "you" ? (
          <YourMessage item={item} words={words} />
        ) : item.who === "note" ? (
          <Note item={item} chat={chat} words={words} />
        ) : (
          <BotMessage
            message={item.message}
            active={active(item)}
            picking={picking}
            onPick={pick}
            onChoose={onChoose}
            words={words}
            locale={options.locale}
          />
        )
      )}
      {chat.waiting && <Typing />}
      {chat.failure && <Failure failure={chat.failure} options={options} words={words} />}
    </div>
  );
}

/** Scrolls to the end, but never past the beginning of the latest exchange. */
function settle(log) {
  const yours = log.querySelectorAll(".you");
  const top = yours.length ? yours[yours.length - 1].offsetTop - 12 : 0;
  const end = log.scrollHeight - log.clientHeight;
  log.scrollTop = Math.min(end, top);
}

function Erase({ chat, words, onDone }) {
  const yes = useRef();
  useLayoutEffect(() => yes.current.focus(), []);
  return (
    <div class="erase" role="group" aria-label={words.erase}>
      <p>{words.eraseAsk}</p>
      <p class="choices">
        <button type="button" class="danger" ref={yes} onClick={() => onDone(chat.erase())}>
          {words.eraseYes}
        </button>
        <button type="button" class="choice" onClick={() => onDone()}>
          {words.eraseNo}
        </button>
      </p>
    </div>
  );
}

function Foot({ chat, options, words, onErase }) {
  return (
    <p class="foot">
      {options.emergency && <Phone number={options.emergency}>{words.emergency(options.emergency)}</Phone>}
      <button type="button" class="quiet" disabled={!chat.items.length || chat.ended} onClick={onErase}>
        <BinIcon />
        {words.erase}
      </button>
    </p>
  );
}

export function Panel({ chat, options, words, modal, quiet, draft, onClose, onChoose }) {
  const [erasing, setErasing] = useState(false);
  const panel = useRef();
  useLayoutEffect(() => {
    if (!quiet) focusInto(panel.current, modal);
  }, []);
  useLayoutEffect(() => {
    if (draft) panel.current.querySelector("#field").focus();
  }, [draft]);
  const erased = () => {
    setErasing(false);
    focusInto(panel.current, modal);
  };
  const choose = (item) => {
    onChoose(item);
    focusInto(panel.current, modal);
  };
  const say = (text) => chat.say({ text }, text);
  return (
    <div class="panel" role="dialog" aria-labelledby="title" aria-modal={modal ? "true" : undefined} ref={panel}>
      <header>
        <div>
          <h2 id="title">{options.title || words.title}</h2>
          <p>{words.subtitle}</p>
        </div>
        <button type="button" class="close" aria-label={words.close} onClick={onClose}>
          <CloseIcon />
        </button>
      </header>
      <Log chat={chat} words={words} options={options} onChoose={choose} />
      <p class="unseen" role="status">
        {chat.waiting && words.writing}
      </p>
      {erasing && <Erase chat={chat} words={words} onDone={erased} />}
      <Composer chat={chat} words={words} draft={draft} onSay={say} />
      <Foot chat={chat} options={options} words={words} onErase={() => setErasing(true)} />
    </div>
  );
}

/** On a phone the field would bring up the keyboard over the answer, so the conversation gets the focus. */
export function focusInto(panel, modal) {
  panel.querySelector(modal ? ".log" : "#field").focus({ preventScroll: true });
}
