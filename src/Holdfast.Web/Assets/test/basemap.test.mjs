import assert from "node:assert/strict";
import { test } from "node:test";
import { bordersOf, clipPolygon, contains, corrected, countriesOf } from "../build/boundaries.mjs";
import { places, romanised } from "../build/places.mjs";

const named = (countries, name) => countries.find((c) => c.properties.name === name).geometry;
const crimean = { Simferopol: [34.1, 44.95], Sevastopol: [33.55, 44.6], Dzhankoi: [34.39, 45.71], Kerch: [36.4, 45.33], inland: [34.1, 45.1] };

for (const scale of ["10m", "50m"]) {
  const topology = corrected(scale);
  const countries = countriesOf(topology);

  test(`Crimea is in Ukraine and not in Russia (${scale})`, () => {
    for (const [name, point] of Object.entries(crimean)) {
      assert.ok(contains(named(countries, "Ukraine"), point), `${name} is not in Ukraine`);
      assert.ok(!contains(named(countries, "Russia"), point), `${name} is in Russia`);
    }
  });

  test(`No border is drawn at Perekop or around Crimea (${scale})`, () => {
    const near = bordersOf(topology).flat().filter(([x, y]) => x > 32.3 && x < 36.3 && y > 44.2 && y < 46.6);
    assert.deepEqual(near, []);
  });

  test(`What is not Crimea stays where it was (${scale})`, () => {
    assert.ok(contains(named(countries, "Russia"), [38.98, 45.04]), "Krasnodar");
    assert.ok(contains(named(countries, "Russia"), [37.6, 55.75]), "Moscow");
    assert.ok(contains(named(countries, "Ukraine"), [37.8, 48.0]), "Donetsk");
  });
}

test("Ukrainian places carry the official romanisation", () => {
  const expected = {
    Odessa: "Odesa",
    "Mykolayiv": "Mykolaiv",
    "Syevyerodonets’k": "Sievierodonetsk",
    "Kostyantynivka": "Kostiantynivka",
    "Pervomays’k": "Pervomaisk",
    "Khmelnytskyi": "Khmelnytskyi",
    "Feodosiya": "Feodosiia",
    "Yevpatoriya": "Yevpatoriia",
    "Dzhankoy": "Dzhankoi",
    "Kolomyia": "Kolomyia",
    "Makiyivka": "Makiivka",
    "Yenakiyeve": "Yenakiieve",
    Kyiv: "Kyiv",
  };
  for (const [from, to] of Object.entries(expected)) {
    assert.equal(romanised(from), to);
  }
});

test("Every large Ukrainian city is labelled, Crimean ones among them", () => {
  const names = new Set(places().map((row) => row[2]));
  for (const name of ["Kyiv", "Kharkiv", "Odesa", "Lviv", "Zaporizhzhia", "Donetsk", "Luhansk", "Mariupol", "Sevastopol", "Simferopol", "Kherson"]) {
    assert.ok(names.has(name), name);
  }
});

test("A clipped polygon lies within its rectangle", () => {
  const box = { west: 0, south: 0, east: 2, north: 2 };
  const [ring] = clipPolygon([[[-1, 1], [1, 3], [3, 1], [1, -1], [-1, 1]]], box);
  assert.ok(ring.every(([x, y]) => x >= 0 && x <= 2 && y >= 0 && y <= 2));
  assert.deepEqual(ring[0], ring.at(-1));
});
