// Incidents that lie close together on the screen make one heap: a ring with their number. A heap counts incidents and nothing else; its ring
// says how many of them have which worst outcome. What lies alone is a heap of one.
import type { Span } from "../page/address";
import { type Incidents, outcomes } from "./incidents";

export type Heap = {
  /** Mean place, Web Mercator from 0 to 1. */
  x: number;
  y: number;
  count: number;
  /** How many by outcome. */
  by: number[];
  /** The incident to show for a heap of one, and the worst of the others. */
  first: number;
  west: number;
  east: number;
  north: number;
  south: number;
};

export type Choice = { span: Span | null; outcomes: boolean[] };

export function isChosen(data: Incidents, i: number, { span, outcomes: shown }: Choice): boolean {
  const inTime = !span || (data.from[i]! <= span.to && data.to[i]! >= span.from);
  return inTime && shown[data.outcome[i]!] === true;
}

/** Heaps of the chosen incidents on a grid of cells, each so many Web Mercator units wide. One pass: 100,000 incidents take a few milliseconds. */
export function heaped(data: Incidents, choice: Choice, cell: number): Heap[] {
  const heaps = new Map<number, Heap>();
  const columns = Math.ceil(1 / cell) + 1;
  for (let i = 0; i < data.count; i++) {
    if (!isChosen(data, i, choice)) {
      continue;
    }
    const [x, y] = [data.x[i]!, data.y[i]!];
    const key = Math.floor(y / cell) * columns + Math.floor(x / cell);
    const heap = heaps.get(key);
    if (heap) {
      join(heap, data, i, x, y);
    } else {
      const by = outcomes.map((_, o) => (o === data.outcome[i] ? 1 : 0));
      heaps.set(key, { x, y, count: 1, by, first: i, west: x, east: x, north: y, south: y });
    }
  }
  for (const heap of heaps.values()) {
    heap.x /= heap.count;
    heap.y /= heap.count;
  }
  return [...heaps.values()];
}

function join(heap: Heap, data: Incidents, i: number, x: number, y: number): void {
  heap.x += x;
  heap.y += y;
  heap.count++;
  heap.by[data.outcome[i]!]!++;
  heap.west = Math.min(heap.west, x);
  heap.east = Math.max(heap.east, x);
  heap.north = Math.min(heap.north, y);
  heap.south = Math.max(heap.south, y);
}

/** Lets larger heaps take in smaller ones that they would cover: those nearer than `reach` (in Web Mercator units) times their drawn radius. */
export function merged(heaps: Heap[], reach: (count: number) => number): Heap[] {
  const kept: Heap[] = [];
  for (const heap of heaps.toSorted((p, q) => q.count - p.count || p.first - q.first)) {
    const host = kept.find((k) => Math.hypot(k.x - heap.x, k.y - heap.y) < reach(k.count));
    if (host) {
      absorb(host, heap);
    } else {
      kept.push({ ...heap, by: [...heap.by] });
    }
  }
  return kept;
}

function absorb(host: Heap, heap: Heap): void {
  const count = host.count + heap.count;
  host.x = (host.x * host.count + heap.x * heap.count) / count;
  host.y = (host.y * host.count + heap.y * heap.count) / count;
  host.count = count;
  host.by = host.by.map((n, outcome) => n + (heap.by[outcome] ?? 0));
  host.west = Math.min(host.west, heap.west);
  host.east = Math.max(host.east, heap.east);
  host.north = Math.min(host.north, heap.north);
  host.south = Math.max(host.south, heap.south);
}

/** The chosen incidents within a rectangle (Web Mercator), newest first, at most so many; and how many there are in all. */
export function within(
  data: Incidents,
  choice: Choice,
  box: Pick<Heap, "west" | "east" | "north" | "south">,
  most: number,
): { indices: number[]; total: number } {
  const found: number[] = [];
  for (let i = 0; i < data.count; i++) {
    const inside = data.x[i]! >= box.west && data.x[i]! <= box.east && data.y[i]! >= box.north && data.y[i]! <= box.south;
    if (inside && isChosen(data, i, choice)) {
      found.push(i);
    }
  }
  found.sort((p, q) => data.from[q]! - data.from[p]! || (data.ids[p]! < data.ids[q]! ? -1 : 1));
  return { indices: found.slice(0, most), total: found.length };
}
