// What a person chose on the page (place, window of time, selection) lives in the address after '#', so that a copied link restores it.

export type Place = { zoom: number; lat: number; lon: number };

/** A closed range of time in epoch seconds. */
export type Span = { from: number; to: number };

const read = (): URLSearchParams => new URLSearchParams(location.hash.slice(1));

function write(name: string, value: string | null): void {
  const values = read();
  if (value === null) {
    values.delete(name);
  } else {
    values.set(name, value);
  }
  const text = values.toString().replaceAll("%2F", "/").replaceAll("%3A", ":");
  if (text !== location.hash.slice(1)) {
    history.replaceState(history.state, "", text ? `#${text}` : location.pathname + location.search);
  }
}

export function placeInAddress(): Place | null {
  const [zoom, lat, lon] = (read().get("map") ?? "").split("/").map(Number);
  const fits = zoom !== undefined && lat !== undefined && lon !== undefined && [zoom, lat, lon].every(Number.isFinite);
  return fits && Math.abs(lat) <= 85 && Math.abs(lon) <= 180 ? { zoom, lat, lon } : null;
}

export const keepPlace = ({ zoom, lat, lon }: Place): void => write("map", `${zoom.toFixed(2)}/${lat.toFixed(4)}/${lon.toFixed(4)}`);

export function spanInAddress(): Span | null {
  const [from, to] = (read().get("t") ?? "").split("/").map((text) => Date.parse(text) / 1000);
  return from !== undefined && to !== undefined && from < to ? { from, to } : null;
}

const machine = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 19) + "Z";

export const keepSpan = (span: Span | null): void => write("t", span && `${machine(span.from)}/${machine(span.to)}`);

export const selectionInAddress = (): string | null => read().get("sel");

export const keepSelection = (id: string | null): void => write("sel", id);

/** The query of a page that asks for this span: what the server filters by. */
export function pageForSpan(span: Span): string {
  const query = new URLSearchParams(location.search);
  query.set("from", machine(span.from));
  query.set("to", machine(span.to));
  query.delete("cursor");
  return `${location.pathname}?${query.toString().replaceAll("%3A", ":")}`;
}
