// A report as it is sent to POST /api/v1/m/{mission}/reports: one JSON object, the same id however often it is sent.

export const forms = ["observation", "patrol", "uav_log", "denial", "casualty", "damage", "mine", "storage"] as const;
export type Form = (typeof forms)[number];

/** A field of a report and the details it may hold; text unless said otherwise. Values that were left empty are left out. */
export type Value = string | number | boolean | string[] | Inventory[];

/** One line of a storage inventory. */
export type Inventory = { item: string; expected: number; present: number; missing: number };

export type Report = {
  /** Made here, once: the producer's own message id. Sending the same report again changes nothing. */
  id: string;
  form: Form;
  /** Name or call sign of who reports, as they give it. */
  reporter: string;
  /** When it was written down, by this device's clock; ISO 8601, UTC. */
  writtenAt: string;
  /** When it happened; ISO 8601, UTC. */
  from: string;
  to: string;
  latitude: number;
  longitude: number;
  /** One standard deviation of the place. */
  sigmaMetres: number;
  place?: string;
  text: string;
  details: Record<string, Value>;
};

export type State = "waiting" | "sending" | "sent" | "refused";

/** A report on this device: what it says, how far it got, and what the server answered. */
export type Queued = { report: Report; state: State; note: string; tried: number };

/** A random id, also where the page is not served securely and `crypto.randomUUID` is missing. */
export function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
