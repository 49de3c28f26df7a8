// Heaps, symbols and ellipses on a canvas above the map, drawn anew whenever the map moves.
import type { Map as LibreMap } from "maplibre-gl";
import { type Choice, type Heap, heaped, merged } from "./heaps";
import type { Incidents } from "./incidents";
import { drawHeap, drawSymbol, heapRadius, type Ink, radiusOf } from "./ink";

const tileSize = 512;
const earthMetres = 40_075_016.686;

/** Above so many incidents in view the cells are wide and only numbers are shown. */
const crowd = 1200;
const wideCell = 68;
const narrowCell = 30;

/** From this zoom on each lone incident shows its ellipse; farther out the selected one does. */
const ellipseZoom = 8;
const mostEllipses = 400;

export type Frame = { data: Incidents; choice: Choice; selected: number; ink: Ink };

export class Overlay {
  readonly canvas = document.createElement("canvas");
  readonly #map: LibreMap;
  #heaps: Heap[] = [];
  #key = "";

  constructor(map: LibreMap) {
    this.#map = map;
    this.canvas.className = "hf-map-overlay";
    this.canvas.setAttribute("aria-hidden", "true");
    map.getCanvasContainer().append(this.canvas);
  }

  /** Forgets the heaps: data, window of time or outcomes have changed. */
  invalidate(): void {
    this.#key = "";
  }

  draw({ data, choice, selected, ink }: Frame): void {
    const { width, height, pen } = this.#sheet();
    this.#gather(data, choice);
    const scale = tileSize * 2 ** this.#map.getZoom();
    const origin = this.#map.project([-180, 85.0511287798066]);
    const at = (x: number, y: number): [number, number] => [origin.x + x * scale, origin.y + y * scale];
    const shown = this.#heaps.filter((heap) => {
      const [x, y] = at(heap.x, heap.y);
      return x > -60 && y > -60 && x < width + 60 && y < height + 60;
    });
    this.#ellipses(pen, data, shown, selected, at, ink);
    shown.sort((p, q) => p.count - q.count);
    for (const heap of shown) {
      const [x, y] = at(heap.x, heap.y);
      if (heap.count === 1) {
        drawSymbol(pen, data.outcome[heap.first]!, x, y, radiusOf(data.severity[heap.first]!), ink);
      } else {
        drawHeap(pen, x, y, heap.count, heap.by, ink);
      }
    }
    if (selected >= 0) {
      this.#mark(pen, at(data.x[selected]!, data.y[selected]!), ink);
    }
  }

  /** The heap drawn at a point of the screen, the smallest first. */
  hit(px: number, py: number): Heap | null {
    const scale = tileSize * 2 ** this.#map.getZoom();
    const origin = this.#map.project([-180, 85.0511287798066]);
    let best: Heap | null = null;
    let least = Infinity;
    for (const heap of this.#heaps) {
      const distance = Math.hypot(origin.x + heap.x * scale - px, origin.y + heap.y * scale - py);
      const reach = heap.count === 1 ? 14 : heapRadius(heap.count) + 3;
      if (distance < reach && distance < least) {
        least = distance;
        best = heap;
      }
    }
    return best;
  }

  #sheet(): { width: number; height: number; pen: CanvasRenderingContext2D } {
    const { clientWidth: width, clientHeight: height } = this.#map.getContainer();
    const ratio = devicePixelRatio;
    if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
    }
    const pen = this.canvas.getContext("2d")!;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    return { width, height, pen };
  }

  #gather(data: Incidents, choice: Choice): void {
    const zoom = Math.floor(this.#map.getZoom() * 2) / 2;
    const bounds = this.#map.getBounds();
    const key = [zoom, this.#map.isMoving() ? this.#key.split("|").slice(1).join("|") : bounds.toString()].join("|");
    if (key === this.#key && this.#key !== "") {
      return;
    }
    this.#key = key;
    const cell = (pixels: number): number => pixels / (tileSize * 2 ** zoom);
    const narrow = heaped(data, choice, cell(narrowCell));
    const inView = narrow.reduce((sum, heap) => sum + (bounds.contains(lngLat(heap)) ? heap.count : 0), 0);
    const crowded = inView > crowd;
    const parted = crowded ? heaped(data, choice, cell(wideCell)) : narrow;
    this.#heaps = merged(parted, (count) => (count === 1 ? 0 : cell(heapRadius(count) * (crowded ? 1.35 : 0.8))));
  }

  #ellipses(
    pen: CanvasRenderingContext2D,
    data: Incidents,
    shown: Heap[],
    selected: number,
    at: (x: number, y: number) => [number, number],
    ink: Ink,
  ): void {
    const zoom = this.#map.getZoom();
    const lone = shown.filter((heap) => heap.count === 1 && heap.first !== selected);
    if (zoom >= ellipseZoom && lone.length <= mostEllipses) {
      for (const { first } of lone) {
        this.#ellipse(pen, data, first, at, ink, false);
      }
    }
    if (selected >= 0) {
      this.#ellipse(pen, data, selected, at, ink, true);
    }
  }

  #ellipse(
    pen: CanvasRenderingContext2D,
    data: Incidents,
    i: number,
    at: (x: number, y: number) => [number, number],
    ink: Ink,
    selected: boolean,
  ): void {
    const shape = data.ellipse(i);
    if (!shape) {
      return;
    }
    const pixelsPerMetre = (tileSize * 2 ** this.#map.getZoom()) / (earthMetres * Math.cos((data.lat[i]! * Math.PI) / 180));
    const [a, b] = [shape.a * pixelsPerMetre, shape.b * pixelsPerMetre];
    if (a < 6) {
      return;
    }
    const [x, y] = at(data.x[i]!, data.y[i]!);
    pen.beginPath();
    // The azimuth runs clockwise from north, the canvas's angle clockwise from east.
    pen.ellipse(x, y, a, b, ((shape.azimuth - 90) * Math.PI) / 180, 0, 2 * Math.PI);
    pen.strokeStyle = ink.outcome[data.outcome[i]!] ?? ink.quiet;
    pen.fillStyle = pen.strokeStyle;
    pen.globalAlpha = selected ? 0.16 : 0.05;
    pen.fill();
    pen.globalAlpha = selected ? 1 : 0.45;
    pen.lineWidth = selected ? 1.8 : 1;
    pen.stroke();
    pen.globalAlpha = 1;
  }

  #mark(pen: CanvasRenderingContext2D, [x, y]: [number, number], ink: Ink): void {
    for (const [width, color] of [
      [5, ink.paper],
      [2.2, ink.accent],
    ] as const) {
      pen.beginPath();
      pen.arc(x, y, 14, 0, 2 * Math.PI);
      pen.lineWidth = width;
      pen.strokeStyle = color;
      pen.stroke();
    }
  }
}

/** A heap's place in degrees. */
export function lngLat({ x, y }: { x: number; y: number }): [number, number] {
  return [x * 360 - 180, (Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) * 360) / Math.PI - 90];
}
