// Writes sw.js: the list of what the report form needs offline, with a version that changes when any of it does, before the worker's own text.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const assets = new URL("../../wwwroot/assets/", import.meta.url);
const source = readFileSync(new URL("../src/report/sw.js", import.meta.url), "utf8");

const needed = readdirSync(assets, { recursive: true })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => /\.(js|css|json|svg|woff2)$/.test(name) && name !== "sw.js")
  .sort();

const hash = createHash("sha256").update(source);
for (const name of needed) {
  hash.update(name).update(readFileSync(new URL(name, assets)));
}
const head = `const version = "${hash.digest("hex").slice(0, 12)}";\nconst files = ${JSON.stringify(needed.map((name) => `/assets/${name}`))};\n\n`;
writeFileSync(new URL("sw.js", assets), head + source);
console.log(`sw.js: ${needed.length} files for offline use`);
