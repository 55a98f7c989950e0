// Asks before what cannot be taken back. What is grave must be typed.
import { html, render, nothing } from '/assets/lib/lit-html.js';
import { say } from '/assets/words.js';

const root = document.getElementById('asking');

/**
 * Opens a question. `typed` must be typed first, where it is given; `go` acts, and may be refused:
 * on a 409 whoever asks may insist with `force`.
 */
export function confirm({ title, words, label, typed = '', go, force }) {
  let refused = '', insisting = false, busy = false;
  const close = () => { root.querySelector('dialog')?.close(); render(nothing, root); };
  const right = () => !typed || root.querySelector('#typed')?.value === typed;
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
    render(html`<dialog class="asking" aria-labelledby="asking-title" @close=${closed}>
      <form @submit=${submit} @input=${draw}>
        <h2 id="asking-title">${title}</h2>
        <p>${words}</p>
        ${typed ? html`<label class="field"><span>${say('typeIt')} <code>${typed}</code></span><input id="typed" autocomplete="off" spellcheck="false" autocapitalize="off"></label>` : nothing}
        ${refused ? html`<p class="refused" role="alert">${refused}</p>` : nothing}
        <div class="row"><button type="button" class="button" @click=${close}>${say('cancel')}</button><button class="button grave" type="submit" ?disabled=${!right()}>${insisting ? say('insist') : label}</button></div>
      </form></dialog>`, root);
    const dialog = root.querySelector('dialog');
    if (dialog && !dialog.open) dialog.showModal();
  }
  draw();
}
