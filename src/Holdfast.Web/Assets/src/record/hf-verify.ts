// Verifies in this browser: an entry's proof that is fetched, or a proof or bundle that is dropped here and never leaves. The key is the reader's to paste.
import { button, h } from "../page/dom";
import { checkBundle } from "./bundle.mjs";
import { checkProof, type LogKey, readKey } from "./proof.mjs";

const largestFile = 512 * 1024 * 1024;

class HfVerify extends HTMLElement {
  readonly #steps = h("ol", { class: "steps" });
  readonly #verdict = h("p", { role: "status" });
  readonly #key = h("textarea", { id: "v-key", rows: 3, spellcheck: "false", autocomplete: "off" });
  readonly #index = h("input", { id: "v-index", type: "text", inputmode: "numeric", autocomplete: "off" });
  readonly #file = h("input", { id: "v-file", type: "file", accept: ".zip,.json" });

  connectedCallback(): void {
    if (this.childElementCount > 0 && this.querySelector("ol.steps")) {
      return;
    }
    this.#key.value = this.dataset["key"] ?? "";
    this.#file.addEventListener("change", () => void this.#run(() => this.#local(this.#file.files?.[0])));
    this.addEventListener("dragover", (e) => e.preventDefault());
    this.addEventListener("drop", (e) => {
      e.preventDefault();
      void this.#run(() => this.#local(e.dataTransfer?.files[0]));
    });
    this.replaceChildren(
      h("div", { class: "field" }, h("label", { for: "v-key" }, "The log's public key; paste the one that you have from elsewhere"), this.#key),
      h("div", { class: "form-row" }, h("div", { class: "field" }, h("label", { for: "v-index" }, "Index of an entry"), this.#index)),
      h("div", { class: "filter-actions" }, button("Check it in this browser", () => void this.#run(() => this.#fetched()))),
      h("div", { class: "field" }, h("label", { for: "v-file" }, "Or a proof (.json) or bundle (.zip): choose it, or drop it here. It stays on this machine."), this.#file),
      this.#steps,
      this.#verdict,
    );
  }

  async #run(work: () => Promise<void>): Promise<void> {
    this.#steps.replaceChildren();
    this.#verdict.className = "notice";
    this.#verdict.textContent = "Checking…";
    try {
      await work();
      this.#verdict.className = "notice good";
      this.#verdict.textContent = "Proved, by this browser alone, under the key above.";
    } catch (reason) {
      this.#verdict.className = "notice bad";
      this.#verdict.textContent = `Not proved: ${reason instanceof Error ? reason.message : String(reason)}.`;
    }
  }

  readonly #step = (words: string): void => this.#steps.append(h("li", {}, words));

  async #trusted(): Promise<LogKey> {
    const key = await readKey(this.#key.value);
    this.#step(`The key of ${key.name} has the fingerprint ${key.fingerprint}.`);
    return key;
  }

  async #fetched(): Promise<void> {
    const index = this.#index.value.trim();
    if (!/^[0-9]{1,16}$/.test(index)) {
      throw new Error("an index is a whole number from 0");
    }
    const key = await this.#trusted();
    const answer = await fetch(`${this.dataset["proof"] ?? ""}${index}`);
    if (!answer.ok) {
      throw new Error(`the server gives no proof of entry ${index} (${answer.status})`);
    }
    await checkProof(await answer.text(), key, this.#step);
  }

  async #local(file: File | undefined): Promise<void> {
    if (!file) {
      throw new Error("there is no file");
    }
    if (file.size > largestFile) {
      throw new Error("the file is too large for the browser; 'holdfast record verify' reads it");
    }
    const key = await this.#trusted();
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
      await checkBundle(bytes, key, this.#step);
    } else {
      await checkProof(new TextDecoder("utf-8", { fatal: true }).decode(bytes), key, this.#step);
    }
  }
}

customElements.define("hf-verify", HfVerify);
