import { ChatIcon } from "./icons.jsx";
import { Panel } from "./panel.jsx";

export const App = ({ chat, options, words, modal, quiet, draft, launcher, onOpen, onClose, onChoose }) => (
  <section aria-label={options.title || words.title}>
    {chat.open ? (
      <Panel {...{ chat, options, words, modal, quiet, draft, onClose, onChoose }} />
    ) : (
      <button type="button" class="launcher" aria-haspopup="dialog" ref={launcher} onClick={onOpen}>
        <ChatIcon />
        <span>{words.launch}</span>
      </button>
    )}
  </section>
);
