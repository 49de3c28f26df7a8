// Reading a ZIP in the browser: the central directory, stored and deflated files, nothing else. What the archive says about lengths is not believed.

const largestFile = 64 * 1024 * 1024;
const mostFiles = 200_000;

/** The files of an archive by name. Throws with the reason where it cannot be read. */
export function readZip(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= 0 && end > bytes.length - 22 - 65_536 && view.getUint32(end, true) !== 0x06054b50) {
    end--;
  }
  if (end < 0 || view.getUint32(end, true) !== 0x06054b50) {
    throw new Error("this is no ZIP archive");
  }
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count === 0xffff || at === 0xffffffff || count > mostFiles) {
    throw new Error("the archive is too large for the browser; 'holdfast record verify' reads it");
  }
  const files = new Map();
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) {
      throw new Error("the archive's directory is damaged");
    }
    const [nameLength, extra, comment] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true), view.getUint16(at + 32, true)];
    const name = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(at + 46, at + 46 + nameLength));
    if (files.has(name)) {
      throw new Error(`${name} is in the archive twice`);
    }
    files.set(name, { method: view.getUint16(at + 10, true), length: view.getUint32(at + 20, true), local: view.getUint32(at + 42, true) });
    at += 46 + nameLength + extra + comment;
  }
  return { names: [...files.keys()], read: (name) => read(bytes, view, files.get(name), name) };
}

async function read(bytes, view, file, name) {
  if (!file || file.local + 30 > bytes.length || view.getUint32(file.local, true) !== 0x04034b50) {
    throw new Error(`${name} is not in the archive`);
  }
  const from = file.local + 30 + view.getUint16(file.local + 26, true) + view.getUint16(file.local + 28, true);
  const packed = bytes.subarray(from, from + file.length);
  if (packed.length !== file.length || (file.method !== 0 && file.method !== 8)) {
    throw new Error(`${name} in the archive cannot be read`);
  }
  if (file.method === 0) {
    return packed;
  }
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const parts = [];
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length;
    if (length > largestFile) {
      await reader.cancel();
      throw new Error(`${name} in the archive is larger than ${largestFile / 1048576} MiB`);
    }
    parts.push(part.value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
