// Draws the page anew whenever something has changed; the sky also with every frame.
import { html, render, nothing } from '/assets/lib/lit-html.js';
import { begin, onChange, onEvent, changed, state, sky } from '/assets/store.js';
import { say, tongue, otherTongue } from '/assets/words.js';
import { VIEWS, here, go, address, follow, onMove } from '/assets/route.js';
import { loading } from '/assets/parts.js';
import * as map from '/assets/map.js';
import * as telescope from '/assets/telescope.js';
import { conversationsView } from '/assets/conversations.js';
import { extinctionsView } from '/assets/extinctions.js';
import * as scrub from '/assets/scrub.js';
import { openPalette, openKeys } from '/assets/palette.js';

const root = document.getElementById('app');
const day = matchMedia('(prefers-color-scheme: light)');
const DRAWN = { sky: map.skyView, conversations: conversationsView, telescope: telescope.telescopeView, extinctions: () => extinctionsView(draw) };

function theme() { return localStorage.getItem('aether.theme') ?? (day.matches ? 'light' : 'dark'); }
function dress() { document.documentElement.dataset.theme = theme(); document.documentElement.lang = tongue(); map.readColours(); }
function turnTheme() { localStorage.setItem('aether.theme', theme() === 'dark' ? 'light' : 'dark'); dress(); draw(); }

function status() {
  const word = state.link === 'lost' ? 'lost' : state.link === 'connecting' ? 'connecting' : state.bus === 'away' ? 'away' : scrub.replaying() ? 'replay' : 'live';
  return html`<span class="status" data-state=${word} role="status"><span class="pulse" aria-hidden="true"></span>${say(word)}</span>`;
}

function banner() {
  if (state.link === 'lost') return html`<p class="banner" role="alert"><b>${say('lost')}.</b> ${say('lostLong')}</p>`;
  if (state.bus === 'away') return html`<p class="banner" role="alert"><b>${say('away')}.</b> ${say('awayLong')} <span class="muted">${state.detail}</span></p>`;
  return state.notice ? html`<p class="banner soft" role="status">${say(state.notice)}</p>` : nothing;
}

function draw() {
  const place = here();
  render(html`
    <header class="bar">
      <a class="brand" aria-label="Stargazer" href="/" @click=${follow({ view: 'sky', c: '', star: '', edge: '', comet: '' })}><svg viewBox="0 0 32 32" aria-hidden="true"><circle cx="16" cy="16" r="12"></circle><path d="M16 3l2 11 11 2-11 2-2 11-2-11-11-2 11-2z"></path></svg><span>Stargazer</span></a>
      <nav aria-label=${say('views')}>${VIEWS.map((view) => html`<a href=${address({ view, star: '', edge: '', comet: '', reason: '', c: '' })} aria-current=${place.view === view ? 'page' : nothing} @click=${follow({ view, star: '', edge: '', comet: '', reason: '', c: '' })}>${say(view)}</a>`)}</nav>
      <div class="tools">
        <button class="jump" @click=${openPalette} aria-label=${say('jump')}><span aria-hidden="true">⌕</span><span class="word">${say('jump')}</span><kbd>⌘K</kbd></button>
        ${status()}
        <button class="icon lang" lang=${tongue() === 'en' ? 'zh-Hant' : 'en'} @click=${() => { otherTongue(); dress(); draw(); }}>${tongue() === 'en' ? '中' : 'EN'}<span class="hidden">${say('language')}</span></button>
        <button class="icon" aria-label=${say('theme')} @click=${turnTheme}>${theme() === 'dark' ? '☾' : '☀'}</button>
        <button class="icon help" aria-label=${say('help')} @click=${openKeys}>?</button>
      </div>
    </header>
    ${banner()}
    <main id="view" tabindex="-1" data-view=${place.view} data-ready=${sky.ready ? 'yes' : 'no'}>${sky.ready ? DRAWN[place.view]() : loading()}</main>
    ${scrub.scrubBar()}`, root);
  document.title = `${say(place.view)} · Stargazer`;
  map.settled(); telescope.settled(); scrub.histogram();
}

let ticking = 0;
function frame(beat) {
  scrub.tick(beat);
  map.draw(beat);
  // Clocks of running turns, and "3 s ago", go on although nothing has happened.
  if (beat - ticking > 1000) { ticking = beat; changed(); }
  requestAnimationFrame(frame);
}

function keys(event) {
  if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') { event.preventDefault(); openPalette(); return; }
  if (event.metaKey || event.ctrlKey || event.altKey || document.querySelector('dialog[open]')) return;
  const writing = event.target.closest('input,select,textarea');
  if (event.key === 'Escape') {
    const place = here();
    if (writing) writing.blur(); else if (place.star || place.edge || place.comet) go({ star: '', edge: '', comet: '', comet: '' }); else if (place.c) go({ c: '' });
  }
  if (writing) return;
  if (VIEWS[Number(event.key) - 1]) go({ view: VIEWS[Number(event.key) - 1], c: '', star: '', edge: '', comet: '', reason: '' });
  else if (event.key === '/') { event.preventDefault(); if (here().view !== 'conversations') go({ view: 'conversations' }); requestAnimationFrame(() => document.getElementById('filter')?.focus()); }
  else if (event.key === '?') openKeys();
  else if (event.key === ' ' && !event.target.closest('button,a,summary')) { event.preventDefault(); scrub.play(); }
}

root.replaceChildren();
dress();
day.addEventListener('change', () => { dress(); draw(); });
onChange(draw);
onEvent(() => {});
onMove(() => { scrub.follow(); draw(); });
addEventListener('keydown', keys);
addEventListener('resize', changed);
draw();
requestAnimationFrame(frame);
begin();
