// Areas that a schedule opens for a time only: corridors, pauses.
import type { Span } from "../page/address";
import type { Features } from "./base-style";

/** When something may hold in an area: the earliest start and the latest end in epoch seconds, and what it is called. */
type Window = [from: number, until: number, title: string];

/** The windows of an area that may be open at some moment of the span, or all of them; null where no schedule speaks of it. */
export function windowsOf(zone: Features["features"][number], span: Span | null): Window[] | null {
  const windows = zone.properties?.["windows"] as Window[] | undefined;
  return windows?.filter(([from, until]) => !span || (from < span.to && until > span.from)) ?? null;
}

/** Without the areas that are shut throughout the span; the same object where every area stays. */
export function openZones(zones: Features, span: Span | null): Features {
  const open = zones.features.filter((zone) => zone.properties?.["sector"] === true || windowsOf(zone, span)?.length !== 0);
  return open.length === zones.features.length ? zones : { ...zones, features: open };
}
