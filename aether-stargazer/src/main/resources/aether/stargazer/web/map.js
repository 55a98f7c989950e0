// The star map: Bodies as stars, messages as comets, waves as ripples. Drawn on a canvas; the table
// beside it says the same in words.
import { html, nothing } from '/assets/lib/lit-html.js';
import { KIND, sky, text, after, find, answer } from '/assets/store.js';
import { layout, WIDTH, HEIGHT } from '/assets/layout.js';
import { say, dollars, ago, clock, day } from '/assets/words.js';
import { here, go, follow, address } from '/assets/route.js';
import { chip, reasonChip, route, conversationLink, shown, plate, mark } from '/assets/parts.js';
import { clockNow, replaying, pace } from '/assets/scrub.js';

const d3 = globalThis.d3;
const FLIGHT = 2600, RIPPLE = 3400, SPARK = 5200, MEMORY = 20 * 60000, FAR = 6000, MOST_EDGES = 400, MOST_COMETS = 120;
/** Two places in the table of strings as one number. */
const pair = (a, b) => a * 4194304 + b;
/** How much larger everything is drawn on a whole 4K screen, as in the style sheet. */
const big = () => (innerWidth >= 3000 ? 1.5 : 1);
const calm = matchMedia('(prefers-reduced-motion: reduce)');
let canvas = null, bodies = [], places = new Map(), view = d3.zoomIdentity, zoom = null, box = [0, 0], hover = '', comets = [], dust = [];

const paint = {};
export function readColours() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ['ink', 'muted', 'faint', 'line', 'accent', 'danger', 'ground', 'halo']) paint[name] = style.getPropertyValue('--' + name).trim();
  paint.glow = Number(style.getPropertyValue('--glow')); paint.sans = style.getPropertyValue('--sans').trim();
}

/** What hardly changes from one frame to the next: who has talked with whom, who shines, who thinks. */
function skyAt(time) {
  const end = after(time), edges = new Map(), glow = new Map(), thinking = new Map();
  for (let i = end - 1, n = 0; i >= 0 && n < FAR && sky.t[i] > time - MEMORY; i--, n++) {
    const age = time - sky.t[i], f = sky.f[i], o = sky.o[i], k = sky.k[i];
    if (f) glow.set(f, (glow.get(f) ?? 0) + Math.exp(-age / 180000));
    if (k === KIND.MESSAGE) {
      if (text(o) !== 'broadcast') {
        if (o) glow.set(o, (glow.get(o) ?? 0) + 0.6 * Math.exp(-age / 180000));
        const key = f < o ? pair(f, o) : pair(o, f);
        const edge = edges.get(key);
        if (edge) edge.n++; else if (edges.size < MOST_EDGES) edges.set(key, { a: Math.min(f, o), b: Math.max(f, o), n: 1, age });
      }
    } else if (k === KIND.STARTED || k === KIND.DONE) {
      const key = pair(f, sky.c[i]);
      if (!thinking.has(key)) thinking.set(key, k === KIND.STARTED ? f : 0);
    } else if (k === KIND.STOPPED) {
      const key = pair(o || f, sky.c[i]);
      if (!thinking.has(key)) thinking.set(key, 0);
    }
  }
  return { edges, glow, thinking: new Set(thinking.values()) };
}

/** What moves with every frame: comets, ripples and sparks, the newest of them. */
function movingAt(time) {
  const flying = [], ripples = [], sparks = [], slow = pace();
  for (let i = after(time) - 1, n = 0; i >= 0 && n < FAR && sky.t[i] > time - SPARK * slow; i--, n++) {
    const age = time - sky.t[i], f = sky.f[i], o = sky.o[i], k = sky.k[i];
    if (k === KIND.MESSAGE && text(o) === 'broadcast') {
      if (age < RIPPLE * slow) ripples.push({ i, f, p: age / (RIPPLE * slow) });
    } else if (k === KIND.MESSAGE) {
      if (age < FLIGHT * slow && flying.length < MOST_COMETS) flying.push({ i, f, o, p: age / (FLIGHT * slow), left: sky.m[i] ? 1 - sky.h[i] / sky.m[i] : 0.6 });
    } else if (k === KIND.STOPPED) sparks.push({ i, at: o || f, p: age / (SPARK * slow) });
  }
  return { flying, ripples, sparks };
}

const screen = (id) => { const at = places.get(id); return at ? view.apply(fit(at)) : null; };
function fit([x, y]) {
  const [w, h] = box, pad = Math.min(w, h) * 0.1 + 12;
  return [pad + (x / WIDTH) * (w - 2 * pad), pad + (y / HEIGHT) * (h - 2 * pad)];
}
const bend = (a, b) => [(a[0] + b[0]) / 2 + (b[1] - a[1]) * 0.12, (a[1] + b[1]) / 2 - (b[0] - a[0]) * 0.12];
const along = (a, m, b, p) => { const q = 1 - p; return [q * q * a[0] + 2 * q * p * m[0] + p * p * b[0], q * q * a[1] + 2 * q * p * m[1] + p * p * b[1]]; };
/** Both directions of an edge share one arc. */
const arc = (from, to) => (from < to ? bend(screen(from), screen(to)) : bend(screen(to), screen(from)));

/** What never moves is painted once for each size and theme. */
let still = null, stillOf = '';
function backdropOf(w, h, dense) {
  const of = [w, h, dense, paint.line].join();
  if (of !== stillOf) {
    stillOf = of; still = document.createElement('canvas'); still.width = Math.round(w * dense); still.height = Math.round(h * dense);
    const g = still.getContext('2d');
    g.setTransform(dense, 0, 0, dense, 0, 0); backdrop(g, w, h);
  }
  return still;
}

function backdrop(g, w, h) {
  const cx = w / 2, cy = h / 2, far = Math.hypot(w, h) / 2;
  g.strokeStyle = paint.line; g.lineWidth = 1;
  for (let r = 90; r < far; r += 90) { g.beginPath(); g.arc(cx, cy, r, 0, 7); g.stroke(); }
  g.beginPath();
  for (let a = 0; a < 360; a += 5) {
    const long = a % 30 === 0 ? 9 : 4, r = Math.min(w, h) * 0.475, c = Math.cos(a * Math.PI / 180), s = Math.sin(a * Math.PI / 180);
    g.moveTo(cx + c * r, cy + s * r); g.lineTo(cx + c * (r - long), cy + s * (r - long));
  }
  g.stroke();
  g.fillStyle = paint.faint;
  for (const [u, v, s, o] of dust) { g.globalAlpha = o; g.fillRect(u * w, v * h, s, s); }
  g.globalAlpha = 1;
}

function drawEdges(g, now, place) {
  for (const { a, b, n, age } of now.edges.values()) {
    const from = text(a), to = text(b);
    if (!places.has(from) || !places.has(to)) continue;
    const [p, q] = [screen(from), screen(to)], m = arc(from, to);
    const chosen = place.edge === edgeKey(from, to) || place.star === from || place.star === to;
    g.strokeStyle = chosen ? paint.accent : paint.muted;
    g.globalAlpha = chosen ? 0.75 : 0.12 + 0.4 * Math.exp(-age / 240000);
    g.lineWidth = Math.min(3.5, 0.8 + Math.log2(n) * 0.5);
    g.beginPath(); g.moveTo(...p); g.quadraticCurveTo(...m, ...q); g.stroke();
  }
  g.globalAlpha = 1;
}

function drawComets(g, now) {
  comets = [];
  for (const { i, f, o, p, left } of now.flying) {
    const from = text(f), to = text(o);
    const start = screen(from) ?? (places.has(to) ? edgeOfSky(to) : null), end = screen(to) ?? (places.has(from) ? edgeOfSky(from) : null);
    if (!start || !end) continue;
    const m = places.has(from) && places.has(to) ? arc(from, to) : bend(start, end);
    const ease = calm.matches ? 0.62 : p < 0.5 ? 2 * p * p : 1 - (2 - 2 * p) ** 2 / 2;
    const tail = 0.04 + 0.26 * Math.max(0, left), steps = 16;
    g.lineCap = 'round'; g.strokeStyle = paint.accent;
    for (let s = 0; s < steps; s++) {
      const p0 = Math.max(0, ease - tail * (1 - s / steps)), p1 = Math.max(0, ease - tail * (1 - (s + 1) / steps));
      if (p1 <= 0) continue;
      g.globalAlpha = (s / steps) ** 1.6 * 0.9; g.lineWidth = 0.5 + 2.6 * (s / steps);
      g.beginPath(); g.moveTo(...along(start, m, end, p0)); g.lineTo(...along(start, m, end, p1)); g.stroke();
    }
    const at = along(start, m, end, ease);
    glowAt(g, at, 9, paint.accent, 0.8 * paint.glow);
    g.globalAlpha = 1; g.fillStyle = paint.halo; g.beginPath(); g.arc(at[0], at[1], 2.6, 0, 7); g.fill();
    comets.push({ i, at });
  }
  g.globalAlpha = 1; g.lineCap = 'butt';
}

/** A point beyond the sky, for whoever writes without being on the map: an operator, a consult. */
const edgeOfSky = (id) => { const at = screen(id); return [at[0] + (at[0] < box[0] / 2 ? -140 : 140), at[1] - 110]; };

/** A glow is painted once for each colour and then only copied. */
const glows = new Map();
function glowOf(colour) {
  let sprite = glows.get(colour);
  if (!sprite) {
    sprite = document.createElement('canvas'); sprite.width = sprite.height = 128;
    const g = sprite.getContext('2d'), shade = g.createRadialGradient(64, 64, 0, 64, 64, 64);
    shade.addColorStop(0, colour); shade.addColorStop(0.35, colour + '66'); shade.addColorStop(1, colour + '00');
    g.fillStyle = shade; g.fillRect(0, 0, 128, 128);
    glows.set(colour, sprite);
  }
  return sprite;
}
function glowAt(g, [x, y], r, colour, alpha) {
  g.globalAlpha = alpha; g.drawImage(glowOf(colour), x - r, y - r, 2 * r, 2 * r); g.globalAlpha = 1;
}

function drawRipples(g, now) {
  for (const { f, p } of now.ripples) {
    const at = screen(text(f));
    if (!at) continue;
    g.strokeStyle = paint.accent;
    for (let ring = 0; ring < 3; ring++) {
      const q = calm.matches ? 0.25 + ring * 0.2 : p - ring * 0.12;
      if (q <= 0) continue;
      g.globalAlpha = 0.55 * (1 - q); g.lineWidth = 1.6 - ring * 0.4;
      g.beginPath(); g.arc(at[0], at[1], q * Math.max(...box) * 0.7, 0, 7); g.stroke();
    }
  }
  g.globalAlpha = 1;
}

const stateOf = (body, thinks) => (replaying() ? (thinks ? 'thinking' : 'online') : body.state);
function drawStar(g, body, glow, state, chosen) {
  const [x, y] = screen(body.id), r = starSize(body);
  const lit = Math.min(1, glow / 6);
  if (state !== 'offline' && state !== 'killed') glowAt(g, [x, y], r * (3.2 + 2.6 * lit), state === 'thinking' ? paint.accent : paint.halo, (0.16 + 0.5 * lit) * paint.glow);
  g.lineWidth = 1.5;
  if (state === 'killed') {
    g.strokeStyle = paint.danger; g.lineWidth = 2;
    g.beginPath(); g.moveTo(x - r * 0.8, y - r * 0.8); g.lineTo(x + r * 0.8, y + r * 0.8); g.moveTo(x + r * 0.8, y - r * 0.8); g.lineTo(x - r * 0.8, y + r * 0.8); g.stroke();
  } else if (state === 'offline') {
    g.strokeStyle = paint.muted; g.fillStyle = paint.ground; g.beginPath(); g.arc(x, y, r * 0.8, 0, 7); g.fill(); g.stroke();
  } else {
    g.fillStyle = state === 'thinking' ? paint.accent : paint.halo;
    g.globalAlpha = 0.72 + 0.28 * lit;
    g.beginPath();
    const spikes = r * (1.75 + 0.5 * lit), waist = r * 0.42;
    for (let s = 0; s < 8; s++) { const q = s % 2 ? waist : spikes, a = s * Math.PI / 4; g[s ? 'lineTo' : 'moveTo'](x + Math.sin(a) * q, y - Math.cos(a) * q); }
    g.closePath(); g.fill();
    g.beginPath(); g.arc(x, y, r * 0.66, state === 'suspended' ? Math.PI / 2 : 0, state === 'suspended' ? Math.PI * 1.5 : 7); g.fill();
    g.globalAlpha = 1;
  }
  if (chosen) { g.strokeStyle = paint.accent; g.lineWidth = 1.5; g.beginPath(); g.arc(x, y, r + 14, 0, 7); g.stroke(); }
}

/** A ring turns around whoever thinks. */
function drawRings(g, states, beat) {
  g.strokeStyle = paint.accent; g.lineWidth = 1.5; g.setLineDash([3, 5]); g.lineDashOffset = calm.matches ? 0 : -beat / 60;
  for (const body of bodies) {
    if (states.get(body.id) !== 'thinking') continue;
    const [x, y] = screen(body.id);
    g.beginPath(); g.arc(x, y, starSize(body) + 9, 0, 7); g.stroke();
  }
  g.setLineDash([]);
}

const starSize = (body) => 3.6 + Math.min(5, Math.log10(1 + body.activity) * 1.9);
const edgeKey = (a, b) => [a, b].sort().join('~');

/** The name of a star, and what it does, are painted once and then only copied: letters with a rim are dear. */
const labels = new Map();
function labelOf(name, state, wanted, dense) {
  const key = [name, state, wanted, dense, paint.ink, paint.ground, say(state)].join('\n');
  let label = labels.get(key);
  if (!label) {
    if (labels.size > 1500) labels.clear();
    const image = document.createElement('canvas'), g = image.getContext('2d'), font = `${wanted ? 600 : 500} 12.5px ${paint.sans}`, small = `400 11px ${paint.sans}`, words = state === 'online' ? '' : mark(state) + ' ' + say(state);
    g.font = font; const wide = g.measureText(name).width;
    g.font = small; const w = Math.ceil(Math.max(wide, words ? g.measureText(words).width : 0)) + 10, h = words ? 36 : 20;
    image.width = Math.round(w * dense); image.height = Math.round(h * dense);
    g.setTransform(dense, 0, 0, dense, 0, 0);
    g.textAlign = 'center'; g.textBaseline = 'top'; g.lineWidth = 4; g.lineJoin = 'round'; g.strokeStyle = paint.ground;
    const write = (text, of, colour, top) => { g.font = of; g.strokeText(text, w / 2, top); g.fillStyle = colour; g.fillText(text, w / 2, top); };
    write(name, font, state === 'offline' ? paint.muted : paint.ink, 3);
    if (words) write(words, small, state === 'thinking' ? paint.accent : state === 'killed' ? paint.danger : paint.muted, 19);
    label = { image, w, h, wide };
    labels.set(key, label);
  }
  return label;
}

function drawLabels(g, states, place, dense) {
  const crowded = bodies.length > 60 && view.k < 1.6, taken = [];
  const order = [...bodies].sort((a, b) => (b.id === place.star) - (a.id === place.star) || (b.id === hover) - (a.id === hover) || b.activity - a.activity);
  for (const body of order) {
    const [x, y] = screen(body.id), wanted = body.id === place.star || body.id === hover;
    if (x < -150 || y < -40 || x > box[0] + 150 || y > box[1] + 40) continue;
    const name = body.id.length > 26 ? body.id.slice(0, 25) + '…' : body.id, label = labelOf(name, states.get(body.id), wanted, dense), w = label.wide + 8, top = y + starSize(body) + 12;
    const spot = [x - w / 2, top, x + w / 2, top + 30];
    if (!wanted && (crowded || bodies.length > 24) && taken.some((t) => t[0] < spot[2] && t[2] > spot[0] && t[1] < spot[3] && t[3] > spot[1])) continue;
    taken.push(spot);
    g.drawImage(label.image, Math.round((x - label.w / 2) * dense) / dense, Math.round((top - 3) * dense) / dense, label.w, label.h);
  }
}

function drawSparks(g, now) {
  for (const { i, at, p } of now.sparks) {
    const spot = screen(text(at));
    if (!spot) continue;
    const [x, y] = [spot[0] + 15, spot[1] - 15], r = 5 + (calm.matches ? 0 : p * 7);
    g.globalAlpha = 1 - p; g.strokeStyle = paint.danger; g.lineWidth = 2;
    g.beginPath(); g.moveTo(x - r, y - r); g.lineTo(x + r, y + r); g.moveTo(x + r, y - r); g.lineTo(x - r, y + r); g.stroke();
    g.font = `600 11px ${paint.sans}`; g.textAlign = 'left'; g.textBaseline = 'middle'; g.globalAlpha = 1; g.lineWidth = 4; g.lineJoin = 'round'; g.strokeStyle = paint.ground; g.strokeText(text(sky.d[i]), x + 14, y); g.fillStyle = paint.danger; g.fillText(text(sky.d[i]), x + 14, y);
  }
  g.globalAlpha = 1;
}

/**
 * Backdrop, edges, stars and names: painted anew when something about them has changed, and now and then as time goes by. A
 * frame copies it and draws what moves.
 */
const slowly = { image: null, of: '', due: 0, now: null, states: new Map() };
function layer(w, h, dense, beat, place) {
  const of = [w, h, dense, paint.line, paint.ink, view.k, view.x, view.y, hover, place.star, place.edge, replaying(), say('online')].join('\n');
  if (slowly.image && slowly.of === of && slowly.bodies === bodies && beat < slowly.due && beat > slowly.due - 1000) return slowly;
  slowly.image ??= document.createElement('canvas');
  const image = slowly.image, now = skyAt(clockNow()), states = new Map();
  if (image.width !== Math.round(w * dense) || image.height !== Math.round(h * dense)) { image.width = Math.round(w * dense); image.height = Math.round(h * dense); }
  const g = image.getContext('2d');
  g.setTransform(dense, 0, 0, dense, 0, 0); g.clearRect(0, 0, w, h);
  g.drawImage(backdropOf(w, h, dense), 0, 0, w, h); drawEdges(g, now, place);
  for (const body of bodies) {
    const at = find(body.id), state = stateOf(body, now.thinking.has(at));
    states.set(body.id, state); drawStar(g, body, now.glow.get(at) ?? 0, state, body.id === place.star);
  }
  drawLabels(g, states, place, dense);
  return Object.assign(slowly, { of, bodies, now, states, due: beat + (replaying() ? 160 : 240) });
}

export function draw(beat) {
  if (!canvas?.isConnected) return;
  const w = canvas.clientWidth / big(), h = canvas.clientHeight / big(), dense = (devicePixelRatio || 1) * big();
  if (!w || !h) return;
  if (canvas.width !== Math.round(w * dense) || canvas.height !== Math.round(h * dense)) { canvas.width = Math.round(w * dense); canvas.height = Math.round(h * dense); }
  if (!dust.length) { const random = d3.randomLcg(0.42); dust = Array.from({ length: 260 }, () => [random(), random(), random() < 0.12 ? 1.6 : 1, 0.1 + random() * 0.5]); }
  box = [w, h];
  const g = canvas.getContext('2d'), place = here(), moving = movingAt(clockNow()), still = layer(w, h, dense, beat, place);
  g.setTransform(dense, 0, 0, dense, 0, 0); g.clearRect(0, 0, w, h);
  g.drawImage(still.image, 0, 0, w, h);
  drawRipples(g, moving); drawRings(g, still.states, beat); drawComets(g, moving); drawSparks(g, moving);
}

function pick(x, y) {
  for (const { i, at } of comets) if (Math.hypot(at[0] - x, at[1] - y) < 14) return { comet: i };
  let best = null, near = 26;
  for (const body of bodies) { const [bx, by] = screen(body.id), d = Math.hypot(bx - x, by - y); if (d < near) { near = d; best = body.id; } }
  if (best) return { star: best };
  for (const { a, b } of slowly.now?.edges.values() ?? []) {
    const from = text(a), to = text(b);
    if (!places.has(from) || !places.has(to)) continue;
    const [p, q] = [screen(from), screen(to)], m = arc(from, to);
    for (let s = 0.08; s < 0.95; s += 0.04) { const [ex, ey] = along(p, m, q, s); if (Math.hypot(ex - x, ey - y) < 8) return { edge: edgeKey(from, to) }; }
  }
  return {};
}

function attach(element) {
  if (!element || element === canvas) return;
  canvas = element;
  readColours();
  zoom = d3.zoom().scaleExtent([0.7, 6]).on('zoom', ({ transform }) => { view = d3.zoomIdentity.translate(transform.x / big(), transform.y / big()).scale(transform.k); });
  d3.select(canvas).call(zoom).on('dblclick.zoom', null);
  canvas.addEventListener('pointermove', (event) => {
    const found = pick(event.offsetX / big(), event.offsetY / big());
    hover = found.star ?? ''; canvas.classList.toggle('pointing', Boolean(found.star || found.edge || found.comet !== undefined));
  });
  canvas.addEventListener('click', (event) => {
    const found = pick(event.offsetX / big(), event.offsetY / big());
    const i = found.comet;
    go({ star: found.star ?? '', edge: found.edge ?? '', comet: i === undefined ? '' : [sky.t[i], sky.h[i], text(sky.c[i])].join('~') });
  });
}

const value = (label, words) => words === '' || words === undefined ? nothing : html`<div><dt>${label}</dt><dd>${words}</dd></div>`;

function starPanel(body, now) {
  const latest = answer('/api/conversations?limit=8&body=' + encodeURIComponent(body.id)), me = find(body.id);
  let newest = after(now) - 1;
  while (newest >= 0 && !(sky.k[newest] === KIND.MESSAGE && (sky.f[newest] === me || sky.o[newest] === me))) newest--;
  return html`<section class="panel" aria-labelledby="panel-title">
    <header><h2 id="panel-title">${body.id}</h2><button class="icon" aria-label=${say('close')} @click=${() => go({ star: '' })}>✕</button></header>
    <p>${chip(body.state)} ${body.registered ? nothing : html`<span class="muted">${say('unregistered')}</span>`}</p>
    ${body.reason ? html`<p class="warn">${body.reason}</p>` : nothing}
    ${body.description ? html`<p class="says">${body.description}</p>` : nothing}
    ${body.capabilities.length ? html`<ul class="tags" aria-label=${say('subjects')}>${body.capabilities.map((word) => html`<li>${word}</li>`)}</ul>` : nothing}
    <dl class="facts">
      ${value(say('costToday'), dollars(body.cost_today_usd))}${value(say('turnsToday'), body.turns_today)}
      ${value(say('waits'), body.queued)}${value(say('sent'), body.sent)}${value(say('received'), body.received)}
      ${value(say('perMinute'), body.per_minute.toFixed(1))}${value(say('last'), ago(body.last, now))}
      ${value(say('limit'), body.limit)}
    </dl>
    ${body.last_stop ? html`<h3>${say('lastStop')}</h3><p>${reasonChip(body.last_stop.reason)} ${body.last_stop.detail}<br>${body.last_stop.conversation_id ? conversationLink(body.last_stop.conversation_id, body.last_stop.conversation_id) : nothing}</p>` : nothing}
    ${newest < 0 ? nothing : html`<h3>${say('envelope')}</h3>${letter(newest, now)}`}
    <h3>${say('recent')}</h3>
    ${shown(latest, (page) => html`<ul class="brief">${page.items.map((c) => html`<li>${conversationLink(c.conversation_id, c.opening || c.conversation_id)}<span class="muted">${chip(c.state)} ${ago(c.last, now)}</span></li>`)}</ul>`)}
  </section>`;
}

function edgePanel(edge, now) {
  const [a, b] = edge.split('~'), ia = find(a), ib = find(b), latest = [];
  let ab = 0, ba = 0, cost = 0;
  for (let i = after(now) - 1; i >= 0; i--) {
    const forth = sky.f[i] === ia && sky.o[i] === ib, back = sky.f[i] === ib && sky.o[i] === ia;
    if (forth || back) cost += sky.u[i];
    if (sky.k[i] !== KIND.MESSAGE) continue;
    if (forth) ab++; if (back) ba++;
    if ((forth || back) && latest.length < 12) latest.push(i);
  }
  return html`<section class="panel" aria-labelledby="panel-title">
    <header><h2 id="panel-title">${a} ⇄ ${b}</h2><button class="icon" aria-label=${say('close')} @click=${() => go({ edge: '' })}>✕</button></header>
    <dl class="facts">${value(`${a} → ${b}`, ab)}${value(`${b} → ${a}`, ba)}${value(say('perMinute'), recent(now, (i) => (sky.f[i] === ia && sky.o[i] === ib) || (sky.f[i] === ib && sky.o[i] === ia)))}${value(say('cost'), dollars(cost / 1e6))}</dl>
    <h3>${say('messages')}</h3>
    <ul class="brief">${latest.map((i) => html`<li>${conversationLink(text(sky.c[i]), text(sky.c[i]))}<span class="muted">${text(sky.f[i])} → ${text(sky.o[i])} · ${text(sky.d[i])} · ${say('hop')} ${sky.h[i]}/${sky.m[i]} · <time>${clock(sky.t[i])}</time></span></li>`)}</ul>
  </section>`;
}

/** A message as its conversation tells it: what was said, its envelope, and how fast and how dear the conversation is. */
function letter(at, now) {
  const id = text(sky.c[at]), from = text(sky.f[at]), to = text(sky.o[at]), time = sky.t[at];
  return shown(answer('/api/conversations/' + encodeURIComponent(id)), (talk) => {
    const late = (row) => Math.abs(Date.parse(row.ts) - time);
    const row = talk.rows.filter((r) => r.row === 'hop' && r.from === from && r.to === to && r.hop_count === sky.h[at]).sort((x, y) => late(x) - late(y))[0];
    return row ? html`<p class="says">${row.text}</p>
      <dl class="facts">${value(say('intent'), row.intent)}${value(say('hop'), `${row.hop_count}/${row.max_hops ?? '–'}`)}${value(say('time'), day(Date.parse(row.ts)))}${value(say('perMinute'), recent(now, (i) => sky.c[i] === sky.c[at]))}${value(say('cost') + ' · ' + say('conversation'), dollars(talk.cost_usd))}</dl>
      <pre>${JSON.stringify({ conversation_id: id, message_id: row.message_id, from: row.from, to: row.to, reply_to: row.reply_to, hop_count: row.hop_count, max_hops: row.max_hops, intent: row.intent, context: row.context }, null, 2)}</pre>
      <p>${conversationLink(id, talk.opening || id, { comet: '', star: '' })}</p>` : html`<p class="muted">${say('gone')}</p>`;
  });
}

/** The message that a comet stands for. */
function cometPanel(comet, now) {
  const [time, hop, ...rest] = comet.split('~'), c = find(rest.join('~'));
  let at = -1;
  for (let i = after(Number(time)) - 1; i >= 0 && sky.t[i] === Number(time); i--) if (sky.k[i] === KIND.MESSAGE && sky.c[i] === c && sky.h[i] === Number(hop)) at = i;
  const from = at < 0 ? '?' : text(sky.f[at]), to = at < 0 ? '?' : text(sky.o[at]);
  return html`<section class="panel" aria-labelledby="panel-title">
    <header><h2 id="panel-title">${from} → ${to === 'broadcast' ? say('wave') : to}</h2><button class="icon" aria-label=${say('close')} @click=${() => go({ comet: '' })}>✕</button></header>
    ${at < 0 ? html`<p class="muted">${say('gone')}</p>` : html`<h3>${say('envelope')}</h3>${letter(at, now)}`}
  </section>`;
}

/** Messages a minute of those that `mine` accepts, in the five minutes before `now`. */
function recent(now, mine) {
  let n = 0;
  for (let i = after(now) - 1; i >= 0 && sky.t[i] > now - 300000; i--) if (sky.k[i] === KIND.MESSAGE && mine(i)) n++;
  return (n / 5).toFixed(1);
}

const COLUMNS = [['id', 'body'], ['state', 'state'], ['activity', 'activity'], ['queued', 'waits'], ['per_minute', 'perMinute'], ['turns_today', 'turnsToday'], ['cost_today_usd', 'costToday'], ['last', 'last']];
const USUAL_ORDER = '-activity';
/** The table is ordered by a column, as the address says; a minus before it: largest first. */
function table(now) {
  const wanted = here().sort || USUAL_ORDER, rising = !wanted.startsWith('-'), sorted = COLUMNS.map(([column]) => column).find((column) => wanted.endsWith(column)) ?? 'activity';
  const order = [...bodies].sort((a, b) => ((a[sorted] ?? '') < (b[sorted] ?? '') ? -1 : (a[sorted] ?? '') > (b[sorted] ?? '') ? 1 : 0) * (rising ? 1 : -1));
  const sort = (column) => () => { const to = ((sorted === column ? !rising : column === 'id') ? '' : '-') + column; go({ sort: to === USUAL_ORDER ? '' : to }, true); };
  return html`<div class="sheet" tabindex="0" role="region" aria-label=${say('table')}><table><caption class="hidden">${say('sky')}</caption><thead><tr>${COLUMNS.map(([column, word]) =>
    html`<th scope="col" aria-sort=${sorted === column ? (rising ? 'ascending' : 'descending') : 'none'}><button @click=${sort(column)}>${say(word)}<span aria-hidden="true">${sorted === column ? (rising ? ' ↑' : ' ↓') : ''}</span></button></th>`)}</tr></thead>
    <tbody>${order.map((body) => html`<tr data-chosen=${body.id === here().star ? 'yes' : 'no'}><th scope="row"><a href=${address({ star: body.id })} @click=${follow({ star: body.id })}>${body.id}</a></th><td>${chip(body.state)}</td><td class="n">${body.activity}</td><td class="n">${body.queued ?? '–'}</td><td class="n">${body.per_minute.toFixed(1)}</td><td class="n">${body.turns_today}</td><td class="n">${dollars(body.cost_today_usd)}</td><td class="n">${ago(body.last, now)}</td></tr>`)}</tbody></table></div>`;
}

export function skyView() {
  const place = here(), kept = answer('/api/bodies'), now = clockNow();
  return shown(kept, (found) => {
    if (bodies !== found) { bodies = found; places = layout(found.map((body) => body.id)); }
    if (!found.length) return plate(say('nothingYet'), say('nothingYetLong'));
    const asTable = place.as === 'table', star = found.find((body) => body.id === place.star);
    return html`<section class="stage" aria-label=${say('sky')}>
      <h1 class="hidden">${say('sky')}</h1>
      ${asTable ? table(now) : html`<canvas class="sky" role="img" aria-label=${found.map((body) => body.id + ', ' + say(body.state)).join('; ')} @contextmenu=${(e) => e.preventDefault()}></canvas>
        <ul class="legend" aria-label=${say('legend')}>${['online', 'thinking', 'suspended', 'offline', 'killed'].map((word) => html`<li data-state=${word}><span aria-hidden="true">${mark(word)}</span> ${say(word)} <b>${found.filter((body) => body.state === word).length}</b></li>`)}</ul>`}
      <div class="switch" role="group" aria-label=${say('views')}><button aria-pressed=${!asTable} @click=${() => go({ as: '' }, true)}>${say('map')}</button><button aria-pressed=${asTable} @click=${() => go({ as: 'table' }, true)}>${say('table')}</button></div>
      ${star ? starPanel(star, now) : place.edge ? edgePanel(place.edge, now) : place.comet ? cometPanel(place.comet, now) : nothing}
    </section>`;
  });
}

/** To be called when the page has been drawn. */
export const settled = () => attach(document.querySelector('canvas.sky'));
