// What can be reached from anywhere, and by which keys.
import { answer, onChange } from '/assets/store.js';
import { say } from '/assets/words.js';
import { go, VIEWS } from '/assets/route.js';
import { jump, showKeys } from '/assets/jump.js';

const AWAY = { c: '', star: '', edge: '', comet: '' };

function choices(wanted, asked) {
  const list = [];
  for (const view of VIEWS) if (say(view).toLowerCase().includes(wanted) || view.includes(wanted)) list.push({ glyph: '▸', title: say(view), note: '', to: { ...AWAY, view } });
  for (const body of answer('/api/bodies').value ?? []) if (body.id.toLowerCase().includes(wanted)) list.push({ glyph: '✦', title: body.id, note: say(body.state), to: { ...AWAY, view: 'sky', star: body.id } });
  if (!wanted) {
    for (const c of answer('/api/conversations?limit=8').value?.items ?? []) list.push({ glyph: '⇄', title: c.opening || c.conversation_id, note: c.conversation_id, to: { ...AWAY, view: 'conversations', c: c.conversation_id } });
  } else if (asked) {
    const seen = new Set();
    for (const hit of answer('/api/search?q=' + encodeURIComponent(asked)).value?.hits ?? []) {
      if (!hit.conversation_id || seen.has(hit.conversation_id)) continue;
      seen.add(hit.conversation_id);
      list.push({ glyph: '⇄', title: hit.words || hit.detail || hit.conversation_id, note: hit.conversation_id, to: { ...AWAY, view: 'conversations', c: hit.conversation_id } });
    }
  }
  return list;
}

const palette = jump({ choices, take: (choice) => go(choice.to) });
onChange(palette.draw);
export const openPalette = palette.open;

const KEYS = [['⌘K · Ctrl K', 'keyPalette'], ['1 – 4', 'keyViews'], ['/', 'keyFilter'], ['Space', 'keyPlay'], ['Esc', 'keyEsc'], ['?', 'keyHelp']];
export const openKeys = () => showKeys(KEYS);
