// Times as pages write them: the mission's zone, 24 hours, the zone said where hours are shown.

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = zone + JSON.stringify(options);
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options });
    formats.set(key, made);
  }
  return made;
}

/** The zone if this browser knows it, otherwise UTC. */
export function knownZone(zone: string | null | undefined): string {
  try {
    return zone ? new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone : "UTC";
  } catch {
    return "UTC";
  }
}

const day: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", year: "numeric" };
const minute: Intl.DateTimeFormatOptions = { ...day, hour: "2-digit", minute: "2-digit", timeZoneName: "short" };

export const dayOf = (seconds: number, zone: string): string => format(zone, day).format(seconds * 1000);

export const minuteOf = (seconds: number, zone: string): string => format(zone, minute).format(seconds * 1000);

/** In the browser's own zone unless another is named, and the zone with it: what stands beside it may be in another. */
export const clockOf = (seconds: number, zone: string = Intl.DateTimeFormat().resolvedOptions().timeZone): string =>
  format(zone, { hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short" }).format(seconds * 1000);

/** A range as short as it can honestly be: days where it is days wide, minutes otherwise. */
export function spanOf(from: number, to: number, zone: string): string {
  const hours = (to - from) / 3600;
  if (hours >= 47.9) {
    return `${dayOf(from, zone)} to ${dayOf(to, zone)}`;
  }
  if (hours >= 22.9 && dayOf(from, zone) === dayOf(to - 1, zone)) {
    return `${dayOf(from, zone)}, hour unknown`;
  }
  return to - from < 60 ? minuteOf(from, zone) : `${minuteOf(from, zone)} to ${minuteOf(to, zone)}`;
}
