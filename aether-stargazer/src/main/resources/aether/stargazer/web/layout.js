// Where each Body stands: the same place for the same name, on every visit.
import '/assets/lib/d3.js';
const d3 = globalThis.d3;
const KEY = 'aether.layout.v1';
export const WIDTH = 1000, HEIGHT = 620;

function seed(id) {
  let h = 2166136261;
  for (let i = 0; i < id.length; i++) { h ^= id.charCodeAt(i); h = Math.imul(h, 16777619); }
  return [((h >>> 0) % 9973) / 9973, ((Math.imul(h, 2654435761) >>> 0) % 9967) / 9967];
}

function remembered() {
  try { return new Map(Object.entries(JSON.parse(localStorage.getItem(KEY) ?? '{}'))); } catch { return new Map(); }
}

const placed = remembered();

/** The places of `ids`, by id. Those that had one keep it; the others find room. */
export function layout(ids) {
  const fresh = ids.filter((id) => !placed.has(id));
  if (fresh.length) {
    const nodes = ids.map((id) => {
      const at = placed.get(id);
      const [u, v] = seed(id);
      return at ? { id, x: at[0], y: at[1], fx: at[0], fy: at[1] } : { id, x: WIDTH * (0.1 + 0.8 * u), y: HEIGHT * (0.1 + 0.8 * v) };
    });
    const room = Math.sqrt((WIDTH * HEIGHT) / Math.max(6, ids.length));
    d3.forceSimulation(nodes)
      .force('apart', d3.forceManyBody().strength(-room * 2.2).distanceMax(room * 3))
      .force('room', d3.forceCollide(room * 0.46))
      .force('x', d3.forceX(WIDTH / 2).strength(0.045))
      .force('y', d3.forceY(HEIGHT / 2).strength(0.09))
      .stop().tick(260);
    nodes.forEach((node) => placed.set(node.id, [Math.round(node.x), Math.round(node.y)]));
    localStorage.setItem(KEY, JSON.stringify(Object.fromEntries([...placed].slice(-600))));
  }
  return new Map(ids.map((id) => [id, placed.get(id)]));
}
