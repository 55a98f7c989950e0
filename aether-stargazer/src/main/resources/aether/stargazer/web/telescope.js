// The turns that run now, and those that ended lately.
import { html, nothing } from '/assets/lib/lit-html.js';
import { answer } from '/assets/store.js';
import { say, dollars, count, span, ago } from '/assets/words.js';
import { bodyLink, shown, plate, conversationLink, chip } from '/assets/parts.js';
import { clockNow, until } from '/assets/scrub.js';

const QUIET = 60000;

function card(turn, now) {
  const began = Date.parse(turn.began), running = !turn.ended || Date.parse(turn.ended) > now, end = running ? now : Date.parse(turn.ended);
  const steps = turn.steps.filter((step) => Date.parse(step.ts) <= now), last = steps.length ? Date.parse(steps.at(-1).ts) : began;
  const tools = steps.filter((step) => step.kind === 'tool_use'), texts = steps.filter((step) => step.kind === 'text');
  return html`<li class="scope" data-running=${running ? 'yes' : 'no'} data-quiet=${running && now - last > QUIET ? 'yes' : 'no'}>
    <header>${bodyLink(turn.project)}${chip(running ? 'thinking' : 'at_rest', running ? say('running') : ago(turn.ended, now))}<b class="elapsed">${span(end - began)}</b></header>
    <p class="from">${say('from')} ${bodyLink(turn.from ?? '?')} · ${turn.intent} · ${say('hop')} ${turn.hop_count ?? '?'}/${turn.max_hops ?? '–'}</p>
    <p class="ask">${conversationLink(turn.conversation_id, turn.text)}</p>
    <ol class="tools" aria-label=${say('tools')}>${tools.map((step, i) => html`<li data-now=${running && i === tools.length - 1 ? 'yes' : 'no'}>${step.name}<small>+${span(Date.parse(step.ts) - began)}</small></li>`)}</ol>
    ${texts.length ? html`<div class="verbatim follows" tabindex="0" role="log" aria-label=${turn.project}>${texts.map((step) => html`<p>${step.text}</p>`)}</div>` : nothing}
    ${turn.summary && !running ? html`<p class="summary"><span aria-hidden="true">✓</span> ${turn.summary}</p>` : nothing}
    <footer>${running ? html`<span>${say('idle')} <b>${span(now - last)}</b></span>` : nothing}${running && turn.spent_usd !== undefined ? html`<span>${say('spent')} <b>${dollars(turn.spent_usd)}</b></span>` : nothing}${turn.cost_usd !== undefined && !running ? html`<span><b>${dollars(turn.cost_usd)}</b></span>` : nothing}${turn.input_tokens !== undefined && !running ? html`<span>${count(turn.input_tokens)} / ${count(turn.output_tokens ?? 0)} ${say('tokens')}</span>` : nothing}${turn.model && !running ? html`<span>${turn.model}</span>` : nothing}</footer>
  </li>`;
}

export function telescopeView() {
  const now = clockNow();
  return shown(answer('/api/turns' + (until() ? '?until=' + until() : '')), (turns) => {
    // The server answers in steps of time: what lies between the step and now has not happened yet.
    const then = turns.filter((turn) => Date.parse(turn.began) <= now || !until());
    const running = then.filter((turn) => !turn.ended || Date.parse(turn.ended) > now), ended = then.filter((turn) => !running.includes(turn)).slice(0, 12);
    return html`<section class="page"><h1>${say('telescope')} <small>${running.length} ${say('running')}</small></h1>
      ${running.length ? html`<ul class="scopes">${running.map((turn) => card(turn, now))}</ul>` : plate(say('noTurns'), say('noTurnsLong'))}
      ${ended.length ? html`<h2>${say('justEnded')}</h2><ul class="scopes">${ended.map((turn) => card(turn, now))}</ul>` : nothing}</section>`;
  });
}

/** Keeps what is being written in sight, unless the reader has scrolled up to read. */
export function settled() {
  for (const box of document.querySelectorAll('.follows')) {
    if (!box.dataset.watched) {
      box.dataset.watched = 'yes';
      box.addEventListener('scroll', () => { box.dataset.left = box.scrollTop + box.clientHeight < box.scrollHeight - 8 ? 'yes' : 'no'; });
    }
    if (box.dataset.left !== 'yes') box.scrollTop = box.scrollHeight;
  }
}
