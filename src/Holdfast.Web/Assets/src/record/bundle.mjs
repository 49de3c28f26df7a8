// Checking a bundle where the reader sits: every file of its manifest, one signature, every proof under it, every evidence file by its hash.
import { checkProof, checkSignature, hex, readCheckpoint, sha256 } from "./proof.mjs";
import { readZip } from "./zip.mjs";

const text = (bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes);

/** Every text of 64 hexadecimal digits in a disclosed body may be the hash of an evidence file. */
function names(value, named) {
  if (typeof value === "string" && value.length === 64) {
    named.add(value);
  } else if (value !== null && typeof value === "object") {
    Object.values(value).forEach((inner) => names(inner, named));
  }
}

/** Throws with the reason at the first thing that is wrong. */
export async function checkBundle(bytes, key, step) {
  const zip = readZip(bytes);
  const manifest = JSON.parse(text(await zip.read("bundle.json")));
  if (manifest.format !== "holdfast-bundle/1" || !Array.isArray(manifest.files)) {
    throw new Error("the bundle has a format that is not known here");
  }
  const listed = new Set([...manifest.files, "bundle.json"]);
  const extra = zip.names.find((name) => !listed.has(name)) ?? [...listed].find((name) => !zip.names.includes(name));
  if (extra !== undefined) {
    throw new Error(`${extra} is in the archive or in its manifest, and not in the other`);
  }
  const note = text(await zip.read("checkpoint"));
  const tree = readCheckpoint(note);
  await checkSignature(tree, key);
  step(`The key ${key.id} of ${key.name} signed a checkpoint of ${tree.size} entries.`);
  const named = new Set();
  let [disclosed, withheld] = [0, 0];
  for (const name of zip.names.filter((n) => n.startsWith("entries/")).sort()) {
    const entry = await checkProof(text(await zip.read(name)), null, () => {}, note);
    [disclosed, withheld] = entry ? [disclosed + 1, withheld] : [disclosed, withheld + 1];
    names(entry?.body, named);
  }
  step(`${disclosed} entries are disclosed and in the record; of ${withheld} more the commitments are.`);
  const evidence = zip.names.filter((n) => n.startsWith("evidence/")).sort();
  for (const name of evidence) {
    const hash = hex(await sha256(await zip.read(name)));
    if (name !== `evidence/${hash}` || !named.has(hash)) {
      throw new Error(`${name} is not the file that a disclosed entry names`);
    }
  }
  step(evidence.length > 0 ? `${evidence.length} evidence files have the hashes that entries name.` : "There are no evidence files in it.");
}
