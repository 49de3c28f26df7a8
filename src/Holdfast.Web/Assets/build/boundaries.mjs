// Countries and borders for the base map, out of Natural Earth (npm package world-atlas), with one correction: Crimea and Sevastopol are
// Ukraine, as the United Nations General Assembly affirmed (resolution 68/262). Natural Earth draws who holds the ground instead.
import { createRequire } from "node:module";
import { feature, mergeArcs, mesh } from "topojson-client";

const require = createRequire(import.meta.url);

/** What the detailed layer covers, in degrees; outside it the world is drawn at 1:50 million. */
export const window = { west: -25, south: 33, east: 60, north: 72 };

/** Russian polygons of the source whose centre lies in here belong to Ukraine: the peninsula and its islets, west of the Kerch strait. */
const crimea = { west: 32.3, south: 44.2, east: 36.62, north: 46.3 };

/** ISO 3166-1 numeric codes, as world-atlas has them. */
const ukraineCode = "804";
const russiaCode = "643";

/** A topology of world-atlas at the scale ("10m" or "50m") with Crimea moved to Ukraine: the two are merged, so that no line stays at Perekop. */
export function corrected(scale) {
  const topology = structuredClone(require(`world-atlas/countries-${scale}.json`));
  const countries = topology.objects.countries.geometries;
  const ukraine = countries.find((c) => c.id === ukraineCode);
  const russia = countries.find((c) => c.id === russiaCode);
  const moved = russia.arcs.filter((arcs) => isCrimean(topology, arcs));
  if (moved.length === 0) {
    throw new Error(`No polygon of Russia lies in Crimea in countries-${scale}.json: has the source changed? Look before you ship.`);
  }
  russia.arcs = russia.arcs.filter((arcs) => !moved.includes(arcs));
  const pieces = moved.map((arcs) => ({ type: "Polygon", arcs }));
  const merged = mergeArcs(topology, [ukraine, ...pieces]);
  ukraine.type = merged.type;
  ukraine.arcs = merged.arcs;
  return topology;
}

function isCrimean(topology, arcs) {
  const ring = feature(topology, { type: "Polygon", arcs }).geometry.coordinates[0];
  const [x, y] = [0, 1].map((axis) => {
    const values = ring.map((p) => p[axis]);
    return (Math.min(...values) + Math.max(...values)) / 2;
  });
  return x > crimea.west && x < crimea.east && y > crimea.south && y < crimea.north;
}

/** Every country as a GeoJSON feature. */
export const countriesOf = (topology) => feature(topology, topology.objects.countries).features;

/** Borders between two countries as lines: no coasts. */
export const bordersOf = (topology) => mesh(topology, topology.objects.countries, (a, b) => a !== b).coordinates;

/** The four strips around the window: the rest of the world. A hair of overlap hides the seam. */
export const around = () => {
  const [overlap, { west, south, east, north }] = [0.02, window];
  return [
    { west: -180, south: -90, east: west + overlap, north: 90 },
    { west: east - overlap, south: -90, east: 180, north: 90 },
    { west, south: -90, east, north: south + overlap },
    { west, south: north - overlap, east, north: 90 },
  ];
};

/** The part of a polygon (rings, GeoJSON) inside a rectangle, by Sutherland and Hodgman (1974); empty when nothing is left. */
export function clipPolygon(rings, box) {
  const clipped = rings.map((ring) => clipRing(ring, box)).filter((ring) => ring.length >= 4);
  return clipped.length > 0 && clipRing(rings[0], box).length >= 4 ? clipped : [];
}

function clipRing(ring, box) {
  const sides = [
    { inside: ([x]) => x >= box.west, cut: (a, b) => atX(a, b, box.west) },
    { inside: ([x]) => x <= box.east, cut: (a, b) => atX(a, b, box.east) },
    { inside: ([, y]) => y >= box.south, cut: (a, b) => atY(a, b, box.south) },
    { inside: ([, y]) => y <= box.north, cut: (a, b) => atY(a, b, box.north) },
  ];
  let points = ring.slice(0, -1);
  for (const { inside, cut } of sides) {
    points = points.flatMap((point, i) => {
      const before = points[(i + points.length - 1) % points.length];
      if (inside(point)) {
        return inside(before) ? [point] : [cut(before, point), point];
      }
      return inside(before) ? [cut(before, point)] : [];
    });
  }
  return points.length >= 3 ? [...points, points[0]] : [];
}

const atX = ([ax, ay], [bx, by], x) => [x, ay + ((by - ay) * (x - ax)) / (bx - ax)];
const atY = ([ax, ay], [bx, by], y) => [ax + ((bx - ax) * (y - ay)) / (by - ay), y];

/** The runs of a line whose points lie in the rectangle, one point beyond each end included. */
export function clipLine(line, box) {
  const inside = ([x, y]) => x >= box.west && x <= box.east && y >= box.south && y <= box.north;
  const runs = [];
  let run = [];
  line.forEach((point, i) => {
    const near = inside(point) || (i > 0 && inside(line[i - 1])) || (i + 1 < line.length && inside(line[i + 1]));
    if (near) {
      run.push(point);
    } else if (run.length > 0) {
      runs.push(run);
      run = [];
    }
  });
  runs.push(run);
  return runs.filter((r) => r.length > 1);
}

/** Whether a point lies in the polygons of a GeoJSON geometry (even-odd rule). */
export function contains(geometry, [x, y]) {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return polygons.some((rings) => rings.filter((ring) => inRing(ring, x, y)).length % 2 === 1);
}

function inRing(ring, x, y) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [[ax, ay], [bx, by]] = [ring[i], ring[j]];
    if (ay > y !== by > y && x < ax + ((bx - ax) * (y - ay)) / (by - ay)) {
      inside = !inside;
    }
  }
  return inside;
}
