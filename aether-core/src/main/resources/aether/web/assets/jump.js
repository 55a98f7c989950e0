// What every page has above it: one field from which anything can be reached, and the list of its keys.
import { html, render, nothing } from '/assets/lib/lit-html.js';
import { say } from '/assets/words.js';

/**
 * A field over the page. `choices` gives, for the words typed and those that have stood still for a moment,
 * what can be chosen: a glyph, a title, a note. `take` goes to the one that was.
 */
export function jump({ choices, take }) {
  const dialog = document.createElement('dialog');
  dialog.className = 'palette';
  let words = '', chosen = 0, typing = 0, settled = '';

  const list = () => choices(words.trim().toLowerCase(), settled).slice(0, 40);
  function choose(choice) { dialog.close(); if (choice) take(choice); }

  function keys(event, shown) {
    if (event.key === 'ArrowDown') chosen = (chosen + 1) % Math.max(1, shown.length);
    else if (event.key === 'ArrowUp') chosen = (chosen + shown.length - 1) % Math.max(1, shown.length);
    else if (event.key === 'Enter') { event.preventDefault(); choose(shown[chosen]); return; }
    else return;
    event.preventDefault(); draw();
    dialog.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }

  function input(event) {
    words = event.target.value; chosen = 0;
    clearTimeout(typing); typing = setTimeout(() => { settled = words.trim().slice(0, 200); draw(); }, 120);
    draw();
  }

  function draw() {
    if (!dialog.open) return;
    const shown = list();
    chosen = Math.min(chosen, Math.max(0, shown.length - 1));
    render(html`<input id="palette-field" role="combobox" aria-expanded="true" aria-controls="palette-list" aria-autocomplete="list" aria-activedescendant=${shown.length ? 'choice-' + chosen : nothing} aria-label=${say('jumpHint')} placeholder=${say('jumpHint')} autocomplete="off" spellcheck="false" .value=${words} @input=${input} @keydown=${(e) => keys(e, shown)}>
      <ul id="palette-list" role="listbox" aria-label=${say('results')}>${shown.map((c, i) => html`<li id=${'choice-' + i} role="option" aria-selected=${i === chosen ? 'true' : 'false'} @click=${() => choose(c)}><span class="glyph" aria-hidden="true">${c.glyph}</span><span class="name">${c.title}</span><span class="muted">${c.note}</span></li>`)}</ul>
      ${shown.length ? nothing : html`<p class="none" role="status">${say('noHits')}</p>`}`, dialog);
  }

  function open() {
    if (dialog.open) return;
    if (!dialog.isConnected) { document.body.append(dialog); dialog.addEventListener('click', (e) => { if (e.target === dialog) dialog.close(); }); }
    words = ''; settled = ''; chosen = 0;
    dialog.showModal(); draw();
    dialog.querySelector('input').focus();
  }
  return { open, draw, close: () => dialog.close() };
}

const sheet = document.createElement('dialog');
sheet.className = 'keys';
/** Shows what each key does: pairs of the key and the name of its words. */
export function showKeys(keys) {
  if (!sheet.isConnected) document.body.append(sheet);
  render(html`<h2 id="keys-title">${say('keys')}</h2><dl>${keys.map(([key, word]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${say(word)}</dd></div>`)}</dl><form method="dialog"><button class="button">${say('close')}</button></form>`, sheet);
  sheet.setAttribute('aria-labelledby', 'keys-title');
  if (!sheet.open) sheet.showModal();
}
