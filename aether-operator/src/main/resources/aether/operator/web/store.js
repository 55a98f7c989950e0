// What the page knows, and the one way in which it asks and acts.
const TOKEN = 'aether.operator.token', SEEN = 'aether.operator.seen';
/** Milliseconds without a touch after which the token is forgotten. */
export const IDLE = 15 * 60 * 1000;
const PAGE = 50;

export const state = {
  link: 'connecting', notice: '', failed: '', asOf: 0,
  bodies: null, conversations: null, approvals: null, answers: null, dead: null, budgets: null, audit: null,
  filter: '', verdict: null, more: false, draft: { kind: 'comet', to: '', intent: 'ask', thread: '', hops: '8', text: '' }, preview: null, sent: null,
};

let listeners = [];
export const onChange = (listener) => { listeners.push(listener); };
export const changed = () => listeners.forEach((listener) => listener());

export const token = () => sessionStorage.getItem(TOKEN) ?? '';
export const touch = () => { if (token()) sessionStorage.setItem(SEEN, String(Date.now())); };
export const idle = () => token() !== '' && Date.now() - Number(sessionStorage.getItem(SEEN) ?? 0) > IDLE;

export function leave(why) {
  sessionStorage.removeItem(TOKEN);
  sessionStorage.removeItem(SEEN);
  stream?.abort();
  for (const key of ['bodies', 'conversations', 'approvals', 'answers', 'dead', 'budgets', 'audit', 'preview', 'sent', 'verdict']) state[key] = null;
  state.draft = { kind: 'comet', to: '', intent: 'ask', thread: '', hops: '8', text: '' };
  state.notice = why;
  state.filter = '';
  changed();
}

export class Refused extends Error {
  constructor(status, words) { super(words); this.status = status; }
}

const words = (detail) => Array.isArray(detail) ? detail.map((each) => `${each.loc.at(-1)}: ${each.msg}`).join(' · ') : String(detail ?? '');

async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, { ...options, headers: { ...options.headers, Authorization: `Bearer ${token()}` }, credentials: 'omit', cache: 'no-store', redirect: 'error', referrerPolicy: 'no-referrer' });
  } catch (error) {
    throw new Refused(0, 'lost');
  }
  const body = await answer.json().catch(() => ({}));
  if (answer.status === 401) leave('wrongToken');
  if (answer.status === 429) leave('tooMany');
  if (!answer.ok) throw new Refused(answer.status, words(body.detail));
  return body;
}

/** Carries out an order. Resolves with the answer, rejects with a `Refused`. */
export async function act(path, order) {
  const answer = await ask(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(order) });
  soon();
  return answer;
}

const LOOKS = {
  bodies: () => ask('/api/bodies'),
  conversations: () => ask(`/api/conversations?limit=${Math.max(PAGE, state.conversations?.length ?? 0)}`),
  approvals: () => ask('/api/approvals'),
  answers: () => ask('/api/answers'),
  dead: () => ask('/api/dead'),
  budgets: () => ask('/api/budgets'),
  audit: () => ask('/api/audit?limit=200'),
};

const asked = {}, told = {};

/** Reads what `names` say anew. An answer that comes after a later one, or after its reader has left, is not taken. */
export async function look(...names) {
  const reader = token();
  await Promise.all(names.map(async (name) => {
    const turn = asked[name] = (asked[name] ?? 0) + 1;
    try {
      const found = await LOOKS[name]();
      if (turn < (told[name] ?? 0) || token() !== reader) return;
      told[name] = turn;
      state[name] = found;
      if (name === 'conversations') state.more = state.conversations.length >= PAGE && state.conversations.length % PAGE === 0;
      state.failed = '';
    } catch (error) {
      if (error.status !== 401 && error.status !== 429) state.failed = error.message;
    }
  }));
  changed();
}

export async function older() {
  const last = state.conversations?.at(-1);
  if (!last) return;
  const next = await ask(`/api/conversations?limit=${PAGE}&before=${encodeURIComponent(last.place)}`);
  state.conversations = [...state.conversations, ...next];
  state.more = next.length === PAGE;
  changed();
}

export async function verify() { state.verdict = await ask('/api/audit/verify'); changed(); }

let wanted = () => [];
/** Which lists are on the screen; those follow the bus. */
export const showing = (names) => { wanted = names; };
let due = 0;
/** Reads what is on the screen anew, once however much has happened. */
export function soon() {
  if (due) return;
  due = setTimeout(() => { due = 0; if (token()) look(...new Set([...wanted(), 'approvals', 'dead'])); }, 120);
}

export async function enter(word) {
  sessionStorage.setItem(TOKEN, word.trim());
  touch();
  state.notice = '';
  try {
    state.bodies = await ask('/api/bodies');
  } catch (error) {
    if (token()) leave(error.status === 0 ? 'lost' : 'wrongToken');
    return;
  }
  follow();
  soon();
  changed();
}

let stream = null;
/** Keeps the stream open for as long as there is a token. */
export async function follow() {
  stream?.abort();
  const mine = stream = new AbortController();
  while (token() && stream === mine) {
    try {
      const answer = await fetch('/api/stream', { headers: { Authorization: `Bearer ${token()}` }, signal: mine.signal, credentials: 'omit', cache: 'no-store' });
      if (answer.status === 401) return leave('wrongToken');
      if (!answer.ok) throw new Error(String(answer.status));
      state.link = 'live';
      soon();
      changed();
      await read(answer.body.pipeThrough(new TextDecoderStream()).getReader());
    } catch (error) { /* told below */ }
    if (stream !== mine || !token()) return;
    state.link = 'lost';
    changed();
    await new Promise((done) => setTimeout(done, 1000));
  }
}

async function read(lines) {
  let kept = '';
  for (let { value, done } = await lines.read(); !done; { value, done } = await lines.read()) {
    kept += value;
    const frames = kept.split('\n\n');
    kept = frames.pop();
    frames.forEach(hear);
  }
}

function hear(frame) {
  const name = /^event: (.*)$/m.exec(frame)?.[1];
  const data = /^data: (.*)$/m.exec(frame)?.[1];
  if (name === 'bodies') { state.bodies = JSON.parse(data); changed(); }
  if (name === 'record') soon();
}
