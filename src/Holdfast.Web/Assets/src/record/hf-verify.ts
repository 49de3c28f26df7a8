// Verifies in this browser: an entry's proof that is fetched, or a proof or bundle that is dropped here and never leaves. The key is the reader's to paste.
import { button, h } from "../page/dom";
import { checkBundle } from "./bundle.mjs";
import { checkProof, type LogKey, readKey, type Step } from "./proof.mjs";

const largestFile = 512 * 1024 * 1024;

class HfVerify extends HTMLElement {
  readonly #steps = h("ol", {});
  readonly #verdict = h("p", { role: "status" });
  #runs = 0;
  readonly #key = h("textarea", { id: "v-key", rows: 3, spellcheck: "false", autocomplete: "off" });
  readonly #index = h("input", { id: "v-index", type: "text", inputmode: "numeric", autocomplete: "off" });
  readonly #file = h("input", { id: "v-file", type: "file", accept: ".zip,.json" });

  connectedCallback(): void {
    if (this.contains(this.#verdict)) {
      return;
    }
    this.#key.value = this.dataset["key"] ?? "";
    this.#clear();
    // A verdict speaks of what stands in the fields; once they change it is gone.
    this.#key.addEventListener("input", () => this.#clear());
    this.#index.addEventListener("input", () => this.#clear());
    this.#index.addEventListener("keydown", (e) => {
      if (e.key === "Enter") {
        void this.#run((step) => this.#fetched(step));
      }
    });
    this.#file.addEventListener("change", () => void this.#run((step) => this.#local(this.#file.files?.[0], step)));
    this.addEventListener("dragover", (e) => e.preventDefault());
    this.addEventListener("drop", (e) => {
      e.preventDefault();
      void this.#run((step) => this.#local(e.dataTransfer?.files[0], step));
    });
    this.replaceChildren(
      h(
        "div",
        { class: "form" },
        h("div", { class: "field" }, h("label", { for: "v-key" }, "The log's public key; paste the one that you have from elsewhere"), this.#key),
        h("div", { class: "form-row" }, h("div", { class: "field" }, h("label", { for: "v-index" }, "Index of an entry"), this.#index)),
        h("div", { class: "filter-actions" }, button("Check it in this browser", () => void this.#run((step) => this.#fetched(step)))),
        h(
          "div",
          { class: "field" },
          h("label", { for: "v-file" }, "Or a proof (.json) or bundle (.zip): choose it, or drop it here. It stays on this machine."),
          this.#file,
        ),
      ),
      this.#steps,
      this.#verdict,
    );
    this.dataset["ready"] = "yes";
  }

  /** Also ends what runs: its steps and verdict are not shown any more. */
  #clear(): number {
    this.#steps.replaceChildren();
    this.#steps.hidden = true;
    this.#verdict.className = "";
    this.#verdict.textContent = "";
    return ++this.#runs;
  }

  async #run(work: (step: Step) => Promise<void>): Promise<void> {
    const mine = this.#clear();
    const tell = (mark: string, words: string): void => {
      if (mine === this.#runs) {
        this.#verdict.className = mark;
        this.#verdict.textContent = words;
      }
    };
    tell("notice", "Checking…");
    try {
      await work((words) => {
        if (mine === this.#runs) {
          this.#steps.hidden = false;
          this.#steps.append(h("li", {}, words));
        }
      });
      tell("notice good", "Proved, by this browser alone, under the key above.");
    } catch (reason) {
      tell("notice bad", `Not proved: ${reason instanceof Error ? reason.message : String(reason)}.`);
    }
  }

  async #trusted(step: Step): Promise<LogKey> {
    const key = await readKey(this.#key.value);
    step(`The key of ${key.name} has the fingerprint ${key.fingerprint}.`);
    return key;
  }

  async #fetched(step: Step): Promise<void> {
    const index = this.#index.value.trim();
    if (!/^[0-9]{1,16}$/.test(index)) {
      throw new Error("an index is a whole number from 0");
    }
    const key = await this.#trusted(step);
    const answer = await fetch(`${this.dataset["proof"] ?? ""}${index}`);
    if (!answer.ok) {
      throw new Error(`the server gives no proof of entry ${index} (${answer.status})`);
    }
    const proof = await answer.text();
    await checkProof(proof, key, step);
    if (Number(JSON.parse(proof).index) !== Number(index)) {
      throw new Error(`the server answered with the proof of another entry than ${index}`);
    }
  }

  async #local(file: File | undefined, step: Step): Promise<void> {
    if (!file) {
      throw new Error("there is no file");
    }
    if (file.size > largestFile) {
      throw new Error("the file is too large for the browser; 'holdfast record verify' reads it");
    }
    const key = await this.#trusted(step);
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
      await checkBundle(bytes, key, step);
    } else {
      await checkProof(new TextDecoder("utf-8", { fatal: true }).decode(bytes), key, step);
    }
  }
}

customElements.define("hf-verify", HfVerify);
