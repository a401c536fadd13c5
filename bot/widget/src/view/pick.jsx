import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { fromField, longDate, toField } from "../when.js";

/** The date and time of the treatment. The field follows the browser's habits, so the choice is said again in words. */
export function Pick({ words, locale, onChoose, onCancel }) {
  const [value, setValue] = useState("");
  const [asked, setAsked] = useState(false);
  const field = useRef();
  useLayoutEffect(() => field.current.focus(), []);
  const latest = toField(new Date());
  const moment = fromField(value);
  const trouble = !moment ? words.pickEmpty : value > latest ? words.pickFuture : "";
  const shown = moment && longDate(moment, locale);
  const submit = (event) => {
    event.preventDefault();
    setAsked(true);
    if (trouble) return field.current.focus();
    onChoose({ title: shown, payload: "treated:" + moment });
  };
  return (
    <form class="pick" onSubmit={submit} noValidate>
      <label for="pick">{words.pickLabel}</label>
      <input
        id="pick"
        type="datetime-local"
        ref={field}
        max={latest}
        value={value}
        aria-describedby="pick-said"
        aria-invalid={asked && trouble ? "true" : undefined}
        onInput={(event) => setValue(event.target.value)}
      />
      <p id="pick-said" class={trouble ? "trouble" : ""} role="status">
        {trouble ? (asked || value > latest) && trouble : shown}
      </p>
      <p class="choices">
        <button type="submit" class="primary">
          {words.pickSend}
        </button>
        <button type="button" class="choice" onClick={onCancel}>
          {words.pickCancel}
        </button>
      </p>
    </form>
  );
}
