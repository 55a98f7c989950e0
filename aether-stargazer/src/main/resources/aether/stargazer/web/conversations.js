// The list of conversations and, beside it, the one that is read.
import { html, nothing } from '/assets/lib/lit-html.js';
import { answer } from '/assets/store.js';
import { say, named, dollars, ago } from '/assets/words.js';
import { here, go, address, follow } from '/assets/route.js';
import { chip, shown, plate, mark } from '/assets/parts.js';
import { conversationView } from '/assets/conversation.js';
import { clockNow, until } from '/assets/scrub.js';

const STATES = ['thinking', 'open', 'waiting', 'paused', 'at_rest', 'ended'];
const REASONS = ['horizon', 'rate', 'operator_kill', 'dedup', 'malformed_output', 'ack_suppressed', 'invalid_recipient', 'wave_reply_forbidden', 'recipient_offline', 'undecodable', 'turn_failed', 'budget', 'expired', 'loop', 'reply_blocked', 'undeliverable', 'bad_signature', 'unsigned', 'unknown_key', 'not_allowed'];
/** How long ago something happened in them at most, in milliseconds. */
const WITHIN = { last10min: 600000, lastHour: 3600000, lastDay: 86400000 };
let room = 60;

const choice = (name, label, none, options, chosen) => html`<label><span class="hidden">${label}</span><select @change=${(e) => go({ [name]: e.target.value }, true)}><option value="" ?selected=${!chosen}>${none}</option>${options.map((value) => html`<option value=${value} ?selected=${value === chosen}>${named(value)}</option>`)}</select></label>`;

function row(c, chosen, now) {
  const to = { view: 'conversations', c: c.conversation_id };
  return html`<li><a class="talk" data-state=${c.state} aria-current=${chosen ? 'true' : nothing} href=${address(to)} @click=${follow(to)}>
    <span class="head"><span class="glyph" data-state=${c.state} aria-hidden="true">${mark(c.state)}</span><span class="names">${c.bodies.filter((id) => id).join(' · ')}</span><time>${ago(c.last, now)}</time></span>
    <span class="opening">${c.opening || c.conversation_id}</span>
    <span class="foot"><span>${named(c.state)}${c.reason ? ' · ' + c.reason : ''}</span><span>${say('hop')} ${c.hop}/${c.max_hops || '–'}</span><span>${c.cost_usd ? dollars(c.cost_usd) : ''}</span></span>
  </a></li>`;
}

export function conversationsView() {
  const place = here(), query = new URLSearchParams({ limit: String(room) });
  for (const name of ['body', 'state', 'reason', 'q']) if (place[name]) query.set(name, place[name]);
  if (until()) query.set('until', until());
  if (WITHIN[place.within]) query.set('from', new Date(Math.floor((clockNow() - WITHIN[place.within]) / 30000) * 30000).toISOString());
  const list = answer('/api/conversations?' + query), bodies = answer('/api/bodies').value ?? [];
  const filtered = place.body || place.state || place.reason || place.q || place.within;
  return html`<section class="split" data-open=${place.c ? 'yes' : 'no'}>
    <div class="list" aria-label=${say('conversations')} role="region">
      <h1>${say('conversations')} <small>${list.value ? `${list.value.total} · ${dollars(list.value.cost_usd)}` : ''}</small></h1>
      <form class="filters" role="search" @submit=${(e) => e.preventDefault()}>
        <input id="filter" type="search" aria-label=${say('filter')} placeholder=${say('filter') + '  /'} .value=${place.q} @change=${(e) => go({ q: e.target.value }, true)} @input=${later}>
        ${choice('body', say('body'), say('anyBody'), bodies.map((b) => b.id), place.body)}
        ${choice('state', say('state'), say('anyState'), STATES, place.state)}
        ${choice('reason', say('reasons'), say('anyReason'), REASONS, place.reason)}
        ${choice('within', say('time'), say('anyTime'), Object.keys(WITHIN), place.within)}
      </form>
      ${shown(list, (page) => page.items.length ? html`<ul class="talks">${page.items.map((c) => row(c, c.conversation_id === place.c, clockNow()))}</ul>
        ${page.total > page.items.length ? html`<button class="button wide" @click=${() => { room = Math.min(1000, room + 120); go({}, true); dispatchEvent(new PopStateEvent('popstate')); }}>${say('loadMore')} (${page.total - page.items.length})</button>` : nothing}`
        : filtered ? plate(say('noMatch'), say('noMatchLong'), html`<button class="button" @click=${() => go({ body: '', state: '', reason: '', q: '', within: '' })}>${say('clear')}</button>`)
        : plate(say('noConversations'), say('noConversationsLong')))}
    </div>
    <div class="reading">${place.c ? conversationView(place.c) : plate(say('choose'), say('chooseLong'))}</div>
  </section>`;
}

let typing = 0;
/** Takes the words when they have stood still, unless they were cleared or the view was left meanwhile. */
function later(event) {
  const field = event.target, words = field.value;
  clearTimeout(typing);
  typing = setTimeout(() => { if (field.isConnected && field.value === words) go({ q: words }, true); }, 250);
}
