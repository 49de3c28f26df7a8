import type { LogKey, Step } from "./proof.mjs";
export function checkBundle(bytes: Uint8Array, key: LogKey, step: Step): Promise<void>;
