// How the islands of a page talk to each other: events on the document.
import type { Span } from "./address";

/** The chosen window of time, or null for the whole period. */
export const windowChosen = "hf:window";

/** The record has grown: fetch again. */
export const refresh = "hf:refresh";

export function tell<T>(name: string, detail: T): void {
  document.dispatchEvent(new CustomEvent<T>(name, { detail }));
}

export function hear<T>(name: string, heard: (detail: T) => void, until: AbortSignal): void {
  document.addEventListener(name, (event) => heard((event as CustomEvent<T>).detail), { signal: until });
}

export type WindowChosen = Span | null;
