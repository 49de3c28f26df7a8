// What the server says about a table's columns and what it is told back: App/Watch/Feeds, ColumnGuessResult and ColumnMapping, in camelCase.

export type DateOrder = "yearMonthDay" | "dayMonthYear" | "monthDayYear";

/** A role's column, or absent. */
export type Mapping = {
  delimiter: string;
  decimalComma: boolean;
  dateOrder: DateOrder;
  defaultSigmaMetres: number;
  defaultKind: string;
  kinds: Record<string, string>;
} & Partial<Record<Role, string>>;

export type Reason = { role: string; column: string; confidence: number; why: string };

/** `feed` names the feed that knows tables of this header and needs no columns. */
export type Sample = { header: string[]; rows: string[][]; guess: { mapping: Mapping; reasons: Reason[]; questions: string[] }; feed?: string };

export const roles = {
  latitude: ["Latitude", true],
  longitude: ["Longitude", true],
  coordinates: ["Both coordinates in one column", false],
  date: ["Date, or date and time", true],
  time: ["Time of day, where it stands apart", false],
  endDate: ["End date", false],
  id: ["The source's own id", false],
  kind: ["Kind of event", false],
  count: ["Number of events in the row", false],
  deaths: ["People killed", false],
  place: ["Name of the place", false],
  precisionMetres: ["Uncertainty of the place, in metres", false],
  text: ["Description", false],
  source: ["Source", false],
} as const satisfies Record<string, readonly [label: string, needed: boolean]>;

export type Role = keyof typeof roles;

export const roleNames = Object.keys(roles) as Role[];

/** What is still missing before the table can be used; empty when nothing is. */
export function missing(mapping: Mapping): string[] {
  const placed = mapping.coordinates || (mapping.latitude && mapping.longitude);
  return [
    ...(placed ? [] : ["Say which columns hold the latitude and the longitude, or which one holds both."]),
    ...(mapping.date ? [] : ["Say which column holds the date."]),
  ];
}

/** Names of event kinds that a table's words may stand for (Core's EventKinds). */
export const eventKinds = [
  "event", "use_of_force", "fire", "small_arms", "sniper", "shelling", "mortar", "artillery", "mlrs", "tank_fire", "missile", "return_fire", "assault",
  "air_strike", "uav_strike", "mine_explosion", "sabotage", "violence_against_civilians", "explosion", "thermal_anomaly", "uav_flight", "aircraft_flight",
  "weapon_presence", "troop_presence", "mine_laying", "fortification", "denial_of_movement", "jamming", "damage", "casualty", "live_fire_exercise", "alert",
];
