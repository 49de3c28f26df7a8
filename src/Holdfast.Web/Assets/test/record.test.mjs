import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { checkBundle } from "../src/record/bundle.mjs";
import { checkProof, hex, rawMember, rawSignature, readCheckpoint, readKey, rootOf, sha256 } from "../src/record/proof.mjs";
import { readZip } from "../src/record/zip.mjs";

const utf8 = new TextEncoder();
const base64 = (bytes) => btoa(String.fromCharCode(...bytes));

/** A small log: leaves, their tree by recursion, a key, proofs. */
async function world(size) {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
  const spki = new Uint8Array(await crypto.subtle.exportKey("spki", pair.publicKey));
  const id = hex(await sha256(spki)).slice(0, 8);
  const key = `test/log+${id}+${base64([2, ...spki])}`;
  const entries = Array.from({ length: size }, (_, i) => `{"author":"a","body":{"n":${i},"quote":"\\"}{"},"kind":"test/1"}`);
  const salt = "00".repeat(16);
  const leaves = await Promise.all(entries.map(async (e) => sha256([0], await sha256(new Uint8Array(16), utf8.encode(e)))));
  const split = (n) => 2 ** Math.floor(Math.log2(n - 1));
  const root = async (from, to) => (to - from === 1 ? leaves[from] : sha256([1], await root(from, from + split(to - from)), await root(from + split(to - from), to)));
  const path = async (i, from, to) => {
    if (to - from === 1) {
      return [];
    }
    const k = from + split(to - from);
    return i < k ? [...(await path(i, from, k)), await root(k, to)] : [...(await path(i, k, to)), await root(from, k)];
  };
  const text = `test/log\n${size}\n${base64(await root(0, size))}\n`;
  const raw = new Uint8Array(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, pair.privateKey, utf8.encode(text)));
  const note = `${text}\n— test/log ${base64([...Uint8Array.from(id.match(/../g), (x) => Number.parseInt(x, 16)), ...der(raw)])}\n`;
  const proof = async (i, open) => {
    const inclusion = (await path(i, 0, size)).map(hex);
    const parts = { checkpoint: note, format: "holdfast-proof/1", inclusion, index: String(i), leaf_hash: hex(leaves[i]) };
    const json = JSON.stringify(parts);
    return open ? `${json.slice(0, -1)},"entry":${entries[i]},"salt":"${salt}"}` : json;
  };
  return { key, note, leaves, root, path, proof };
}

function der(raw) {
  const half = (bytes) => {
    let from = 0;
    while (from < 31 && bytes[from] === 0 && bytes[from + 1] < 0x80) {
      from++;
    }
    const rest = [...bytes.slice(from)];
    const whole = rest[0] >= 0x80 ? [0, ...rest] : rest;
    return [2, whole.length, ...whole];
  };
  const both = [...half(raw.slice(0, 32)), ...half(raw.slice(32))];
  return [0x30, both.length, ...both];
}

/** A ZIP of deflated files, as far as a reader of the central directory needs one. */
function zip(files) {
  const [parts, directory] = [[], []];
  let at = 0;
  for (const [name, content] of files) {
    const [title, packed] = [utf8.encode(name), new Uint8Array(deflateRawSync(content))];
    const local = new DataView(new ArrayBuffer(30));
    local.setUint32(0, 0x04034b50, true);
    local.setUint16(26, title.length, true);
    const entry = new DataView(new ArrayBuffer(46));
    entry.setUint32(0, 0x02014b50, true);
    entry.setUint16(10, 8, true);
    entry.setUint32(20, packed.length, true);
    entry.setUint16(28, title.length, true);
    entry.setUint32(42, at, true);
    parts.push(new Uint8Array(local.buffer), title, packed);
    directory.push(new Uint8Array(entry.buffer), title);
    at += 30 + title.length + packed.length;
  }
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(10, files.length, true);
  end.setUint32(16, at, true);
  return Uint8Array.from([...parts, ...directory, new Uint8Array(end.buffer)].flatMap((p) => [...p]));
}

test("Every proof of a tree of up to 20 leaves leads to its root, and for its own leaf only", async () => {
  const { leaves, root, path } = await world(20);
  for (let n = 1; n <= 20; n++) {
    const whole = await root(0, n);
    for (let i = 0; i < n; i++) {
      const found = await path(i, 0, n);
      assert.equal(hex(await rootOf(leaves[i], i, n, found)), hex(whole));
      const other = n > 1 ? await rootOf(leaves[i], (i + 1) % n, n, found) : null;
      assert.ok(other === null || hex(other) !== hex(whole));
    }
  }
});

test("A proof is proved step by step, with what the entry says and without", async () => {
  const { key, proof } = await world(7);
  for (const open of [true, false]) {
    const steps = [];
    await checkProof(await proof(5, open), await readKey(key), (words) => steps.push(words));
    assert.equal(steps.length, 3);
    assert.match(steps[2], open ? /give that leaf/ : /not disclosed/);
  }
});

test("Every changed character of a proof is noticed", async () => {
  const { key, proof } = await world(7);
  const [whole, known] = [await proof(5, true), await readKey(key)];
  for (let i = 0; i < whole.length; i++) {
    const bent = whole.slice(0, i) + (whole[i] === "x" ? "y" : "x") + whole.slice(i + 1);
    await assert.rejects(checkProof(bent, known, () => {}), `character ${i}: ${whole.slice(i - 8, i + 8)}`);
  }
});

test("A proof under another key, and a key with another id, are refused", async () => {
  const [one, other] = [await world(3), await world(3)];
  await assert.rejects(checkProof(await one.proof(1, true), await readKey(other.key), () => {}), /not signed by the key/);
  await assert.rejects(readKey(one.key.replace(/\+[0-9a-f]/, "+g")), /the id of this key/);
});

test("A bundle is proved, and a file more, less or changed is noticed", async () => {
  const { key, note, proof } = await world(4);
  const known = await readKey(key);
  const names = ["entries/1.json", "entries/2.json", "checkpoint"];
  const manifest = JSON.stringify({ files: names, format: "holdfast-bundle/1" });
  const files = async () => [
    ["entries/1.json", utf8.encode(await proof(1, true))],
    ["entries/2.json", utf8.encode(await proof(2, false))],
    ["checkpoint", utf8.encode(note)],
    ["bundle.json", utf8.encode(manifest)],
  ];
  const steps = [];
  await checkBundle(zip(await files()), known, (words) => steps.push(words));
  assert.match(steps.join(" "), /1 entries are disclosed and in the record; of 1 more/);
  await assert.rejects(checkBundle(zip([...(await files()), ["extra", utf8.encode("x")]]), known, () => {}), /extra/);
  await assert.rejects(checkBundle(zip((await files()).slice(1)), known, () => {}), /entries\/1\.json/);
  const bent = await files();
  bent[0][1] = utf8.encode(new TextDecoder().decode(bent[0][1]).replace('"n":1', '"n":3'));
  await assert.rejects(checkBundle(zip(bent), known, () => {}), /do not give its leaf/);
});

test("Notes and signatures in another form are refused", () => {
  assert.throws(() => readCheckpoint("a\n07\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— a AAAAAAAA\n"), /no checkpoint/);
  assert.throws(() => readCheckpoint("a\n7\nCsUY\n\n— a AAAAAAAA\n"), /32 bytes/);
  assert.throws(() => rawSignature(Uint8Array.from([0x30, 2, 2, 9])), /DER/);
  assert.throws(() => readZip(utf8.encode("no archive at all, though long enough to be one")), /no ZIP/);
});

test("A member is taken as it stands, whatever its texts hold", () => {
  const entry = '{"a":"\\"}","b":[{"entry":1}]}';
  assert.equal(rawMember(`{"x":{"entry":2},"entry":${entry},"z":"}"}`, "entry"), entry);
  assert.equal(rawMember('{"x":{"entry":{"a":1}}}', "entry"), null);
});
