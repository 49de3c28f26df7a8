// The density of incidents over time, as the server counts it: equal bins, each with incidents and apparent breaches.
import type { Span } from "../page/address";

export type Bins = { start: number[]; incidents: number[]; breaches: number[]; width: number };

type Payload = { binSeconds: number; starts: number[]; incidents: number[]; breaches: number[] };

export const readBins = ({ binSeconds, starts, incidents, breaches }: Payload): Bins => ({ start: starts, incidents, breaches, width: binSeconds || 86_400 });

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
