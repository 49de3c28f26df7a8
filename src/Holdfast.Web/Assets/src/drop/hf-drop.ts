// <hf-drop data-guess data-import data-most-bytes>: any table dropped on the page. Its beginning goes to the server, which guesses; a person confirms; then the
// whole file goes with the confirmed columns. A form inside the element does the same without scripts.
import "./drop.css";
import { button, h } from "../page/dom";
import { Confirmation } from "./confirm";
import type { Sample } from "./shape";

/** How much of the file the guess needs. */
const sampleBytes = 256 * 1024;
const mostBytes = 200 * 1024 * 1024;

class HfDrop extends HTMLElement {
  #file: File | null = null;
  #confirmation: Confirmation | null = null;
  readonly #input = h("input", { type: "file", id: "hf-drop-file", accept: ".csv,.tsv,.txt,text/csv,text/tab-separated-values", class: "hf-drop-input" });
  readonly #zone = h(
    "div",
    { class: "hf-drop-zone" },
    h("label", { for: "hf-drop-file" }, h("strong", {}, "Drop a table here, or choose a file"), h("span", {}, "CSV, with commas, semicolons or tabs, and a line of column names")),
    this.#input,
  );
  readonly #said = h("p", { class: "hf-drop-said", role: "status" });
  readonly #body = h("div");
  readonly #faults = h("p", { class: "hf-fault", role: "alert", hidden: true });

  connectedCallback(): void {
    this.replaceChildren(this.#zone, this.#said, this.#body);
    this.#input.addEventListener("change", () => void this.#take(this.#input.files?.[0] ?? null));
    for (const name of ["dragenter", "dragover"] as const) {
      this.addEventListener(name, (event) => {
        event.preventDefault();
        this.#zone.classList.add("hf-over");
      });
    }
    this.addEventListener("dragleave", () => this.#zone.classList.remove("hf-over"));
    this.addEventListener("drop", (event) => {
      event.preventDefault();
      this.#zone.classList.remove("hf-over");
      void this.#take(event.dataTransfer?.files[0] ?? null);
    });
    this.dataset["ready"] = "yes";
  }

  async #take(file: File | null): Promise<void> {
    this.#body.replaceChildren();
    if (!file) {
      return;
    }
    const most = Number(this.dataset["mostBytes"] ?? mostBytes);
    if (file.size === 0 || file.size > most) {
      this.#said.textContent = file.size === 0 ? `${file.name} is empty.` : `${file.name} has ${megabytes(file.size)}; at most ${megabytes(most)} are taken here. Use the command line for more.`;
      return;
    }
    this.#file = file;
    this.#said.textContent = `Reading the beginning of ${file.name} (${megabytes(file.size)}) ...`;
    try {
      this.#recognise(await this.#guess(file));
    } catch (reason) {
      this.#said.textContent = reason instanceof Error ? reason.message : String(reason);
    }
  }

  async #guess(file: File): Promise<Sample> {
    const answer = await fetch(this.dataset["guess"] ?? "", {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream", Accept: "application/json", "X-File-Name": encodeURIComponent(file.name) },
      body: file.slice(0, sampleBytes),
    });
    if (!answer.ok) {
      throw new Error(await words(answer));
    }
    return (await answer.json()) as Sample;
  }

  /** A published table is read by the feed that knows it, unless the person would rather say what the columns mean. */
  #recognise(sample: Sample): void {
    if (!sample.feed) {
      this.#offer(sample);
      return;
    }
    const feed = sample.feed;
    this.#said.textContent = `${this.#file!.name}: ${sample.header.length} columns, those of a table that the feed ${feed} reads with its own codes.`;
    const known = button(`Read it as ${feed}`, () => void this.#post({ feed }), { class: "hf-save" });
    const own = button("Say myself what the columns mean", () => this.#offer(sample), {});
    this.#body.replaceChildren(h("div", { class: "hf-buttons" }, known, own));
    known.focus();
  }

  #offer(sample: Sample): void {
    this.#said.textContent = `${this.#file!.name}: ${sample.header.length} columns. Look at what each was taken for, mend it, and confirm.`;
    this.#confirmation = new Confirmation(sample, () => this.#showFaults());
    const confirmed = button("Use these columns", () => void this.#send(), { class: "hf-save" });
    this.#body.replaceChildren(this.#confirmation.element, this.#faults, h("div", { class: "hf-buttons" }, confirmed));
    this.#faults.hidden = true;
    this.#confirmation.element.querySelector("select")?.focus();
  }

  #showFaults(): boolean {
    const missing = this.#confirmation?.missing ?? [];
    this.#faults.hidden = missing.length === 0;
    this.#faults.textContent = missing.join(" ");
    return missing.length > 0;
  }

  async #send(): Promise<void> {
    if (!this.#showFaults() && this.#confirmation) {
      await this.#post({ mapping: JSON.stringify(this.#confirmation.mapping) });
    }
  }

  async #post(fields: Record<string, string>): Promise<void> {
    if (!this.#file) {
      return;
    }
    this.#said.textContent = `Sending ${this.#file.name} (${megabytes(this.#file.size)}) and reading it ...`;
    this.#body.inert = true;
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) {
      form.set(name, value);
    }
    form.set("file", this.#file);
    try {
      const answer = await fetch(this.dataset["import"] ?? "", { method: "POST", headers: { Accept: "application/json" }, body: form });
      if (!answer.ok) {
        throw new Error(await words(answer));
      }
      location.assign(answer.redirected ? answer.url : ((await answer.json()) as { location: string }).location);
    } catch (reason) {
      this.#body.inert = false;
      this.#said.textContent = reason instanceof Error ? reason.message : String(reason);
    }
  }
}

const megabytes = (bytes: number): string => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

async function words(answer: Response): Promise<string> {
  const body = (await answer.json().catch(() => ({}))) as { detail?: string; title?: string };
  return body.detail ?? body.title ?? `The server answered ${answer.status} ${answer.statusText}.`;
}

customElements.define("hf-drop", HfDrop);
