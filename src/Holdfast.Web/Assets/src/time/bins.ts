// The density of incidents over time, as the server counts it: equal bins, each with incidents and apparent breaches.
import type { Span } from "../page/address";

export type Bins = { start: number[]; incidents: number[]; breaches: number[]; width: number };

type Row = { start: string | number; incidents: number; apparentBreaches?: number; breaches?: number };
type Payload = { bins?: Row[]; start?: (string | number)[]; incidents?: number[]; breaches?: number[]; apparentBreaches?: number[] } | Row[];

const seconds = (at: string | number): number => (typeof at === "number" ? at : Date.parse(at) / 1000);

/** Reads rows or columns. */
export function readBins(payload: Payload): Bins {
  const rows = Array.isArray(payload) ? payload : payload.bins;
  const columns = Array.isArray(payload) ? {} : payload;
  const start = (rows ? rows.map((r) => r.start) : (columns.start ?? [])).map(seconds);
  const incidents = rows ? rows.map((r) => r.incidents) : (columns.incidents ?? []);
  const breaches = rows ? rows.map((r) => r.apparentBreaches ?? r.breaches ?? 0) : (columns.breaches ?? columns.apparentBreaches ?? []);
  const width = start.length > 1 ? start[1]! - start[0]! : 86_400;
  return { start, incidents, breaches, width };
}

export const whole = (bins: Bins): Span => ({ from: bins.start[0] ?? 0, to: (bins.start.at(-1) ?? 0) + bins.width });

/** Incidents and apparent breaches of the bins that begin in the span. */
export function totals(bins: Bins, span: Span): { incidents: number; breaches: number } {
  const sum = { incidents: 0, breaches: 0 };
  bins.start.forEach((start, i) => {
    if (start >= span.from - 1 && start < span.to - 1) {
      sum.incidents += bins.incidents[i] ?? 0;
      sum.breaches += bins.breaches[i] ?? 0;
    }
  });
  return sum;
}

/** Moves a span by so many bins, or one of its ends; it keeps inside the whole and at least one bin wide. */
export function moved(bins: Bins, span: Span, part: "from" | "to" | "both", by: number): Span {
  const { from, to } = whole(bins);
  const shift = by * bins.width;
  if (part === "both") {
    const bounded = Math.max(from - span.from, Math.min(to - span.to, shift));
    return { from: span.from + bounded, to: span.to + bounded };
  }
  return part === "from"
    ? { from: Math.max(from, Math.min(span.to - bins.width, span.from + shift)), to: span.to }
    : { from: span.from, to: Math.min(to, Math.max(span.from + bins.width, span.to + shift)) };
}
