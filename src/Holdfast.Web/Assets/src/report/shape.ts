// A report as it is sent to POST /api/v1/m/{mission}/reports: what Core's ReportParser reads (docs/guide/feeds.md). The same id however often it is sent.

/** The cards of the form. A UAV log is a patrol by other means. */
export const forms = ["observation", "patrol", "uav_log", "denial", "casualty", "damage", "mine", "inventory"] as const;
export type Form = (typeof forms)[number];

/** The value of one field. */
export type Value = string | number | boolean | string[] | Item[];

/** One line of a storage inventory. */
export type Item = { weapon: string; expected: number; present: number; missing: number };

export type Place = { latitude: number; longitude: number; accuracyMetres?: number; name?: string; radiusMetres?: number };

/** Times are ISO 8601 in UTC. The fields of its type stand beside these. */
export type Report = {
  type: string;
  /** Made here, once. */
  id: string;
  /** When it was written down, by this device's clock. */
  capturedAt: string;
  from: string;
  to: string;
  place: Place;
  notes?: string;
  [field: string]: Value | Place | undefined;
};

/** Which card a report was written on. */
export const formOf = (report: Report): Form => (report["means"] === "uav_log" ? "uav_log" : (report.type as Form));

export type State = "waiting" | "sending" | "sent" | "refused";

/** A report on this device: what it says, how far it got, and what the server answered. */
export type Queued = { report: Report; state: State; note: string; tried: number };

/** A random id, also where the page is not served securely and `crypto.randomUUID` is missing. */
export function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
