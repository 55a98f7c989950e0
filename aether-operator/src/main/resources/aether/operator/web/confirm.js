// Asks before what cannot be taken back. What is grave must be typed.
import { html, render, nothing } from '/assets/lib/lit-html.js';
import { say } from '/assets/words.js';

const root = document.getElementById('asking');

/**
 * Opens a question. `typed` must be typed first, where it is given; `go` acts, and may be refused:
 * on a 409 whoever asks may insist with `force`.
 */
export function confirm({ title, words, label, typed = '', go, force }) {
  let refused = '', insisting = false, busy = false, mine = null;
  // Whoever asks next must not be closed, or drawn over, by what comes late for this question.
  const over = () => mine !== null && !mine.isConnected;
  const close = () => { if (!over()) { mine.close(); render(nothing, root); } };
  const right = () => !typed || mine?.querySelector('#typed').value === typed;
  async function submit(event) {
    event.preventDefault();
    if (!right() || busy) return;
    busy = true;
    try {
      await (insisting ? force() : go());
      close();
    } catch (error) {
      refused = error.message === 'lost' ? say('lostLong') : error.message;
      insisting = error.status === 409 && Boolean(force);
      busy = false;
      draw();
    }
  }
  // A browser says that a dialog closed with its next frame, which may come when the next question is open.
  const closed = (event) => { if (event.target.isConnected) render(nothing, root); };
  function draw() {
    if (over()) return;
    render(html`<dialog class="asking" aria-labelledby="asking-title" @close=${closed}>
      <form @submit=${submit} @input=${draw}>
        <h2 id="asking-title">${title}</h2>
        <p>${words}</p>
        ${typed ? html`<label class="field"><span>${say('typeIt')} <code>${typed}</code></span><input id="typed" autocomplete="off" spellcheck="false" autocapitalize="off"></label>` : nothing}
        ${refused ? html`<p class="refused" role="alert">${refused}</p>` : nothing}
        <div class="row"><button type="button" class="button" @click=${close}>${say('cancel')}</button><button class="button grave" type="submit" ?disabled=${!right()}>${insisting ? say('insist') : label}</button></div>
      </form></dialog>`, root);
    mine = root.querySelector('dialog');
    if (!mine.open) mine.showModal();
  }
  // Each question is an element of its own: nothing typed for the last one is left, and its late events are not heard.
  render(nothing, root);
  draw();
}
