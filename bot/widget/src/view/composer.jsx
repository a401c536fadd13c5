import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { SendIcon } from "./icons.jsx";

export const LIMIT = 2000;
const NEAR = 1600;
const size = (text) => Array.from(text).length;

export function Composer({ chat, words, draft, onSay }) {
  const [text, setText] = useState(chat.typed);
  const field = useRef();
  const type = (value) => {
    chat.typed = value;
    setText(value);
  };
  useLayoutEffect(() => draft && type(draft.text), [draft]);
  useLayoutEffect(() => fit(field.current), [text]);
  const length = size(text.trim());
  const ready = !chat.waiting && length > 0 && length <= LIMIT;
  const submit = (event) => {
    event.preventDefault();
    if (!ready) return;
    onSay(text.trim());
    type("");
    field.current.focus();
  };
  const onKeyDown = (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
  };
  return (
    <form class="composer" onSubmit={submit}>
      <div class="entry">
        <textarea
          id="field"
          ref={field}
          rows="1"
          dir="auto"
          value={text}
          placeholder={words.placeholder}
          aria-label={words.field}
          aria-describedby="limit"
          aria-invalid={length > LIMIT ? "true" : undefined}
          autocomplete="off"
          onInput={(event) => type(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <button type="submit" class="send" disabled={!ready} aria-label={words.send}>
          <SendIcon />
        </button>
      </div>
      <p id="limit" class={length > LIMIT ? "limit trouble" : length > NEAR ? "limit" : "unseen"}>
        {length > NEAR ? `${length.toLocaleString("en")} / ${LIMIT.toLocaleString("en")}` : words.limit}
        {length > LIMIT && " \u00b7 " + words.tooLong}
      </p>
    </form>
  );
}

function fit(field) {
  field.style.height = "auto";
  field.style.height = Math.min(field.scrollHeight, 132) + "px";
}
