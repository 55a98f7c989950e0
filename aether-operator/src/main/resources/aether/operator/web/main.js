// The frame of the page: the door, the views, and what is drawn when something changes.
import { html, render, nothing } from '/assets/lib/lit-html.js';
import { state, token, idle, touch, enter, leave, follow, look, soon, showing, onChange, changed } from '/assets/store.js';
import { say, named, tongue, otherTongue } from '/assets/words.js';
import { VIEWS, DRAWN, NEEDS, FILTERED } from '/assets/views.js';
import { jump, showKeys } from '/assets/jump.js';

const root = document.getElementById('app');
const day = matchMedia('(prefers-color-scheme: light)');
const theme = () => localStorage.getItem('aether.theme') ?? (day.matches ? 'light' : 'dark');
const dress = () => { document.documentElement.dataset.theme = theme(); document.documentElement.lang = tongue() === 'en' ? 'en' : 'zh-Hant'; };
const here = () => VIEWS.includes(location.hash.slice(1)) ? location.hash.slice(1) : 'bodies';

const tools = () => html`
  <button class="icon lang" lang=${tongue() === 'en' ? 'zh-Hant' : 'en'} @click=${() => { otherTongue(); dress(); draw(); }}>${tongue() === 'en' ? '中' : 'EN'}<span class="hidden">${say('language')}</span></button>
  <button class="icon" aria-label=${say('theme')} @click=${() => { localStorage.setItem('aether.theme', theme() === 'dark' ? 'light' : 'dark'); dress(); draw(); }}>${theme() === 'dark' ? '☾' : '☀'}</button>`;
const brand = () => html`<span class="brand"><svg viewBox="0 0 32 32" aria-hidden="true"><circle cx="16" cy="16" r="12"></circle><path d="M16 3l2 11 11 2-11 2-2 11-2-11-11-2 11-2z"></path></svg><span>${say('operator')}</span></span>`;

function door() {
  const submit = (event) => {
    event.preventDefault();
    const field = event.target.querySelector('input');
    if (field.value.trim()) enter(field.value);
    field.value = '';
  };
  return html`
    <header class="bar">${brand()}<div class="tools">${tools()}</div></header>
    <main id="view" tabindex="-1" class="door" data-view="door">
      <form @submit=${submit}>
        <h1>${say('doorTitle')}</h1>
        <p class="muted">${say('doorWords')} <code>aether operator token</code></p>
        <label class="field"><span>${say('token')}</span><input type="password" id="token" autocomplete="off" spellcheck="false" required></label>
        ${state.notice ? html`<p class="refused" role="alert">${say(state.notice)}</p>` : nothing}
        <button class="button primary" type="submit">${say('enter')}</button>
      </form>
    </main>`;
}

const badge = (view) => {
  const many = view === 'approvals' ? state.approvals?.length : view === 'dead' ? state.dead?.length : 0;
  return many ? html`<span class="count">${many}<span class="hidden"> ${say('waiting')}</span></span>` : nothing;
};

function panel() {
  const view = here();
  return html`
    <header class="bar">${brand()}
      <nav aria-label=${say('views')}>${VIEWS.map((each) => html`<a href=${'./#' + each} aria-current=${view === each ? 'page' : nothing}>${say(each)}${badge(each)}</a>`)}</nav>
      <div class="tools">
        <button class="jump" @click=${openPalette} aria-label=${say('jump')}><span aria-hidden="true">⌕</span><span class="word">${say('jump')}</span><kbd>⌘K</kbd></button>
        <span class="status" data-state=${state.link} role="status"><span class="pulse" aria-hidden="true"></span>${say(state.link)}</span>
        ${tools()}
        <button class="icon help" aria-label=${say('keys')} @click=${openKeys}>?</button>
        <button class="button" id="leave" @click=${() => leave('left')}>${say('leave')}</button>
      </div>
    </header>
    ${state.link === 'lost' ? html`<p class="banner" role="alert"><b>${say('lost')}.</b> ${say('lostLong')}</p>` : state.failed ? html`<p class="banner" role="alert">${state.failed}</p>` : nothing}
    <main id="view" tabindex="-1" data-view=${view}><div class="page" tabindex="0">${DRAWN[view]()}</div></main>`;
}

/** What can be reached: the views, the Bodies, and the conversations read so far. */
function choices(wanted) {
  const has = (...words) => words.some((each) => (each ?? '').toLowerCase().includes(wanted));
  return [
    ...VIEWS.filter((view) => has(view, say(view))).map((view) => ({ glyph: '▸', title: say(view), note: '', view, id: '' })),
    ...(state.bodies ?? []).filter((each) => has(each.id, each.description)).map((each) => ({ glyph: '✦', title: each.id, note: named(each.state), view: 'bodies', id: each.id })),
    ...(state.conversations ?? []).filter((each) => has(each.conversation_id, each.from, each.to)).map((each) => ({ glyph: '⇄', title: `${each.from} → ${each.to === 'broadcast' ? say('everybody') : each.to}`, note: each.conversation_id, view: 'conversations', id: each.conversation_id })),
  ];
}
const palette = jump({ choices, take: seek });
function openPalette() { palette.open(); look('bodies', 'conversations'); }

const KEYS = [['⌘K · Ctrl K', 'keyPalette'], [`1 – ${VIEWS.length}`, 'keyViews'], ['/', 'keyFilter'], ['Esc', 'keyEsc'], ['?', 'keyHelp']];
const openKeys = () => showKeys(KEYS);

let sought = '';
function seek({ view, id }) {
  sought = id;
  if (here() === view) arrive(); else location.hash = view;
}
/** A new view begins unfiltered, at the row that was sought or else at its beginning. */
function arrive() {
  state.filter = '';
  state.verdict = null;
  draw();
  const row = sought ? document.querySelector(`tr[data-id="${CSS.escape(sought)}"]`) : null;
  (row ?? document.getElementById('view'))?.focus();
  row?.scrollIntoView({ block: 'center' });
  document.querySelector('nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  sought = '';
  soon();
}
/** Goes to the filter of this view; where there is none, to that of the conversations. */
function filter() {
  if (FILTERED.includes(here())) { document.getElementById('filter')?.focus(); return; }
  addEventListener('hashchange', () => document.getElementById('filter')?.focus(), { once: true });
  location.hash = 'conversations';
}

function keys(event) {
  if (!token()) return;
  if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') { event.preventDefault(); if (!document.querySelector('dialog[open]')) openPalette(); return; }
  if (event.metaKey || event.ctrlKey || event.altKey || document.querySelector('dialog[open]')) return;
  if (event.target.closest('input,select,textarea')) { if (event.key === 'Escape') event.target.blur(); return; }
  if (VIEWS[Number(event.key) - 1]) location.hash = VIEWS[Number(event.key) - 1];
  else if (event.key === '/') { event.preventDefault(); filter(); }
  else if (event.key === '?') openKeys();
}

function draw() {
  render(token() ? panel() : door(), root);
  document.title = `${say(token() ? here() : 'token')} · ${say('operator')} · Aether`;
}

root.replaceChildren();
dress();
day.addEventListener('change', () => { dress(); draw(); });
showing(() => NEEDS[here()]);
onChange(() => { if (!token()) palette.close(); draw(); palette.draw(); });
addEventListener('hashchange', arrive);
for (const kind of ['keydown', 'pointerdown']) addEventListener(kind, touch, { passive: true });
addEventListener('keydown', keys);
setInterval(() => { if (idle()) leave('expired'); }, 1000);
setInterval(changed, 30_000);
if (idle()) leave('expired');
draw();
if (token()) { look('bodies'); follow(); }
