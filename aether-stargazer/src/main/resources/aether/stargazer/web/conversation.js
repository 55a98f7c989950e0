// One conversation as a waterfall: each hop, the turns it cost, how it ended and why.
import { html, nothing } from '/assets/lib/lit-html.js';
import { answer, state, changed } from '/assets/store.js';
import { say, named, dollars, count, span, clock, day } from '/assets/words.js';
import { go, address } from '/assets/route.js';
import { chip, reasonChip, route, shown, bodyLink } from '/assets/parts.js';
import { clockNow, replaying } from '/assets/scrub.js';

/** Idle time longer than this is drawn as if it were this long. */
const LONGEST_GAP = 12000;

/** From a time to its place on the axis, 0 to 1, with idle gaps pressed together. */
function axis(rows, now) {
  const times = [];
  for (const row of rows) {
    if (row.ts) times.push(Date.parse(row.ts));
    for (const turn of row.turns ?? []) times.push(Date.parse(turn.began), turn.ended ? Date.parse(turn.ended) : now);
  }
  times.sort((a, b) => a - b);
  const stops = [], busy = rows.flatMap((row) => (row.turns ?? []).map((t) => [Date.parse(t.began), t.ended ? Date.parse(t.ended) : now]));
  busy.sort((a, b) => a[0] - b[0]);
  let place = 0, until = 0, b = 0;
  times.forEach((time, i) => {
    const gap = i ? time - times[i - 1] : 0;
    while (b < busy.length && busy[b][0] < time) until = Math.max(until, busy[b++][1]);
    place += until >= time ? gap : Math.min(gap, LONGEST_GAP);
    stops.push([time, place]);
  });
  const all = Math.max(1, place);
  return (time) => {
    let low = 0, high = stops.length - 1;
    if (high < 0 || time <= stops[0][0]) return 0;
    if (time >= stops[high][0]) return 1;
    while (high - low > 1) { const mid = (low + high) >> 1; if (stops[mid][0] <= time) low = mid; else high = mid; }
    const [t0, p0] = stops[low], [t1, p1] = stops[high];
    return (p0 + ((time - t0) / Math.max(1, t1 - t0)) * (p1 - p0)) / all;
  };
}

const percent = (n) => (n * 100).toFixed(3) + '%';
const tally = (steps) => {
  const tools = new Map();
  for (const step of steps) if (step.kind === 'tool_use') tools.set(step.name, (tools.get(step.name) ?? 0) + 1);
  return [...tools].map(([name, n]) => html`<li>${name}${n > 1 ? html` <b>×${n}</b>` : nothing}</li>`);
};

function turnRow(turn, hop, x, now) {
  const began = Date.parse(turn.began), end = turn.ended ? Date.parse(turn.ended) : now, sent = hop.ts ? Date.parse(hop.ts) : began;
  const words = `${turn.project}: ${say('queued')} ${span(turn.queued_ms)}, ${say('turn')} ${span(end - began)}`;
  return html`<div class="turn">
    <div class="lane" role="img" aria-label=${words}><span class="queue" .style=${`left:${percent(x(sent))};width:${percent(Math.max(0, x(began) - x(sent)))}`}></span><span class="work" data-running=${turn.ended ? 'no' : 'yes'} .style=${`left:${percent(x(began))};width:${percent(Math.max(0.004, x(end) - x(began)))}`}></span>
      ${turn.steps.filter((s) => s.kind === 'tool_use').map((s) => html`<span class="tick" .style=${`left:${percent(x(Date.parse(s.ts)))}`}></span>`)}</div>
    <p class="numbers">${bodyLink(turn.project)}
      <span>${say('queued')} <b>${span(turn.queued_ms)}</b></span><span>${turn.ended ? say('turn') : say('running')} <b>${span(end - began)}</b></span>
      ${turn.cost_usd !== undefined ? html`<span><b>${dollars(turn.cost_usd)}</b></span>` : nothing}
      ${turn.input_tokens !== undefined ? html`<span title=${say('tokens') + ' ' + say('inOut')}><b>${count(turn.input_tokens)} / ${count(turn.output_tokens ?? 0)}</b> ${say('tokens')}</span>` : nothing}
      ${turn.sender ? html`<span data-sender=${turn.sender}>${say(turn.sender === 'verified' ? 'senderVerified' : 'senderUnverified')}</span>` : nothing}
      ${turn.model ? html`<span>${turn.model}</span>` : nothing}</p>
    ${turn.steps.some((s) => s.kind === 'tool_use') ? html`<ul class="tags tools" aria-label=${say('tools')}>${tally(turn.steps)}</ul>` : nothing}
    ${turn.steps.filter((s) => s.kind === 'text').map((s) => html`<p class="verbatim">${s.text}</p>`)}
    ${turn.summary ? html`<p class="summary"><span aria-hidden="true">✓</span> ${turn.summary}${turn.reason ? html` <span class="muted">(${turn.reason})</span>` : nothing}</p>` : nothing}
  </div>`;
}

const stopLine = (stop) => html`<p class="stopline" data-ends=${stop.ends ? 'yes' : 'no'}>${reasonChip(stop.reason, stop.ends)}<b>${stop.detail}</b><span class="muted">${Object.hasOwn(stop, 'reason') ? say(stop.reason) === stop.reason ? '' : say(stop.reason) : ''}</span></p>`;

function hopRow(hop, x, now, places) {
  const parent = hop.reply_to ? places.get(hop.reply_to) : undefined;
  return html`<li class="hop" id=${'m-' + hop.message_id}>
    <header><span class="badge" title=${say('hop')}><b>${hop.hop_count ?? '?'}</b>/${hop.max_hops ?? '–'}</span>${route(hop.from, hop.to)}<span class="intent" data-intent=${hop.intent}>${hop.intent}</span>
      ${parent !== undefined ? html`<a class="answers" href=${'#m-' + hop.reply_to} @click=${(e) => { e.preventDefault(); document.getElementById('m-' + hop.reply_to)?.scrollIntoView({ block: 'center' }); }}>↩ ${say('answers')} ${parent}</a>` : nothing}
      <time datetime=${hop.ts ?? ''}>${hop.ts ? clock(Date.parse(hop.ts)) : say('gone')}</time></header>
    <p class="text">${hop.text}</p>
    ${hop.context ? html`<details><summary>${say('context')}</summary><pre>${JSON.stringify(hop.context, null, 2)}</pre></details>` : nothing}
    ${hop.turns.map((turn) => turnRow(turn, hop, x, now))}
    ${hop.stops.map(stopLine)}
  </li>`;
}

function anyRow(row, x, now, places) {
  if (row.row === 'hop') return hopRow(row, x, now, places);
  if (row.row === 'stop') return html`<li class="aside">${stopLine(row)}<time>${row.ts ? clock(Date.parse(row.ts)) : ''}</time></li>`;
  if (row.row === 'deed') return html`<li class="aside deed"><span class="glyph" aria-hidden="true">⚑</span><b>${row.action}</b> <span class="muted">${say('actor')} ${row.actor}</span><time>${row.ts ? clock(Date.parse(row.ts)) : ''}</time></li>`;
  return html`<li class="aside stray"><span>${say('unknownRecord')}${row.kind ? html`: <code>${row.kind}</code>` : nothing}</span><details><summary>JSON</summary><pre>${row.raw}</pre></details></li>`;
}

async function copy(id) {
  await navigator.clipboard.writeText(location.origin + address({ view: 'conversations', c: id, star: '', edge: '', comet: '', at: '' })).catch(() => {});
  state.notice = 'copied'; changed();
  setTimeout(() => { state.notice = ''; changed(); }, 1800);
}

let drawn = 300;
let drawnOf = '';
export function conversationView(id) {
  if (drawnOf !== id) { drawnOf = id; drawn = 300; }
  const kept = answer('/api/conversations/' + encodeURIComponent(id));
  return shown(kept, (c) => {
    const until = clockNow(), rows = replaying() ? c.rows.filter((row) => !row.ts || Date.parse(row.ts) <= until) : c.rows;
    const now = Math.min(until, Date.now()), x = axis(rows, now), places = new Map(rows.filter((r) => r.row === 'hop').map((r) => [r.message_id, r.hop_count]));
    return html`<article class="conversation">
      <header class="top"><button class="icon back" aria-label=${say('close')} @click=${() => go({ c: '' })}>←</button>
        <div class="title"><h1>${c.opening || c.conversation_id}</h1><p class="id"><code>${c.conversation_id}</code></p></div>
        <div class="actions"><button class="button" @click=${() => copy(id)}>${say('copyLink')}</button><a class="button" href=${'/api/export/' + encodeURIComponent(id) + '?format=jsonl'} download>${say('asJsonl')}</a><a class="button" href=${'/api/export/' + encodeURIComponent(id) + '?format=markdown'} download>${say('asMarkdown')}</a></div></header>
      <p class="ending" data-state=${c.state}>${chip(c.state)} ${c.reason ? html`${reasonChip(c.reason, c.state === 'ended')} <b>${c.detail}</b> <span class="muted">${say(c.reason) === c.reason ? '' : say(c.reason)}</span>` : html`<span class="muted">${c.ending}</span>`}</p>
      <dl class="figures"><div><dt>${say('messages')}</dt><dd>${c.messages}</dd></div><div><dt>${say('turns')}</dt><dd>${c.turns}</dd></div><div><dt>${say('hop')}</dt><dd>${c.hop}<small>/${c.max_hops || '–'}</small></dd></div><div><dt>${say('cost')}</dt><dd>${dollars(c.cost_usd)}</dd></div><div><dt>${say('took')}</dt><dd>${c.first && c.last ? span(Date.parse(c.last) - Date.parse(c.first)) : '–'}</dd></div><div><dt>${say('time')}</dt><dd class="small">${c.first ? day(Date.parse(c.first)) : '–'}</dd></div></dl>
      <ol class="waterfall">${rows.slice(0, drawn).map((row) => anyRow(row, x, now, places))}</ol>
      ${rows.length > drawn ? html`<button class="button wide" @click=${() => { drawn += 600; changed(); }}>${say('more')} (${rows.length - drawn})</button>` : nothing}
    </article>`;
  });
}
