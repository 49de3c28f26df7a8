export interface LogKey {
  readonly name: string;
  readonly id: string;
  readonly fingerprint: string;
  readonly key: CryptoKey;
}
export interface TreeHead {
  readonly text: string;
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}
export type Step = (words: string) => void;
export function readKey(line: string): Promise<LogKey>;
export function readCheckpoint(note: string): TreeHead;
export function checkProof(json: string, key: LogKey | null, step: Step, checkpoint?: string | null): Promise<unknown>;
