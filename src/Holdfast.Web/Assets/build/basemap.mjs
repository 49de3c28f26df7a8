// Writes wwwroot/assets/basemap: land, borders and places as compact GeoJSON, all that a map needs without a network.
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { around, bordersOf, clipLine, clipPolygon, corrected, countriesOf, window } from "./boundaries.mjs";
import { places } from "./places.mjs";

const out = new URL("../../wwwroot/assets/basemap/", import.meta.url);

/** Coordinates to so many decimals, repeated points dropped. */
function rounded(line, decimals) {
  const scale = 10 ** decimals;
  const points = line.map(([x, y]) => [Math.round(x * scale) / scale, Math.round(y * scale) / scale]);
  return points.filter((p, i) => i === 0 || p[0] !== points[i - 1][0] || p[1] !== points[i - 1][1]);
}

const polygonsOf = (geometry) => (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates);

function land(topology, boxes, decimals) {
  return countriesOf(topology).flatMap((country) => {
    const coordinates = polygonsOf(country.geometry)
      .flatMap((rings) => boxes.map((box) => clipPolygon(rings, box)))
      .map((rings) => rings.map((ring) => rounded(ring, decimals)).filter((ring) => ring.length >= 4))
      .filter((rings) => rings.length > 0);
    const properties = { name: country.properties.name };
    return coordinates.length === 0 ? [] : [{ type: "Feature", properties, geometry: { type: "MultiPolygon", coordinates } }];
  });
}

function borders(topology, boxes, decimals) {
  const coordinates = bordersOf(topology)
    .flatMap((line) => boxes.flatMap((box) => clipLine(line, box)))
    .map((line) => rounded(line, decimals))
    .filter((line) => line.length > 1);
  return { type: "Feature", properties: {}, geometry: { type: "MultiLineString", coordinates } };
}

function write(name, value) {
  const file = new URL(name, out);
  writeFileSync(file, JSON.stringify(value));
  console.log(`basemap/${name}: ${Math.round(statSync(file).size / 1024)} KiB`);
}

mkdirSync(out, { recursive: true });
const collection = (features) => ({ type: "FeatureCollection", features });
const [near, far] = [corrected("10m"), corrected("50m")];
write("land.json", collection([...land(near, [window], 3), ...land(far, around(), 2)]));
write("borders.json", collection([borders(near, [window], 3), borders(far, around(), 2)]));
write("places.json", { columns: ["lon", "lat", "name", "minzoom", "rank"], rows: places() });
