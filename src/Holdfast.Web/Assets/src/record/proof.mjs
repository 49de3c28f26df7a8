// Checking proofs where the reader sits, with nothing but the browser's own cryptography (SHA-256, ECDSA P-256). It shares no code with the server;
// docs/guide/proofs.md describes the formats. Plain JavaScript, so that the tests run it as it is.

const utf8 = new TextEncoder();
const longestPath = 63;

export const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");

export function unhex(text, bytes) {
  if (typeof text !== "string" || !/^(?:[0-9a-f]{2})*$/.test(text) || (bytes !== undefined && text.length !== 2 * bytes)) {
    throw new Error(`'${String(text).slice(0, 80)}' is not ${bytes ?? "some"} bytes in hexadecimal`);
  }
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** Base64 in its one proper form. */
function unbase64(text) {
  let binary;
  try {
    binary = atob(text);
  } catch {
    throw new Error(`'${text.slice(0, 80)}' is not base64`);
  }
  if (btoa(binary) !== text) {
    throw new Error("there is base64 in another than its one proper form");
  }
  return Uint8Array.from(binary, (c) => c.charCodeAt(0));
}

export async function sha256(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", all));
}

const equal = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

/** Reads `name+hex+base64`, the one line of a log's public key, and checks that the id is the key's. */
export async function readKey(line) {
  const [name, id, ...rest] = line.trim().split("+");
  const typed = unbase64(rest.join("+"));
  if (!name || typed[0] !== 2) {
    throw new Error("this is not the public key of a log: name+id+base64 of type 2 (ECDSA P-256) is expected");
  }
  const spki = typed.slice(1);
  const digest = hex(await sha256(spki));
  if (digest.slice(0, 8) !== id) {
    throw new Error(`the id of this key is ${digest.slice(0, 8)}, not ${id}`);
  }
  const key = await crypto.subtle.importKey("spki", spki, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
  return { name, id, fingerprint: digest, key };
}

/** Reads a signed checkpoint. */
export function readCheckpoint(note) {
  const blank = note.lastIndexOf("\n\n");
  if (blank < 0 || !note.endsWith("\n")) {
    throw new Error("this is no signed note: a blank line stands before the signatures");
  }
  const text = note.slice(0, blank + 1);
  const lines = text.split("\n");
  if (lines.length < 4 || !lines[0] || !/^(?:0|[1-9][0-9]{0,15})$/.test(lines[1])) {
    throw new Error("this is no checkpoint: origin, size and root are expected, a line each");
  }
  const root = unbase64(lines[2]);
  if (root.length !== 32) {
    throw new Error("the root of the checkpoint does not have 32 bytes");
  }
  const signatures = note
    .slice(blank + 2, -1)
    .split("\n")
    .map((line) => {
      const [dash, name, base64, ...more] = line.split(" ");
      const bytes = dash === "—" && base64 !== undefined && more.length === 0 ? unbase64(base64) : new Uint8Array();
      if (bytes.length < 5) {
        throw new Error(`'${line.slice(0, 80)}' is no signature line`);
      }
      return { name, id: hex(bytes.slice(0, 4)), bytes: bytes.slice(4) };
    });
  return { text, origin: lines[0], size: Number(lines[1]), root, signatures };
}

/** WebCrypto wants r and s side by side; notes carry the DER of the two. */
export function rawSignature(der) {
  const raw = new Uint8Array(64);
  let at = 2;
  if (der[0] !== 0x30 || der[1] !== der.length - 2) {
    throw new Error("the signature is not in DER");
  }
  for (const half of [0, 32]) {
    let length = der[at + 1] ?? 0;
    let from = at + 2;
    if (der[at] !== 2 || length < 1 || length > 33 || from + length > der.length) {
      throw new Error("the signature is not in DER");
    }
    at = from + length;
    if (length === 33) {
      if (der[from] !== 0) {
        throw new Error("the signature is not in DER");
      }
      from++;
      length--;
    }
    raw.set(der.slice(from, from + length), half + 32 - length);
  }
  if (at !== der.length) {
    throw new Error("the signature is not in DER");
  }
  return raw;
}

/** Whether that key signed the checkpoint. Throws with the reason where it did not. */
export async function checkSignature(checkpoint, key) {
  if (checkpoint.origin !== key.name) {
    throw new Error(`the checkpoint is of '${checkpoint.origin}', the key of '${key.name}'`);
  }
  const mine = checkpoint.signatures.filter((s) => s.name === key.name && s.id === key.id);
  if (mine.length === 0) {
    throw new Error(`the checkpoint is not signed by the key ${key.id}`);
  }
  for (const { bytes } of mine) {
    if (!(await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key.key, rawSignature(bytes), utf8.encode(checkpoint.text)))) {
      throw new Error(`the signature of the key ${key.id} is wrong`);
    }
  }
}

/** The root to which a leaf and its audit path lead (RFC 6962 section 2.1.1), or null where the path has another length than it should. */
export async function rootOf(leaf, index, size, path) {
  if (size === 1 || path.length === 0) {
    return size === 1 && path.length === 0 ? leaf : null;
  }
  let left = 1;
  while (left * 2 < size) {
    left *= 2;
  }
  const inner = index < left ? await rootOf(leaf, index, left, path.slice(0, -1)) : await rootOf(leaf, index - left, size - left, path.slice(0, -1));
  const other = path[path.length - 1];
  return inner && (index < left ? sha256([1], inner, other) : sha256([1], other, inner));
}

/** The very characters of a member of an object: what was hashed is what stands there, not what parsing and writing would make of it. */
export function rawMember(json, name) {
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const c = json[at];
    if (c === '"') {
      const start = at;
      for (at++; at < json.length && json[at] !== '"'; at++) {
        at += json[at] === "\\" ? 1 : 0;
      }
      if (depth === 1 && json.slice(start, at + 1) === JSON.stringify(name) && json[at + 1] === ":") {
        return value(json, at + 2);
      }
    } else if (c === "{" || c === "[") {
      depth++;
    } else if (c === "}" || c === "]") {
      depth--;
    }
  }
  return null;
}

function value(json, from) {
  let depth = 0;
  for (let at = from; at < json.length; at++) {
    const c = json[at];
    if (c === '"') {
      for (at++; at < json.length && json[at] !== '"'; at++) {
        at += json[at] === "\\" ? 1 : 0;
      }
    } else if (c === "{" || c === "[") {
      depth++;
    } else if ((c === "}" || c === "]") && --depth === 0) {
      return json.slice(from, at + 1);
    }
  }
  throw new Error("the entry has no end");
}

const members = ["checkpoint", "entry", "format", "inclusion", "index", "leaf_hash", "salt"];

/**
 * Checks a proof file step by step; every step says what was done. Throws with the reason at the first that fails.
 * `key` may be null where the checkpoint's signature was checked already: then `checkpoint` is its note.
 */
export async function checkProof(json, key, step, checkpoint = null) {
  const proof = JSON.parse(json);
  if (proof.format !== "holdfast-proof/1") {
    throw new Error(`'${proof.format}' is not a format that is known here`);
  }
  const stranger = Object.keys(proof).find((m) => !members.includes(m));
  if (stranger !== undefined) {
    throw new Error(`'${stranger}' is not a member that is known here`);
  }
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(proof.index)) {
    throw new Error("the index is no whole number");
  }
  const index = Number(proof.index);
  const tree = readCheckpoint(proof.checkpoint);
  if (key) {
    await checkSignature(tree, key);
    step(`The key ${key.id} of ${key.name} signed a checkpoint of ${tree.size} entries.`);
  } else if (proof.checkpoint !== checkpoint) {
    throw new Error(`entry ${index} is under another checkpoint than the bundle's`);
  }
  const leaf = unhex(proof.leaf_hash, 32);
  if (!Array.isArray(proof.inclusion) || proof.inclusion.length > longestPath) {
    throw new Error("the path is none");
  }
  const path = proof.inclusion.map((hash) => unhex(hash, 32));
  const root = index < tree.size ? await rootOf(leaf, index, tree.size, path) : null;
  if (!root || !equal(root, tree.root)) {
    throw new Error(`the path does not lead from the leaf of entry ${index} to the signed root`);
  }
  step(`${path.length} hashes lead from the leaf ${proof.leaf_hash.slice(0, 16)}… of entry ${index} to the signed root.`);
  return content(json, proof, leaf, index, step);
}

async function content(json, proof, leaf, index, step) {
  const raw = rawMember(json, "entry");
  if (raw === null) {
    if (proof.salt !== undefined || proof.entry !== undefined) {
      throw new Error("there is a salt without an entry");
    }
    step(`Entry ${index} is not disclosed here: its commitment is in the record.`);
    return null;
  }
  const commitment = await sha256(unhex(proof.salt, 16), utf8.encode(raw));
  if (!equal(await sha256([0], commitment), leaf)) {
    throw new Error(`what entry ${index} says, and its salt, do not give its leaf`);
  }
  step(`What entry ${index} says, and its salt, give that leaf.`);
  return proof.entry;
}
