// The map's incidents: columns as the server sends them (see IWatchViews.MapAsync), decoded once into typed arrays.

/** Worst outcome over all terms, in the order of Core's Outcome; the last is for incidents that no term has judged. */
export const outcomes = ["apparent breach", "no apparent breach", "undeterminable", "not applicable", "not assessed"] as const;
export const severities = ["minor", "major", "grave"] as const;
export const verifications = ["claimed", "reported", "corroborated", "verified"] as const;

export const notAssessed = 4;

type Code = number | string | null;

/** The payload. Ellipses are absent for readers who get none. Codes are ordinals or words; `kind` may index `kinds`. */
export type Columns = {
  ids: string[];
  lon: number[];
  lat: number[];
  t: number[];
  t2?: number[];
  kind: Code[];
  kinds?: string[];
  out?: Code[];
  sev?: Code[];
  ver?: Code[];
  a?: (number | null)[];
  b?: (number | null)[];
  az?: (number | null)[];
  /** Places on a coarse grid, as released to this reader. */
  blurred?: boolean;
  /** There were more than the server sends at once. */
  truncated?: boolean;
};

export class Incidents {
  readonly count: number;
  readonly ids: string[];
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  /** Web Mercator, the world from 0 to 1. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly outcome: Uint8Array;
  readonly severity: Int8Array;
  readonly verification: Int8Array;
  readonly #columns: Columns;

  constructor(columns: Columns) {
    const n = Math.min(columns.ids.length, columns.lon.length, columns.lat.length, columns.t.length);
    this.#columns = columns;
    this.count = n;
    this.ids = columns.ids;
    this.lon = Float64Array.from(columns.lon.slice(0, n));
    this.lat = Float64Array.from(columns.lat.slice(0, n));
    this.x = this.lon.map((lon) => (lon + 180) / 360);
    this.y = this.lat.map(mercatorY);
    this.from = Float64Array.from(columns.t.slice(0, n));
    this.to = Float64Array.from({ length: n }, (_, i) => columns.t2?.[i] ?? columns.t[i] ?? 0);
    const read = (column: Code[] | undefined, words: readonly string[]): Int8Array => {
      const decode = decoder(words);
      return Int8Array.from({ length: n }, (_, i) => decode(column?.[i]));
    };
    this.outcome = Uint8Array.from(read(columns.out, outcomes), (code) => (code < 0 ? notAssessed : code));
    this.severity = read(columns.sev, severities);
    this.verification = read(columns.ver, verifications);
  }

  /** What must be said about all of them, if anything. */
  get caveat(): string {
    const { blurred, truncated } = this.#columns;
    return [blurred ? "Places stand on a coarse grid in this released view." : "", truncated ? "There are more: narrow the question to see all." : ""].filter(Boolean).join(" ");
  }

  kind(i: number): string {
    const code = this.#columns.kind[i];
    const word = typeof code === "number" ? this.#columns.kinds?.[code] : code;
    return (word ?? "event").replaceAll("_", " ").replace("uav", "UAV").replace("mlrs", "MLRS");
  }

  /** The 90 % ellipse: semi-axes in metres, azimuth of the major one in degrees from north; null for readers who get none. */
  ellipse(i: number): { a: number; b: number; azimuth: number } | null {
    const [a, b] = [this.#columns.a?.[i], this.#columns.b?.[i]];
    return a && b ? { a, b, azimuth: this.#columns.az?.[i] ?? 0 } : null;
  }

  /** South-west and north-east corner of all, without the outermost half per cent on each side; null where there are none. */
  bounds(): [[number, number], [number, number]] | null {
    if (this.count === 0) {
      return null;
    }
    const cut = (values: Float64Array, share: number): number => {
      const sorted = values.toSorted();
      return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
    };
    return [
      [cut(this.lon, 0.005), cut(this.lat, 0.005)],
      [cut(this.lon, 0.995), cut(this.lat, 0.995)],
    ];
  }
}

export function mercatorY(lat: number): number {
  const bounded = Math.max(-85.05, Math.min(85.05, lat));
  return 0.5 - Math.log(Math.tan(Math.PI / 4 + (bounded * Math.PI) / 360)) / (2 * Math.PI);
}

/** Reads ordinals or words; the same few words come a hundred thousand times. */
function decoder(words: readonly string[]): (code: Code | undefined) => number {
  const known = new Map<string, number>();
  const plain = (word: string): string => word.toLowerCase().replace(/[^a-z]/g, "");
  const find = (word: string): number => words.findIndex((w) => plain(w) === plain(word));
  return (code) => {
    if (typeof code === "number") {
      return code >= 0 && code < words.length ? code : -1;
    }
    if (!code) {
      return -1;
    }
    const index = known.get(code) ?? find(code);
    known.set(code, index);
    return index;
  };
}
