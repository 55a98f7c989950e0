// One field from which anything can be reached.
import { html, render, nothing } from '/assets/lib/lit-html.js';
import { answer, onChange } from '/assets/store.js';
import { say } from '/assets/words.js';
import { go, VIEWS } from '/assets/route.js';

const dialog = document.createElement('dialog');
dialog.className = 'palette';
let words = '', chosen = 0, typing = 0, asked = '';

function choices() {
  const wanted = words.trim().toLowerCase(), list = [];
  for (const view of VIEWS) if (say(view).toLowerCase().includes(wanted) || view.includes(wanted)) list.push({ glyph: '▸', title: say(view), note: '', to: { view, c: '', star: '', edge: '', comet: '' } });
  for (const body of answer('/api/bodies').value ?? []) if (body.id.toLowerCase().includes(wanted)) list.push({ glyph: '✦', title: body.id, note: say(body.state), to: { view: 'sky', star: body.id, edge: '', comet: '', c: '' } });
  if (!wanted) {
    for (const c of answer('/api/conversations?limit=8').value?.items ?? []) list.push({ glyph: '⇄', title: c.opening || c.conversation_id, note: c.conversation_id, to: { view: 'conversations', c: c.conversation_id, star: '', edge: '', comet: '' } });
  } else if (asked) {
    const seen = new Set();
    for (const hit of answer('/api/search?q=' + encodeURIComponent(asked)).value?.hits ?? []) {
      if (!hit.conversation_id || seen.has(hit.conversation_id)) continue;
      seen.add(hit.conversation_id);
      list.push({ glyph: '⇄', title: hit.words || hit.detail || hit.conversation_id, note: hit.conversation_id, to: { view: 'conversations', c: hit.conversation_id, star: '', edge: '', comet: '' } });
    }
  }
  return list.slice(0, 40);
}

function take(choice) { dialog.close(); if (choice) go(choice.to); }

function keys(event, list) {
  if (event.key === 'ArrowDown') chosen = (chosen + 1) % Math.max(1, list.length);
  else if (event.key === 'ArrowUp') chosen = (chosen + list.length - 1) % Math.max(1, list.length);
  else if (event.key === 'Enter') { take(list[chosen]); event.preventDefault(); return; }
  else return;
  event.preventDefault(); draw();
  dialog.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
}

function input(event) {
  words = event.target.value; chosen = 0;
  clearTimeout(typing); typing = setTimeout(() => { asked = words.trim().slice(0, 200); draw(); }, 120);
  draw();
}

function draw() {
  if (!dialog.open) return;
  const list = choices();
  chosen = Math.min(chosen, Math.max(0, list.length - 1));
  render(html`<input id="palette-field" role="combobox" aria-expanded="true" aria-controls="palette-list" aria-autocomplete="list" aria-activedescendant=${list.length ? 'choice-' + chosen : nothing} aria-label=${say('jumpHint')} placeholder=${say('jumpHint')} autocomplete="off" spellcheck="false" .value=${words} @input=${input} @keydown=${(e) => keys(e, list)}>
    <ul id="palette-list" role="listbox" aria-label=${say('results')}>${list.map((c, i) => html`<li id=${'choice-' + i} role="option" aria-selected=${i === chosen ? 'true' : 'false'} @click=${() => take(c)}><span class="glyph" aria-hidden="true">${c.glyph}</span><span class="name">${c.title}</span><span class="muted">${c.note}</span></li>`)}</ul>
    ${list.length ? nothing : html`<p class="none" role="status">${say('noHits')}</p>`}`, dialog);
}

export function openPalette() {
  if (dialog.open) return;
  if (!dialog.isConnected) { document.body.append(dialog); dialog.addEventListener('click', (e) => { if (e.target === dialog) dialog.close(); }); onChange(draw); }
  words = ''; asked = ''; chosen = 0;
  dialog.showModal(); draw();
  dialog.querySelector('input').focus();
}

const sheet = document.createElement('dialog');
sheet.className = 'keys';
const KEYS = [['⌘K · Ctrl K', 'keyPalette'], ['1 – 4', 'keyViews'], ['/', 'keyFilter'], ['Space', 'keyPlay'], ['Esc', 'keyEsc'], ['?', 'keyHelp']];
export function openKeys() {
  if (!sheet.isConnected) document.body.append(sheet);
  render(html`<h2 id="keys-title">${say('keys')}</h2><dl>${KEYS.map(([key, word]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${say(word)}</dd></div>`)}</dl><form method="dialog"><button class="button">${say('close')}</button></form>`, sheet);
  sheet.setAttribute('aria-labelledby', 'keys-title');
  if (!sheet.open) sheet.showModal();
}
