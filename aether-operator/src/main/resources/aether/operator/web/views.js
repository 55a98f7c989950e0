// The views. Everything that came over the bus is put in as text, never as markup.
import { html, nothing } from '/assets/lib/lit-html.js';
import { state, act, look, older, verify, changed, Refused } from '/assets/store.js';
import { say, named, when } from '/assets/words.js';
import { confirm } from '/assets/confirm.js';

export const VIEWS = ['bodies', 'conversations', 'approvals', 'dead', 'budgets', 'send', 'audit'];
/** What each view shows, by the names of the lists. */
export const NEEDS = { bodies: ['bodies'], conversations: ['conversations'], approvals: ['approvals'], dead: ['dead'], budgets: ['budgets'], send: ['bodies', 'answers'], audit: ['audit'] };

/** The views whose lists can be filtered by text. */
export const FILTERED = ['bodies', 'conversations', 'approvals', 'dead', 'budgets', 'audit'];
const sieve = () => html`<label class="sieve"><span class="hidden">${say('filter')}</span><input type="search" id="filter" placeholder=${say('filter')} autocomplete="off" spellcheck="false" .value=${state.filter} @input=${(event) => { state.filter = event.target.value; changed(); }}></label>`;
/** Those of `list` that hold what the filter says, drawn by `all`; or the plate that says that none does. */
function sifted(list, all) {
  const wanted = state.filter.trim().toLowerCase();
  const kept = list.filter((each) => JSON.stringify(each).toLowerCase().includes(wanted));
  return kept.length ? all(kept) : plate('noMatch', 'noMatchLong');
}
const head = (view, more = nothing) => html`<div class="head"><h1>${say(view)}${state[view] ? html`<small>${state[view].length}</small>` : nothing}</h1>${state[view]?.length ? sieve() : nothing}${more}</div>`;

const MARKS = { online: '●', thinking: '◉', offline: '○', suspended: '◐', killed: '✕', active: '●', paused: '‖', ended: '✕' };
const chip = (word) => html`<span class="chip" data-state=${word}><span class="glyph" aria-hidden="true">${MARKS[word] ?? '·'}</span>${named(word)}</span>`;
const route = (from, to) => html`<span class="route"><b>${from}</b><span class="arrow" aria-hidden="true">→</span><b>${to === 'broadcast' ? say('everybody') : to}</b></span>`;
const loading = () => html`<div class="plate" role="status" aria-busy="true"><span class="orbit" aria-hidden="true"></span><p>${say('loading')}</p></div>`;
const plate = (title, words) => html`<div class="plate"><svg viewBox="0 0 120 120" aria-hidden="true"><circle cx="60" cy="60" r="46"></circle><circle cx="60" cy="60" r="30"></circle><path d="M60 34l4 22 22 4-22 4-4 22-4-22-22-4 22-4z"></path></svg><h2>${say(title)}</h2><p>${say(words)}</p></div>`;

/** A button that acts at once, and says on the page when it was refused. */
const button = (label, path, order, about, name = label) => html`<button class="button" data-act=${path} aria-label=${`${say(name)}: ${about}`} @click=${async () => {
  try { await act(path, order); } catch (error) { state.failed = error.message === 'lost' ? say('lostLong') : error.message; changed(); }
}}>${say(label)}</button>`;
const grave = (label, about, question) => html`<button class="button" data-grave=${label} aria-label=${`${say(label)}: ${about}`} @click=${() => confirm(question)}>${say(label)}…</button>`;

function body(each) {
  const id = each.id;
  const order = { project_id: id };
  return html`<tr data-id=${id} tabindex="-1">
    <th scope="row"><span class="who">${id}</span><small>${each.description}</small></th>
    <td><div class="row">${chip(each.state)}${each.paused && each.state !== 'suspended' ? chip('paused') : nothing}</div>${each.note && each.state !== 'online' ? html`<small>${each.note}</small>` : nothing}</td>
    <td class="n" data-of=${say('queue')}>${each.queued}</td>
    <td><div class="row">
      ${each.paused ? button('resume', '/resume_project', order, id) : button('pause', '/pause_project', order, id)}
      <button class="button" aria-pressed=${each.ask_first ? 'true' : 'false'} data-act="/ask_first" aria-label=${`${say('askFirst')}: ${id}`} @click=${() => act('/ask_first', { ...order, on: !each.ask_first }).catch(() => {})}>${say('askFirst')}</button>
      ${each.killed ? button('revive', '/revive_project', order, id) : grave('kill', id, { title: say('killTitle'), words: say('killWords'), label: say('kill'), typed: id, go: () => act('/kill_project', order) })}
      ${grave('unregister', id, { title: say('unregisterTitle'), words: say('unregisterWords'), label: say('unregister'), typed: id, go: () => act('/unregister', order), force: () => act('/unregister', { ...order, force: true }) })}
    </div></td></tr>`;
}

const bodies = () => html`${head('bodies')}
  ${!state.bodies ? loading() : !state.bodies.length ? plate('noBodies', 'noBodiesLong') : sifted(state.bodies, (kept) => html`<div class="wide"><table>
    <thead><tr><th scope="col">${say('body')}</th><th scope="col">${say('state')}</th><th scope="col">${say('queue')}</th><th scope="col">${say('actions')}</th></tr></thead>
    <tbody>${kept.map(body)}</tbody></table></div>`)}`;

function conversation(each) {
  const id = each.conversation_id;
  const order = { conversation_id: id };
  const over = each.state === 'killed';
  return html`<tr data-id=${id} tabindex="-1">
    <th scope="row">${route(each.from, each.to)}<small><code>${id}</code></small></th>
    <td>${chip(over ? 'killed' : each.ended ? 'ended' : each.state)}</td>
    <td class="n" data-of=${say('messages')}>${each.messages}</td><td class="n" data-of=${say('cost')}>$${each.cost_usd}</td><td data-of=${say('moved')}><time datetime=${each.moved}>${when(each.moved)}</time></td>
    <td><div class="row">${over ? nothing : html`
      ${each.state === 'paused' ? button('resume', '/resume', order, id) : button('pause', '/pause', order, id)}
      <button class="button" aria-pressed=${each.ask_first ? 'true' : 'false'} data-act="/ask_first" aria-label=${`${say('askFirst')}: ${id}`} @click=${() => act('/ask_first', { ...order, on: !each.ask_first }).catch(() => {})}>${say('askFirst')}</button>
      ${grave('terminate', id, { title: say('terminateTitle'), words: say('terminateWords'), label: say('terminate'), go: () => act('/terminate', order) })}`}
    </div></td></tr>`;
}

const conversations = () => html`${head('conversations', html`${state.conversations?.some((each) => !each.ended) ? html`<button class="button" data-grave="terminate_all" @click=${() => confirm({ title: say('allTitle'), words: say('allWords'), label: say('terminateAll'), typed: 'all', go: () => act('/terminate_all', { confirm: 'all' }) })}>${say('terminateAll')}…</button>` : nothing}`)}
  ${!state.conversations ? loading() : !state.conversations.length ? plate('noConversations', 'noConversationsLong') : html`${sifted(state.conversations, (kept) => html`<div class="wide"><table>
    <thead><tr><th scope="col">${say('conversation')}</th><th scope="col">${say('state')}</th><th scope="col">${say('messages')}</th><th scope="col">${say('cost')}</th><th scope="col">${say('moved')}</th><th scope="col">${say('actions')}</th></tr></thead>
    <tbody>${kept.map(conversation)}</tbody></table></div>`)}
    ${state.more ? html`<button class="button wide" @click=${() => older().catch(() => {})}>${say('more')}</button>` : nothing}`}`;

// What the eye does not see could change what the operator believes to approve.
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;
const visible = (text) => text.replace(HIDDEN, (each) => `⟨U+${each.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`);
const context = (of) => of && Object.keys(of).length ? html`<details><summary>${say('context')}</summary><pre tabindex="0">${visible(JSON.stringify(of, null, 2))}</pre></details>` : nothing;
const message = (envelope) => html`<p class="said">${visible(envelope.body.text)}</p>${context(envelope.body.context)}`;

function approval(each) {
  const of = each.envelope;
  return html`<li class="card" data-id=${each.id}>
    <header>${route(of.from, of.to)}<span class="badge">${of.body.intent}</span><code class="muted">${of.conversation_id}</code><time datetime=${each.since}>${when(each.since)}</time></header>
    ${message(of)}
    <div class="row">${button('approve', '/approve', { id: each.id }, of.from)}${button('deny', '/deny', { id: each.id }, of.from)}</div></li>`;
}
const approvals = () => html`${head('approvals')}<p class="muted lead">${say('approvalsLong')}</p>
  ${!state.approvals ? loading() : !state.approvals.length ? plate('noApprovals', 'noApprovalsLong') : sifted(state.approvals, (kept) => html`<ul class="cards">${kept.map(approval)}</ul>`)}`;

function letter(each) {
  const order = { project_id: each.project_id, letter: each.letter };
  return html`<li class="card" data-id=${each.letter}>
    <header><b class="who">${each.project_id}</b><span class="chip reason" data-ends="yes">${each.reason}</span><span class="muted">${each.attempts} ${say('runs')}</span><time datetime=${each.at}>${when(each.at)}</time></header>
    <p class="refused">${each.error}</p>
    ${each.envelope ? html`${route(each.envelope.from, each.envelope.to)}${message(each.envelope)}` : html`<pre tabindex="0">${JSON.stringify(each.fields, null, 2)}</pre>`}
    <div class="row">${button('retry', '/retry_dead', order, each.letter)}
    ${grave('drop', each.letter, { title: say('dropTitle'), words: say('dropWords'), label: say('drop'), go: () => act('/drop_dead', order) })}</div></li>`;
}
const dead = () => html`${head('dead')}<p class="muted lead">${say('deadLong')}</p>
  ${!state.dead ? loading() : !state.dead.length ? plate('noDead', 'noDeadLong') : sifted(state.dead, (kept) => html`<ul class="cards">${kept.map(letter)}</ul>`)}`;

function meter(each) {
  const share = Number(each.limit) > 0 ? Math.min(1, Number(each.used) / Number(each.limit)) : 0;
  const sign = each.unit === 'usd' ? '$' : '';
  return html`<li><span class="name">${named(each.name)}</span>
    <meter min="0" max="1" high="0.8" value=${share} aria-label=${named(each.name)}></meter>
    <span class="n">${sign}${each.used} ${say('of')} ${sign}${each.limit}</span></li>`;
}
function account(each) {
  const submit = async (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    try { await act('/grant_budget', { project_id: each.project_id, usd: form.get('usd'), minutes: Number(form.get('minutes')) }); event.target.reset(); await look('budgets'); } catch (error) { state.failed = error.message; changed(); }
  };
  return html`<li class="card" data-id=${each.project_id}><header><b class="who">${each.project_id}</b>${Number(each.granted_usd) > 0 ? html`<span class="badge">+$${each.granted_usd} ${say('granted')}</span>` : nothing}</header>
    <ul class="meters">${each.meters.map(meter)}</ul>
    <form class="row" @submit=${submit}>
      <label class="inline">${say('grantUsd')} <input name="usd" inputmode="decimal" size="6" required pattern="[0-9]+([.][0-9]+)?"></label>
      <label class="inline">${say('grantFor')} <select name="minutes"><option value="60">1 h</option><option value="240">4 h</option><option value="1440">24 h</option></select></label>
      <button class="button" type="submit">${say('grant')}</button></form></li>`;
}
const budgets = () => html`<div class="head"><h1>${say('budgets')}</h1>${state.budgets?.bodies.length ? sieve() : nothing}</div><p class="muted lead">${say('budgetsLong')}</p>
  ${!state.budgets ? loading() : !state.budgets.bodies.length ? plate('noBudgets', 'noBudgetsLong') : sifted(state.budgets.bodies, (kept) => html`<ul class="cards">${kept.map(account)}</ul>`)}`;

function order() {
  const of = state.draft;
  const wave = of.kind !== 'comet';
  const made = { to: wave ? 'broadcast' : of.to, intent: of.intent, text: of.text, max_hops: Number(of.hops) };
  if (of.kind === 'solicited') made.solicit = true;
  if (of.thread.trim()) made.conversation_id = of.thread.trim();
  return made;
}
let asked = 0;
async function preview() {
  const mine = ++asked;
  if (!state.draft.text.trim() || (state.draft.kind === 'comet' && !state.draft.to)) { state.preview = null; changed(); return; }
  try { const answer = await act('/preview', order()); if (mine === asked) state.preview = { block: answer.block, refused: '' }; } catch (error) { if (mine === asked && error instanceof Refused) state.preview = { block: null, refused: error.message }; }
  changed();
}
let later = 0;
function edit(event) {
  const { name, value } = event.target;
  state.draft = { ...state.draft, [name]: value };
  state.sent = null;
  clearTimeout(later);
  later = setTimeout(preview, 250);
  changed();
}
async function submit(event) {
  event.preventDefault();
  try {
    state.sent = { ...(await act('/inject', order())), refused: '' };
    state.draft = { ...state.draft, text: '' };
    state.preview = null;
  } catch (error) { state.sent = { refused: error.message === 'lost' ? say('lostLong') : error.message }; }
  changed();
}
const choice = (name, value, label) => html`<label class="choice"><input type="radio" name=${name} value=${value} .checked=${state.draft[name] === value}><span>${say(label)}</span></label>`;
const send = () => html`<h1>${say('send')}</h1><div class="two">
  <form class="compose" @input=${edit} @submit=${submit}>
    <fieldset><legend>${say('kind')}</legend><div class="row">${choice('kind', 'comet', 'comet')}${choice('kind', 'wave', 'wave')}${choice('kind', 'solicited', 'solicited')}</div></fieldset>
    ${state.draft.kind === 'comet' ? html`<label class="field"><span>${say('to')}</span><select name="to" required .value=${state.draft.to}><option value="">${say('choose')}</option>${(state.bodies ?? []).map((each) => html`<option value=${each.id} ?selected=${each.id === state.draft.to}>${each.id}</option>`)}</select></label>` : html`<p class="muted">${say(state.draft.kind === 'wave' ? 'waveLong' : 'solicitedLong')}</p>`}
    <div class="three">
      <label class="field"><span>${say('intent')}</span><select name="intent" .value=${state.draft.intent}>${['ask', 'inform', 'task', 'result'].map((each) => html`<option value=${each} ?selected=${each === state.draft.intent}>${each}</option>`)}</select></label>
      <label class="field"><span>${say('thread')}</span><input name="thread" .value=${state.draft.thread} placeholder=${say('newThread')} spellcheck="false" autocomplete="off"></label>
      <label class="field"><span>${say('hops')}</span><input name="hops" type="number" min="1" max="64" .value=${state.draft.hops}></label>
    </div>
    <label class="field"><span>${say('text')}</span><textarea name="text" rows="8" required .value=${state.draft.text}></textarea></label>
    <div class="row"><button class="button primary" type="submit">${say('sendNow')}</button>
      <span role="status" class=${state.sent?.refused ? 'refused' : 'muted'}>${state.sent ? state.sent.refused || html`${say('sentAs')} <code>${state.sent.conversation_id}</code>` : nothing}</span></div>
  </form>
  <section aria-labelledby="preview-title"><h2 id="preview-title">${say('preview')}</h2><p class="muted">${say('previewLong')}</p>
    ${state.preview?.refused ? html`<p class="refused" role="alert">${state.preview.refused}</p>` : state.preview ? html`<pre tabindex="0" id="block">${state.preview.block}</pre>` : nothing}
    <h2 class="next">${say('answers')}</h2>
    ${state.answers?.length ? html`<ul class="cards">${state.answers.map((each) => html`<li class="card"><header>${route(each.envelope.from, each.envelope.to)}<span class="badge">${each.envelope.body.intent}</span><time datetime=${each.at}>${when(each.at)}</time></header>${message(each.envelope)}<p class="muted"><code>${each.envelope.conversation_id}</code></p></li>`)}</ul>` : html`<p class="muted">${say('noAnswers')}</p>`}</section></div>`;

const detail = (each) => Object.entries(each.detail ?? {}).map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`).join(' · ');
const audit = () => html`${head('audit', html`<button class="button" data-act="verify" @click=${() => verify().catch(() => {})}>${say('verify')}</button>`)}
  ${state.verdict ? html`<p role="status" class=${state.verdict.whole ? 'whole' : 'refused'}>${state.verdict.whole ? html`${say('whole')} ${state.verdict.records} · <code>${state.verdict.hash}</code>` : html`${say('broken')} <code>${state.verdict.place}</code>: ${state.verdict.why}`}</p>` : nothing}
  ${!state.audit ? loading() : !state.audit.length ? plate('noAudit', 'noAuditLong') : sifted(state.audit, (kept) => html`<div class="wide"><table>
    <thead><tr><th scope="col">№</th><th scope="col">${say('time')}</th><th scope="col">${say('actor')}</th><th scope="col">${say('action')}</th><th scope="col">${say('aim')}</th></tr></thead>
    <tbody>${kept.reverse().map((each) => html`<tr><td class="n" data-of="№">${each.number}</td><td><time datetime=${each.ts ?? ''}>${when(each.ts)}</time></td><td>${each.actor ?? '?'}</td><td><span class="chip" data-state=${each.action === 'refused' ? 'killed' : ''}>${each.action ?? '?'}</span></td>
      <td class="long">${each.conversation_id ? html`<code>${each.conversation_id}</code> ` : nothing}${detail(each)}${each.action === 'refused' ? html` · ${each.reason}` : nothing}${each.raw ?? nothing}</td></tr>`)}</tbody></table></div>`)}`;

export const DRAWN = { bodies, conversations, approvals, dead, budgets, send, audit };
