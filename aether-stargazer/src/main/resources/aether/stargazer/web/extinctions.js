// Every message that was stopped or deferred: which rule, what was measured, and the limit.
import { html, nothing } from '/assets/lib/lit-html.js';
import { answer } from '/assets/store.js';
import { say, day } from '/assets/words.js';
import { here, go } from '/assets/route.js';
import { reasonChip, bodyLink, route, shown, plate, conversationLink } from '/assets/parts.js';
import { clockNow, replaying } from '/assets/scrub.js';

const DEFERRED = new Set(['recipient_offline', 'budget', 'ack_suppressed']);
// Of these it was the reply that was stopped, and the record says only for whom it was.
const REPLIES = new Set(['recipient_offline', 'ack_suppressed', 'invalid_recipient', 'wave_reply_forbidden', 'reply_blocked']);
let room = 200;

export function extinctionsView(redraw) {
  const place = here(), until = clockNow();
  return shown(answer('/api/extinction'), (log) => {
    const known = replaying() ? log.filter((e) => e.ts && Date.parse(e.ts) <= until) : log;
    if (!known.length) return html`<section class="page"><h1>${say('extinctions')}</h1>${plate(say('noExtinctions'), say('noExtinctionsLong'))}</section>`;
    const mine = place.body ? known.filter((e) => e.from === place.body || e.to === place.body) : known;
    const counts = new Map();
    for (const e of mine) counts.set(e.reason, (counts.get(e.reason) ?? 0) + 1);
    const facets = [...counts].sort((a, b) => b[1] - a[1]), most = facets[0]?.[1] ?? 1;
    const rows = mine.filter((e) => !place.reason || e.reason === place.reason).reverse();
    const bodies = [...new Set(known.flatMap((e) => [e.from, e.to]))].filter(Boolean).sort();
    return html`<section class="page extinctions"><h1>${say('extinctions')} <small>${mine.length} ${say('total')}</small></h1>
      <div class="facets" role="group" aria-label=${say('reasons')}>
        <button aria-pressed=${!place.reason} @click=${() => go({ reason: '' }, true)}><span>${say('all')}</span><b>${mine.length}</b></button>
        ${facets.map(([reason, n]) => html`<button aria-pressed=${place.reason === reason} data-ends=${DEFERRED.has(reason) ? 'no' : 'yes'} @click=${() => go({ reason: place.reason === reason ? '' : reason }, true)}><span>${reason}</span><b>${n}</b><i aria-hidden="true" .style=${`width:${(n / most) * 100}%`}></i></button>`)}
        <label><span class="hidden">${say('body')}</span><select @change=${(e) => go({ body: e.target.value }, true)}><option value="" ?selected=${!place.body}>${say('anyBody')}</option>${bodies.map((id) => html`<option value=${id} ?selected=${id === place.body}>${id}</option>`)}</select></label>
      </div>
      <ol class="stops">${rows.slice(0, room).map((e) => html`<li data-ends=${DEFERRED.has(e.reason) ? 'no' : 'yes'}>
        <div class="why">${reasonChip(e.reason, !DEFERRED.has(e.reason))}<p><b class="measured">${e.detail ?? (e.hop_count !== null && e.reason === 'horizon' ? `${say('hop')} ${e.hop_count}` : '')}</b><span class="muted">${say(e.reason) === e.reason ? '' : say(e.reason)}</span></p></div>
        <div class="where">${REPLIES.has(e.reason) ? html`<span class="route"><span class="muted">${say('reply')}</span><span class="arrow" aria-label="→">→</span>${bodyLink(e.to ?? '?')}</span>` : e.from || e.to ? route(e.from ?? '?', e.to ?? '?') : nothing}${e.hop_count !== null ? html`<span class="muted">${say('hop')} ${e.hop_count}</span>` : nothing}</div>
        <div class="which">${e.conversation_id ? conversationLink(e.conversation_id, e.conversation_id, { reason: '' }) : nothing}<time>${e.ts ? day(Date.parse(e.ts)) : ''}</time></div>
      </li>`)}</ol>
      ${rows.length > room ? html`<button class="button wide" @click=${() => { room += 400; redraw(); }}>${say('more')} (${rows.length - room})</button>` : nothing}
    </section>`;
  });
}
