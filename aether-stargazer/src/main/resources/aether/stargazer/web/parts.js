// Small pieces that every view uses.
import { html, nothing } from '/assets/lib/lit-html.js';
import { say, named } from '/assets/words.js';
import { address, follow } from '/assets/route.js';
import { refresh } from '/assets/store.js';

const MARKS = { online: '●', thinking: '◉', offline: '○', suspended: '◐', killed: '✕', open: '◔', at_rest: '●', waiting: '◌', paused: '‖', ended: '✕' };

export const mark = (state) => MARKS[state] ?? '·';
export const chip = (state, words = named(state)) =>
  html`<span class="chip" data-state=${state}><span class="glyph" aria-hidden="true">${mark(state)}</span>${words}</span>`;
export const reasonChip = (reason, ends = true) =>
  html`<span class="chip reason" data-ends=${ends ? 'yes' : 'no'}><span class="glyph" aria-hidden="true">${ends ? '✕' : '◌'}</span>${reason}</span>`;

export const bodyLink = (id) => id === 'broadcast'
  ? html`<span class="who">${say('wave')}</span>`
  : html`<a class="who" href=${address({ view: 'sky', star: id, edge: '', comet: '', c: '' })} @click=${follow({ view: 'sky', star: id, edge: '', comet: '', c: '' })}>${id}</a>`;
export const route = (from, to) => html`<span class="route">${bodyLink(from ?? '?')}<span class="arrow" aria-label="→">→</span>${bodyLink(to ?? '?')}</span>`;

export const conversationLink = (id, words, extra = {}) => {
  const to = { view: 'conversations', c: id, star: '', edge: '', comet: '', ...extra };
  return html`<a href=${address(to)} @click=${follow(to)}>${words}</a>`;
};

/** An empty, a loading or a failed view. */
export const plate = (title, words, more = nothing) => html`<div class="plate"><svg viewBox="0 0 120 120" aria-hidden="true"><circle cx="60" cy="60" r="46"></circle><circle cx="60" cy="60" r="30"></circle><path d="M60 34l4 22 22 4-22 4-4 22-4-22-22-4 22-4z"></path></svg><h2>${title}</h2><p>${words}</p>${more}</div>`;
export const loading = () => html`<div class="plate" role="status" aria-busy="true"><span class="orbit" aria-hidden="true"></span><p>${say('loading')}</p></div>`;
export const failed = (error) => plate(say('failed'), error, html`<button class="button" @click=${refresh}>${say('again')}</button>`);

/** What an answer of the server becomes: drawn, or the plate that says why it is not. */
export const shown = (kept, draw) => kept.value ? draw(kept.value) : kept.error ? failed(kept.error) : loading();
