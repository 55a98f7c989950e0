// What is looked at stands in the address, so that it can be shared and the back button works.
const FIELDS = ['view', 'c', 'body', 'state', 'reason', 'q', 'at', 'star', 'edge', 'comet', 'as', 'sort', 'speed', 'within'];
export const VIEWS = ['sky', 'conversations', 'telescope', 'extinctions'];
const followers = new Set();

export function here() {
  const query = new URLSearchParams(location.search);
  const place = Object.fromEntries(FIELDS.map((name) => [name, query.get(name) ?? '']));
  if (!VIEWS.includes(place.view)) place.view = place.c ? 'conversations' : 'sky';
  return place;
}

export function address(change) {
  const place = { ...here(), ...change };
  const query = new URLSearchParams();
  for (const name of FIELDS) if (place[name] && !(name === 'view' && place[name] === 'sky')) query.set(name, place[name]);
  const text = query.toString();
  return text ? '/?' + text : '/';
}

/** Goes to the present place with some fields changed; leaves no step behind when it is a detail. */
export function go(change, detail = false) {
  const to = address(change);
  if (to === location.pathname + location.search) return;
  history[detail ? 'replaceState' : 'pushState'](null, '', to);
  tell();
}

/** For the click of a link of this page: follows it without a reload, unless a new tab is wanted. */
export const follow = (change) => (event) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  go(change);
};

export const onMove = (listener) => followers.add(listener);
const tell = () => followers.forEach((listener) => listener());
addEventListener('popstate', tell);
