// The map's style out of the page's tokens. No tiles, no sprites, no glyph server: GeoJSON files of ours, and labels in the reader's own fonts.
import type { ExpressionSpecification, LayerSpecification, SourceSpecification, StyleSpecification } from "maplibre-gl";
import { token } from "../page/theme";

export type Features = GeoJSON.FeatureCollection;

export type Ground = { land: Features; borders: GeoJSON.Feature; places: Features };

const empty: Features = { type: "FeatureCollection", features: [] };

let ground: Promise<Ground> | null = null;

/** Land, borders and places, fetched once for all maps of a page. */
export function loadGround(base = "/assets/basemap"): Promise<Ground> {
  const fetched = async <T>(name: string): Promise<T> => {
    const answer = await fetch(`${base}/${name}.json`);
    if (!answer.ok) {
      throw new Error(`${name}.json: ${answer.status} ${answer.statusText}`);
    }
    return (await answer.json()) as T;
  };
  ground ??= Promise.all([
    fetched<Features>("land"),
    fetched<GeoJSON.Feature>("borders"),
    fetched<{ rows: [number, number, string, number, number][] }>("places"),
  ]).then(([land, borders, places]) => ({ land, borders, places: placeFeatures(places.rows) }));
  return ground;
}

function placeFeatures(rows: [number, number, string, number, number][]): Features {
  const features = rows.map(([lon, lat, name, zoom, rank], order): GeoJSON.Feature => {
    const geometry: GeoJSON.Point = { type: "Point", coordinates: [lon, lat] };
    return { type: "Feature", geometry, properties: { name, zoom, rank, order } };
  });
  return { type: "FeatureCollection", features };
}

/** Labels are drawn with the page's own face, which must be there before the first one is. */
export const labelFont = '14px "Source Sans 3"';

// A family whose name ends in a figure is only one in quotes.
const fonts = ['"Source Sans 3"', "Liberation Sans", "Helvetica Neue", "Arial", "sans-serif"];

export function style(ground: Ground, zones: Features = empty): StyleSpecification {
  return {
    version: 8,
    sources: { land: geo(ground.land), borders: geo(ground.borders), places: geo(ground.places, 10), zones: geo(zones) },
    layers: [...groundLayers(), ...zoneLayers(), ...labelLayers()],
  };
}

/** The layer below which incidents' dots are drawn: labels stay readable. */
export const firstLabel = "place-dot";

function geo(data: Features | GeoJSON.Feature, maxzoom = 9): SourceSpecification {
  return { type: "geojson", data, maxzoom, tolerance: 0.3 };
}

function groundLayers(): LayerSpecification[] {
  return [
    { id: "sea", type: "background", paint: { "background-color": token("--hf-map-sea") } },
    { id: "land", type: "fill", source: "land", paint: { "fill-color": token("--hf-map-land"), "fill-antialias": false } },
    {
      id: "borders",
      type: "line",
      source: "borders",
      layout: { "line-join": "round" },
      paint: { "line-color": token("--hf-map-border"), "line-width": ["interpolate", ["linear"], ["zoom"], 3, 0.6, 8, 1.6] },
    },
  ];
}

const ofKind = (kind: string): ["==", ["get", string], string] => ["==", ["get", "kind"], kind];
const illustrative: ["==", ["get", string], string] = ["==", ["get", "standing"], "illustrative"];

/** What is illustrative has the colour of everything unreal, and is dashed. */
const zoneColor = (): ExpressionSpecification => ["case", illustrative, token("--hf-map-unreal"), token("--hf-map-zone")];

/** Areas that no term and no sector speaks of (towns, districts that reports name) are faint, and only there when one is near. */
const isMinor: ExpressionSpecification = ["!", ["any", ["==", ["get", "term"], true], ["==", ["get", "sector"], true]]];
const minorZoom = 7;

function zoneLayers(): LayerSpecification[] {
  const color = zoneColor();
  const line = (id: string, filter: unknown, dash: number[] | null, width: number): LayerSpecification => ({
    id,
    type: "line",
    source: "zones",
    filter: filter as never,
    layout: { "line-join": "round", "line-cap": dash ? "butt" : "round" },
    paint: {
      "line-color": color,
      "line-width": width,
      "line-opacity": ["step", ["zoom"], ["case", isMinor, 0, 0.8], minorZoom, ["case", isMinor, 0.4, 0.8]],
      ...(dash ? { "line-dasharray": dash } : {}),
    },
  });
  const termArea = ["all", ofKind("area"), ["==", ["get", "term"], true]];
  return [
    { id: "zone-fill", type: "fill", source: "zones", filter: termArea as never, paint: { "fill-color": color, "fill-opacity": 0.06 } },
    line("zone-edge", ["all", ofKind("area"), ["!", illustrative]], null, 1.2),
    line("zone-edge-illustrative", ["all", ofKind("area"), illustrative], [3, 2.5], 1.2),
    line("zone-line", ["all", ofKind("line"), ["!", illustrative]], null, 2.2),
    line("zone-line-illustrative", ["all", ofKind("line"), illustrative], [3, 2], 2.2),
  ];
}

function labelLayers(): LayerSpecification[] {
  const halo = { "text-halo-color": token("--hf-map-land"), "text-halo-width": 1.4 };
  return [
    {
      id: firstLabel,
      type: "circle",
      source: "places",
      filter: ["<=", ["get", "zoom"], ["zoom"]],
      paint: {
        "circle-radius": ["match", ["get", "rank"], 0, 2.6, 1, 2, 1.5],
        "circle-color": token("--hf-map-label"),
        "circle-opacity": 0.75,
      },
    },
    {
      id: "place-name",
      type: "symbol",
      source: "places",
      filter: ["<=", ["get", "zoom"], ["zoom"]],
      layout: {
        "text-field": ["get", "name"],
        "text-font": fonts,
        "text-size": ["match", ["get", "rank"], 0, 14, 1, 12.5, 11],
        "text-variable-anchor": ["left", "right", "top", "bottom"],
        "text-radial-offset": 0.45,
        "text-padding": 4,
        "symbol-sort-key": ["get", "order"],
      },
      paint: { "text-color": token("--hf-map-label"), ...halo },
    },
    {
      id: "zone-name",
      type: "symbol",
      source: "zones",
      filter: ofKind("line"),
      layout: {
        "symbol-placement": "line",
        "text-field": ["concat", ["get", "title"], ["case", ["all", illustrative, ["!", ["in", "illustrative", ["get", "title"]]]], " (illustrative)", ""]],
        "text-font": fonts,
        "text-size": 11.5,
        "text-offset": [0, -0.9],
        "symbol-spacing": 420,
      },
      paint: { "text-color": zoneColor(), ...halo },
    },
  ];
}
