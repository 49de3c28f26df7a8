// The guess laid open: every role with its column, how sure the guess is and why; the first rows as they will be read; and what only a person can answer.
import { h } from "../page/dom";
import { type DateOrder, eventKinds, type Mapping, missing, roleNames, roles, type Sample } from "./shape";

const mostKinds = 24;
const rowsShown = 5;

/** How sure, in words; the number stands beside it. */
const sureness = (confidence: number): string => (confidence >= 0.9 ? "sure" : confidence >= 0.6 ? "likely" : "a guess");

export class Confirmation {
  readonly element = h("div", { class: "hf-confirm" });
  readonly mapping: Mapping;
  readonly #sample: Sample;
  readonly #changed: () => void;
  readonly #kinds = h("div");
  readonly #preview = h("div", { class: "hf-preview", tabindex: 0, role: "region", "aria-label": "The first rows" });

  constructor(sample: Sample, changed: () => void) {
    this.#sample = sample;
    this.#changed = changed;
    this.mapping = { ...sample.guess.mapping, kinds: { ...sample.guess.mapping.kinds } };
    const questions = sample.guess.questions.map((text) => h("li", {}, text));
    const asked = questions.length > 0 && h("div", { class: "hf-questions", role: "note" }, h("p", {}, "Only you can say:"), h("ul", {}, ...questions));
    this.element.append(
      h("h2", {}, "What the columns mean"),
      asked || "",
      h("div", { class: "hf-roles" }, ...roleNames.map((role) => this.#role(role))),
      h("div", { class: "hf-pair" }, this.#order(), this.#number(), this.#defaultKind()),
      this.#kinds,
      h("h3", {}, "The first rows"),
      this.#preview,
    );
    this.#show();
  }

  get missing(): string[] {
    return missing(this.mapping);
  }

  #role(role: (typeof roleNames)[number]): HTMLElement {
    const reason = this.#sample.guess.reasons.find((r) => r.role === role);
    const id = `hf-role-${role}`;
    const options = this.#sample.header.map((column) => h("option", { value: column, selected: this.mapping[role] === column }, column));
    const select = h("select", { id }, h("option", { value: "" }, "none"), ...options);
    const why = reason ? `${sureness(reason.confidence)} (${Math.round(reason.confidence * 100)} %): ${reason.why}` : "no column looks like it";
    select.addEventListener("change", () => {
      if (select.value === "") {
        delete this.mapping[role];
      } else {
        this.mapping[role] = select.value;
      }
      this.#show();
      this.#changed();
    });
    const [label, needed] = roles[role];
    return h("div", { class: "hf-role" }, h("label", { for: id }, label, needed ? h("span", { class: "hf-optional" }, " (needed)") : ""), select, h("p", { class: "hf-hint" }, why));
  }

  #order(): HTMLElement {
    const names: [DateOrder, string][] = [
      ["yearMonthDay", "year, month, day"],
      ["dayMonthYear", "day, month, year"],
      ["monthDayYear", "month, day, year"],
    ];
    const options = names.map(([value, label]) => h("option", { value, selected: this.mapping.dateOrder === value }, label));
    return this.#setting("Dates are written", h("select", {}, ...options), (value) => (this.mapping.dateOrder = value as DateOrder));
  }

  #number(): HTMLElement {
    const input = h("input", { type: "number", min: 1, max: 500_000, step: "any", value: this.mapping.defaultSigmaMetres });
    return this.#setting("Uncertainty of a place where the row gives none (metres, one standard deviation)", input, (value) => {
      this.mapping.defaultSigmaMetres = Math.min(500_000, Math.max(1, Number(value) || 1000));
    });
  }

  #defaultKind(): HTMLElement {
    return this.#setting("Kind of event where the row gives none", kindSelect(this.mapping.defaultKind), (value) => (this.mapping.defaultKind = value));
  }

  #setting(label: string, control: HTMLInputElement | HTMLSelectElement, set: (value: string) => void): HTMLElement {
    control.addEventListener("change", () => {
      set(control.value);
      this.#changed();
    });
    return h("label", { class: "hf-setting" }, h("span", {}, label), control);
  }

  #show(): void {
    const { header, rows } = this.#sample;
    const roleOf = (column: string): string => roleNames.filter((role) => this.mapping[role] === column).map((role) => roles[role][0]).join(", ");
    const head = header.map((column) => h("th", { scope: "col" }, column, h("small", {}, roleOf(column) || "kept as it is")));
    const body = rows.slice(0, rowsShown).map((row) => h("tr", {}, ...row.map((cell) => h("td", {}, cell.length > 60 ? `${cell.slice(0, 59)}…` : cell))));
    this.#preview.replaceChildren(h("table", {}, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...body)));
    this.#showKinds();
  }

  /** The table's own words for kinds: each may be given its name in the field's vocabulary. */
  #showKinds(): void {
    const at = this.mapping.kind === undefined ? -1 : this.#sample.header.indexOf(this.mapping.kind);
    const words = at < 0 ? [] : [...new Set(this.#sample.rows.map((row) => row[at] ?? ""))].filter((w) => w !== "").sort().slice(0, mostKinds);
    const items = words.map((word) => {
      if (eventKinds.includes(word)) {
        this.mapping.kinds[word] ??= word;
      }
      const select = kindSelect(this.mapping.kinds[word] ?? "", "as where the row gives none");
      select.addEventListener("change", () => {
        if (select.value === "") {
          delete this.mapping.kinds[word];
        } else {
          this.mapping.kinds[word] = select.value;
        }
      });
      return h("label", { class: "hf-setting" }, h("span", {}, word), select);
    });
    this.#kinds.replaceChildren(...(items.length === 0 ? [] : [h("h3", {}, "The table's words for kinds of events"), h("div", { class: "hf-roles" }, ...items)]));
  }
}

function kindSelect(chosen: string, none?: string): HTMLSelectElement {
  const options = eventKinds.map((kind) => h("option", { value: kind, selected: kind === chosen }, kind.replaceAll("_", " ")));
  return h("select", {}, none === undefined ? "" : h("option", { value: "", selected: chosen === "" }, none), ...options);
}
