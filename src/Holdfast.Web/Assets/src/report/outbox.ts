// Reports on this device, kept in IndexedDB until they are sent, and for the reader's eye a while longer.
import type { Queued } from "./shape";

const table = "reports";

function open(mission: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(`holdfast-outbox-${mission}`, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(table, { keyPath: "report.id" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error ?? new Error("IndexedDB did not open"));
  });
}

export class Outbox {
  readonly #base: Promise<IDBDatabase>;

  constructor(mission: string) {
    this.#base = open(mission);
  }

  /** Resolves when it is on the disk as far as the browser promises. */
  put = (item: Queued): Promise<void> => this.#write((store) => store.put(item));

  remove = (id: string): Promise<void> => this.#write((store) => store.delete(id));

  clear = (): Promise<void> => this.#write((store) => store.clear());

  /** All, in the order in which they were written. */
  async all(): Promise<Queued[]> {
    const store = (await this.#base).transaction(table).objectStore(table);
    return new Promise((resolve, reject) => {
      const asked = store.getAll() as IDBRequest<Queued[]>;
      asked.onsuccess = () => resolve(asked.result.sort((a, b) => (a.report.capturedAt < b.report.capturedAt ? -1 : 1)));
      asked.onerror = () => reject(asked.error ?? new Error("IndexedDB did not answer"));
    });
  }

  async #write(change: (store: IDBObjectStore) => IDBRequest): Promise<void> {
    const transaction = (await this.#base).transaction(table, "readwrite", { durability: "strict" });
    change(transaction.objectStore(table));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onerror = () => reject(transaction.error ?? new Error("IndexedDB did not write"));
      transaction.onabort = () => reject(transaction.error ?? new Error("IndexedDB has no room left"));
    });
  }
}
