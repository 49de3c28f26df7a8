// What the map draws with: a colour and a shape for each outcome (never colour alone), the same as in the pages' marks.
import { token } from "../page/theme";

export type Ink = { paper: string; ink: string; quiet: string; line: string; accent: string; outcome: string[] };

export const readInk = (): Ink => ({
  paper: token("--hf-paper"),
  ink: token("--hf-ink"),
  quiet: token("--hf-quiet"),
  line: token("--hf-line"),
  accent: token("--hf-accent"),
  outcome: ["--hf-breach", "--hf-no-breach", "--hf-undeterminable", "--hf-not-applicable", "--hf-quiet"].map(token),
});

/** Order in which outcomes are told and stacked: what needs attention first. */
export const attention = [0, 2, 1, 3, 4];

/** Radius in CSS pixels by severity (none, minor, major, grave). */
export const radiusOf = (severity: number): number => [5, 5.5, 7, 9][severity + 1] ?? 5;

/** A filled diamond, a ring, a half-filled diamond, a bar, a dot: breach, no breach, undeterminable, not applicable, not assessed. */
export function drawSymbol(pen: CanvasRenderingContext2D, outcome: number, x: number, y: number, r: number, ink: Ink): void {
  const color = ink.outcome[outcome] ?? ink.quiet;
  pen.lineWidth = 1.6;
  pen.strokeStyle = color;
  pen.fillStyle = color;
  switch (outcome) {
    case 0:
      diamond(pen, x, y, r);
      pen.fill();
      halo(pen, ink);
      break;
    case 1:
      disc(pen, x, y, r * 0.85, ink.paper);
      pen.stroke();
      break;
    case 2:
      diamond(pen, x, y, r);
      pen.fillStyle = ink.paper;
      pen.fill();
      pen.stroke();
      pen.fillStyle = color;
      pen.beginPath();
      pen.moveTo(x, y - r);
      pen.lineTo(x, y + r);
      pen.lineTo(x - r, y);
      pen.fill();
      break;
    case 3:
      disc(pen, x, y, r * 0.85, ink.paper);
      pen.fillStyle = color;
      pen.fillRect(x - r * 0.75, y - 1.2, r * 1.5, 2.4);
      break;
    default:
      disc(pen, x, y, r * 0.6, color);
      halo(pen, ink);
  }
}

function diamond(pen: CanvasRenderingContext2D, x: number, y: number, r: number): void {
  pen.beginPath();
  pen.moveTo(x, y - r);
  pen.lineTo(x + r, y);
  pen.lineTo(x, y + r);
  pen.lineTo(x - r, y);
  pen.closePath();
}

function disc(pen: CanvasRenderingContext2D, x: number, y: number, r: number, fill: string): void {
  pen.beginPath();
  pen.arc(x, y, r, 0, 2 * Math.PI);
  pen.fillStyle = fill;
  pen.fill();
}

function halo(pen: CanvasRenderingContext2D, ink: Ink): void {
  pen.lineWidth = 1;
  pen.strokeStyle = ink.paper;
  pen.stroke();
}

/** Radius of a heap's ring: area grows with the number, within bounds. */
export const heapRadius = (count: number): number => Math.min(28, 8 + 1.45 * Math.log2(count));

/** A ring divided by outcome around the number of incidents. */
export function drawHeap(pen: CanvasRenderingContext2D, x: number, y: number, count: number, by: number[], ink: Ink): void {
  const r = heapRadius(count);
  disc(pen, x, y, r, ink.paper);
  pen.lineWidth = Math.max(3, r * 0.24);
  let angle = -Math.PI / 2;
  for (const outcome of attention) {
    const share = ((by[outcome] ?? 0) / count) * 2 * Math.PI;
    if (share > 0) {
      pen.beginPath();
      pen.arc(x, y, r - pen.lineWidth / 2, angle, angle + share);
      pen.strokeStyle = ink.outcome[outcome] ?? ink.quiet;
      pen.stroke();
      angle += share;
    }
  }
  pen.fillStyle = ink.ink;
  pen.font = `600 ${r > 16 ? 13 : 11.5}px "Source Sans 3", "Liberation Sans", "Helvetica Neue", Arial, sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(short(count), x, y + 0.5);
}

/** 999, 1.2k, 45k: a heap's number where there is little room; the exact one is in its panel. */
export function short(count: number): string {
  if (count < 1000) {
    return String(count);
  }
  return count < 10_000 ? `${(count / 1000).toFixed(1).replace(".0", "")}k` : `${Math.round(count / 1000)}k`;
}
