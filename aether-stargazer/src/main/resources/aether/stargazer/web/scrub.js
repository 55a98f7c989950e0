// The time that is looked at: now, or any time the mirror still knows.
import { html, nothing } from '/assets/lib/lit-html.js';
import { KIND, sky, changed } from '/assets/store.js';
import { say, clock, day } from '/assets/words.js';
import { here, go } from '/assets/route.js';

const SPEEDS = [1, 2, 5, 10, 30, 60];
const USUAL = 10;
let playing = false, last = 0, at = Number(here().at) || 0;
const speed = () => (SPEEDS.includes(Number(here().speed)) ? Number(here().speed) : USUAL);

export const replaying = () => at > 0;
export const clockNow = () => at || Date.now();
/** How much longer a comet flies in the time of the replay, so that the eye can follow. */
export const pace = () => (at && playing ? Math.max(1, speed() / 2) : at ? 8 : 1);

/** The time that is looked at, for the server: in steps, since it is asked anew for each; empty when it is now. */
export const until = () => (at ? new Date(Math.ceil(at / 30000) * 30000).toISOString() : '');

export function follow() { const told = Number(here().at) || 0; if (told !== at && !playing) at = told; }
export function live() { at = 0; playing = false; go({ at: '' }, true); changed(); }

let saving = 0, following = 0;
export function moveTo(time) {
  at = Math.round(time);
  clearTimeout(saving);
  saving = setTimeout(() => go({ at: at ? String(at) : '' }, true), 180);
  // The sky is drawn with every frame; the rest of the page follows a little more slowly.
  if (!following) following = setTimeout(() => { following = 0; changed(); }, 100);
}

/** Lets the replay go on by the time since it was last called. */
export function tick(beat) {
  if (playing && at) {
    at += (beat - last) * speed();
    if (at >= Date.now()) live();
    else if (Math.floor(beat / 120) !== Math.floor(last / 120)) { go({ at: String(Math.round(at)) }, true); changed(); }
  }
  last = beat;
}

export function play() {
  if (!sky.t.length) return;
  if (!at) at = first();
  playing = !playing;
  if (!playing) go({ at: String(Math.round(at)) }, true);
  changed();
}

const STEPS = { ArrowLeft: -5000, ArrowDown: -5000, ArrowRight: 5000, ArrowUp: 5000, PageDown: -60000, PageUp: 60000 };
function keys(event) {
  const to = event.key === 'Home' ? first() : event.key === 'End' ? Infinity : event.key in STEPS ? clockNow() + STEPS[event.key] : 0;
  if (!to) return;
  event.preventDefault();
  if (to >= Date.now()) live(); else moveTo(Math.max(first(), to));
}

const first = () => sky.t[0] ?? Date.now() - 60000;
let drawn = '';
/** The histogram above the slider; drawn anew only when it would differ. */
export function histogram() {
  const canvas = document.querySelector('canvas.histogram');
  if (!canvas) return;
  const w = canvas.clientWidth, h = canvas.clientHeight, end = Date.now(), start = first(), bars = Math.max(24, Math.floor(w / 5));
  const key = [w, h, sky.t.length, Math.floor(end / 2000), document.documentElement.dataset.theme].join();
  if (key === drawn) return;
  drawn = key;
  canvas.width = w * devicePixelRatio; canvas.height = h * devicePixelRatio;
  const said = new Float64Array(bars), stopped = new Float64Array(bars);
  for (let i = 0; i < sky.t.length; i++) {
    const bar = Math.min(bars - 1, Math.max(0, Math.floor(((sky.t[i] - start) / Math.max(1, end - start)) * bars)));
    if (sky.k[i] === KIND.STOPPED) stopped[bar]++; else said[bar]++;
  }
  let most = 1;
  for (let bar = 0; bar < bars; bar++) most = Math.max(most, said[bar] + stopped[bar]);
  const g = canvas.getContext('2d'), style = getComputedStyle(document.documentElement);
  g.scale(devicePixelRatio, devicePixelRatio);
  for (let bar = 0; bar < bars; bar++) {
    const tall = (n) => (n ? Math.max(2, Math.sqrt(n / most) * (h - 2)) : 0), x = (bar * w) / bars, wide = w / bars - 1.5;
    g.fillStyle = style.getPropertyValue('--bar'); g.fillRect(x, h - tall(said[bar]), wide, tall(said[bar]));
    g.fillStyle = style.getPropertyValue('--danger'); g.fillRect(x, h - tall(stopped[bar]) * 0.6, wide, tall(stopped[bar]) * 0.6);
  }
}

export function scrubBar() {
  const start = first(), end = Date.now();
  return html`<section class="scrub" aria-label=${say('time')}>
    <button class="icon play" aria-label=${playing ? say('pause') : say('play')} @click=${play}>${playing ? '❚❚' : '▶'}</button>
    <label class="speed"><span class="hidden">${say('speed')}</span><select @change=${(e) => go({ speed: Number(e.target.value) === USUAL ? '' : e.target.value }, true)}>${SPEEDS.map((s) => html`<option value=${s} ?selected=${s === speed()}>${s}×</option>`)}</select></label>
    <div class="track"><canvas class="histogram" aria-hidden="true"></canvas>
      <input type="range" aria-label=${say('history')} aria-valuetext=${at ? day(at) : say('live')} min=${Math.floor(start)} max=${end} step="250" .value=${String(at || end)} @keydown=${keys} @input=${(e) => moveTo(Number(e.target.value) >= Date.now() - 1500 ? 0 : Number(e.target.value))}></div>
    <output class="when">${at ? clock(at) : clock(end)}</output>
    <button class="button golive" ?disabled=${!at} @click=${live}>${at ? say('goLive') : html`<span class="pulse" aria-hidden="true"></span>${say('live')}`}</button>
  </section>`;
}
