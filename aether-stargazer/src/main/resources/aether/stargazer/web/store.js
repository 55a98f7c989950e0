// What the page knows: the history in columns, the live end of it, and what it asked the server.
export const KIND = { MESSAGE: 0, STARTED: 1, DONE: 2, STOPPED: 3, DEFERRED: 4, STEP: 5, ACTION: 6, UNKNOWN: 7 };
export const sky = { k: [], t: [], c: [], f: [], o: [], h: [], m: [], d: [], u: [], strings: [''], head: '0-0', ready: false };
/** `link`: connecting, here or lost. `bus`: here or away. */
export const state = { link: 'connecting', bus: 'here', detail: '', notice: '' };

const places = new Map([['', 0]]);
const listeners = new Set();
const watchers = new Set();
let queued = false;

export const onChange = (listener) => listeners.add(listener);
export const onEvent = (watcher) => watchers.add(watcher);
export function changed() {
  if (queued) return;
  queued = true;
  requestAnimationFrame(() => { queued = false; listeners.forEach((listener) => listener()); });
}

const place = (text) => {
  let at = places.get(text);
  if (at === undefined) { at = sky.strings.push(text) - 1; places.set(text, at); }
  return at;
};
export const text = (at) => sky.strings[at];
export const find = (name) => places.get(name) ?? -1;

/** The first event later than `time`. */
export function after(time) {
  let low = 0, high = sky.t.length;
  while (low < high) { const mid = (low + high) >>> 1; if (sky.t[mid] <= time) low = mid + 1; else high = mid; }
  return low;
}

export async function ask(path) {
  const answer = await fetch(path, { headers: { accept: 'application/json' } });
  if (!answer.ok) {
    const told = await answer.json().catch(() => ({}));
    throw new Error(typeof told.detail === 'string' ? told.detail : answer.status + ' ' + path);
  }
  return answer.json();
}

async function readHistory() {
  const whole = await ask('/api/history');
  Object.assign(sky, whole, { ready: true });
  places.clear();
  sky.strings.forEach((word, at) => places.set(word, at));
}

function take(event) {
  const [kind, time, conversation, from, to, hop, limit, detail, words, message, millionths] = JSON.parse(event.data);
  sky.k.push(kind); sky.t.push(time); sky.c.push(place(conversation)); sky.f.push(place(from)); sky.o.push(place(to));
  sky.h.push(hop); sky.m.push(limit); sky.d.push(place(detail)); sky.u.push(millionths);
  sky.head = event.lastEventId;
  watchers.forEach((watcher) => watcher({ kind, time, conversation, from, to, hop, limit, detail, words, message }));
  stale();
}

/** Reads the history, then follows its end for as long as the page is open. */
export async function begin() {
  try {
    await readHistory();
  } catch (error) {
    state.link = 'lost'; state.detail = error.message; changed();
    setTimeout(begin, 1000);
    return;
  }
  changed();
  let source = null;
  const listen = () => {
    source = new EventSource('/api/live?after=' + sky.head);
    source.onopen = () => { state.link = 'here'; changed(); stale(); };
    source.addEventListener('seen', take);
    source.addEventListener('status', (event) => {
      const told = JSON.parse(event.data);
      const back = state.bus === 'away' && told.bus === 'here';
      state.bus = told.bus; state.detail = told.detail; changed();
      if (back) stale();
    });
    source.addEventListener('gap', async () => {
      source.close();
      try { await readHistory(); } catch { /* asked again below */ }
      state.notice = 'missed'; setTimeout(() => { state.notice = ''; changed(); }, 8000);
      stale(); listen();
    });
    source.onerror = () => {
      state.link = 'lost'; changed();
      // The browser tries again by itself, unless it was told off.
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, 1000);
    };
  };
  listen();
}

// Answers of the server, each kept until something new has happened.
const answers = new Map();
let epoch = 0;
let waking = 0;
function stale() {
  if (waking) return;
  waking = setTimeout(() => { waking = 0; epoch++; changed(); }, 150);
}
export const refresh = () => { answers.clear(); epoch++; changed(); };

/** The answer to `path` as far as it is here: its value, its error, and whether one is awaited. */
export function answer(path) {
  let kept = answers.get(path);
  if (!kept) {
    kept = { value: null, error: null, epoch: -1, busy: false, used: 0 };
    answers.set(path, kept);
    if (answers.size > 60) answers.delete([...answers].sort((a, b) => a[1].used - b[1].used)[0][0]);
  }
  kept.used = performance.now();
  if (kept.epoch !== epoch && !kept.busy) {
    kept.busy = true;
    const asked = epoch;
    ask(path).then(
      (value) => { kept.value = value; kept.error = null; kept.epoch = asked; },
      (error) => { kept.error = error.message; kept.epoch = asked; setTimeout(stale, 1500); },
    ).finally(() => { kept.busy = false; changed(); });
  }
  return kept;
}
