// The form itself: which kind of report, when, where, what; it makes a report or says what is missing.
import { button, h } from "../page/dom";
import { type Field, fieldsOf, formNames, timePrecisions } from "./fields";
import { type Input, inputFor, type Read } from "./inputs";
import { PlaceFields } from "./place";
import { type Form, formOf, forms, newId, type Place, type Report, type Value } from "./shape";

/** A patrol, a flight and a denial last: their end is asked. */
const lasting: Form[] = ["patrol", "uav_log", "denial"];

/** A patrol covers an area; everything else is at a point, more or less exactly. */
const covering: Form[] = ["patrol", "uav_log"];

export class ReportForm {
  readonly element = h("form", { class: "hf-report-form", novalidate: true });
  readonly #place = new PlaceFields();
  readonly #when = timeInput("When it happened (this device's clock)");
  readonly #until = timeInput("Until");
  readonly #spread = inputFor({ name: "spread", label: "How exact is the time?", type: "choice", options: timePrecisions, required: true });
  readonly #text = textArea("In your words");
  readonly #summary = h("div", { class: "hf-faults", role: "alert", hidden: true, tabindex: -1 });
  readonly #details = h("div", { class: "hf-part" });
  readonly #types = new Map<Form, HTMLInputElement>();
  #form: Form = "observation";
  #fields: Input[] = [];
  #id = newId();

  constructor(keep: (report: Report) => void) {
    const types = h("fieldset", { class: "hf-part hf-types" }, h("legend", {}, "What do you report?"), ...forms.map((form) => this.#type(form)));
    const when = h("fieldset", { class: "hf-part" }, h("legend", {}, "When"), h("div", { class: "hf-pair" }, this.#when.element, this.#until.element), this.#spread.element);
    const words = h("fieldset", { class: "hf-part" }, h("legend", {}, "In words"), this.#text.element);
    const save = h("button", { type: "submit", class: "hf-save" }, "Keep and send");
    this.element.append(this.#summary, types, when, this.#place.element, this.#details, words, h("div", { class: "hf-buttons" }, save, button("Clear", () => this.clear())));
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      const report = this.#read();
      if (report) {
        keep(report);
        this.clear();
      }
    });
    this.#choose("observation");
    this.#spread.fill("30");
    this.#when.fill(local(new Date()));
  }

  clear(): void {
    this.#id = newId();
    for (const input of [...this.#fields, ...this.#place.inputs, this.#text, this.#until]) {
      input.fill(undefined);
      input.fault(null);
    }
    this.#when.fill(local(new Date()));
    this.#summary.hidden = true;
  }

  /** Puts a refused report back, under a new id: what was refused stays refused. */
  edit(report: Report): void {
    this.clear();
    const form = formOf(report);
    this.#choose(form);
    this.#types.get(form)!.checked = true;
    const { place, ...fields } = report;
    const values: Record<string, unknown> = { ...fields, ...place, placeName: place.name };
    for (const input of [...this.#fields, ...this.#place.inputs, this.#text]) {
      input.fill(values[input.name] as Value | undefined);
    }
    this.#when.fill(local(new Date(report.from)));
    this.#until.fill(local(new Date(report.to)));
    this.element.scrollIntoView();
  }

  #type(form: Form): HTMLElement {
    const [name, hint] = formNames[form];
    const radio = h("input", { type: "radio", name: "form", value: form, checked: form === "observation" });
    radio.addEventListener("change", () => this.#choose(form));
    this.#types.set(form, radio);
    return h("label", { class: "hf-type" }, radio, h("span", {}, h("strong", {}, name), h("small", {}, hint)));
  }

  #choose(form: Form): void {
    this.#form = form;
    this.#fields = fieldsOf[form].map(inputFor);
    this.#details.replaceChildren(h("h3", {}, formNames[form][0]), ...this.#fields.map((f) => f.element));
    this.#until.element.hidden = !lasting.includes(form);
    this.#spread.element.hidden = lasting.includes(form);
    this.#place.inputs.find((input) => input.name === "accuracyMetres")!.element.hidden = covering.includes(form);
  }

  /** The report, or null when something is missing; each fault is shown at its field and all together on top. */
  #read(): Report | null {
    const lasts = lasting.includes(this.#form);
    const place = this.#place.inputs.filter((input) => input.name !== "accuracyMetres" || !covering.includes(this.#form));
    const asked = [this.#when, ...(lasts ? [this.#until] : [this.#spread]), ...place, ...this.#fields, this.#text];
    const reads = new Map<string, Read>();
    const faults: [Input, string][] = [];
    for (const input of asked) {
      const read = input.read();
      reads.set(input.name, read);
      input.fault(read.fault);
      if (read.fault) {
        faults.push([input, read.fault]);
      }
    }
    const value = (name: string): Value | undefined => reads.get(name)?.value;
    this.#needed(value, faults);
    const [from, to] = this.#span(value);
    if (from && to && (to < from || from.getTime() > Date.now() + 600_000)) {
      faults.push([this.#when, to < from ? "It ends before it begins." : "It lies in the future by this device's clock."]);
      this.#when.fault(faults.at(-1)![1]);
    }
    this.#showFaults(faults);
    return faults.length === 0 && from && to ? this.#made(value, from, to) : null;
  }

  /** Fields that another field's yes makes necessary. */
  #needed(value: (name: string) => Value | undefined, faults: [Input, string][]): void {
    for (const { name, label, requiredWith } of fieldsOf[this.#form]) {
      const input = this.#fields.find((i) => i.name === name);
      if (input && requiredWith && value(requiredWith) === true && value(name) === undefined) {
        const text = `${label}: please say.`;
        input.fault(text);
        faults.push([input, text]);
      }
    }
  }

  #span(value: (name: string) => Value | undefined): [Date | null, Date | null] {
    const at = value("from") === undefined ? null : new Date(String(value("from")));
    if (!at || Number.isNaN(at.getTime())) {
      return [null, null];
    }
    if (lasting.includes(this.#form)) {
      return [at, value("to") === undefined ? null : new Date(String(value("to")))];
    }
    const spread = Number(value("spread") ?? 0) * 1000;
    return [new Date(at.getTime() - spread), new Date(Math.max(at.getTime(), Math.min(Date.now(), at.getTime() + spread)))];
  }

  #made(value: (name: string) => Value | undefined, from: Date, to: Date): Report {
    const own = fieldsOf[this.#form].filter((field) => !field.told && field.name !== "radiusMetres");
    const details = own.map(({ name }) => [name, value(name)] as const).filter(([, v]) => v !== undefined && v !== false);
    const logs = covering.includes(this.#form);
    const notes = this.#notes(value);
    return {
      type: logs ? "patrol" : this.#form,
      id: this.#id,
      capturedAt: new Date().toISOString(),
      from: from.toISOString(),
      to: to.toISOString(),
      place: this.#where(value),
      ...(notes ? { notes } : {}),
      ...(logs ? { means: this.#form } : {}),
      ...Object.fromEntries(details),
    };
  }

  /** The server takes a place with a name for anywhere within that place; a point keeps its name in the notes. */
  #where(value: (name: string) => Value | undefined): Place {
    const [latitude, longitude] = [Number(value("latitude")), Number(value("longitude"))];
    if (!covering.includes(this.#form)) {
      return { latitude, longitude, accuracyMetres: Number(value("accuracyMetres")) };
    }
    const name = String(value("placeName") ?? `around ${latitude.toFixed(3)}, ${longitude.toFixed(3)}`);
    return { latitude, longitude, name, radiusMetres: Number(value("radiusMetres")) };
  }

  #notes(value: (name: string) => Value | undefined): string {
    const told = fieldsOf[this.#form].filter((field): field is Field & { told: string } => field.told !== undefined && value(field.name) !== undefined);
    const place = covering.includes(this.#form) ? undefined : value("placeName");
    return [place === undefined ? "" : `At ${String(place)}.`, value("notes"), ...told.map((field) => `${field.told}: ${String(value(field.name))}.`)].filter(Boolean).join(" ");
  }

  #showFaults(faults: [Input, string][]): void {
    this.#summary.hidden = faults.length === 0;
    const items = faults.map(([input, text]) => {
      const link = h("a", { href: `#${input.element.querySelector("input, select, textarea")?.id ?? ""}` }, text);
      link.addEventListener("click", (event) => {
        event.preventDefault();
        input.element.querySelector<HTMLElement>("input, select, textarea")?.focus();
      });
      return h("li", {}, link);
    });
    this.#summary.replaceChildren(h("p", {}, "Not kept yet. Please look at:"), h("ul", {}, ...items));
    if (faults.length > 0) {
      this.#summary.focus();
    }
  }
}

const two = (n: number): string => String(n).padStart(2, "0");

/** What an input of type datetime-local wants: this device's own clock. */
const local = (at: Date): string =>
  `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;

function timeInput(label: string): Input {
  const ends = label === "Until";
  const input = inputFor({ name: ends ? "to" : "from", label, type: "text", required: true });
  input.element.querySelector("input")!.type = "datetime-local";
  return input;
}

function textArea(label: string): Input {
  const input = inputFor({ name: "notes", label, type: "text", hint: "One or two sentences. Names of witnesses do not belong here." });
  const area = h("textarea", { rows: 3, maxlength: 3000 });
  const old = input.element.querySelector("input")!;
  area.id = old.id;
  area.setAttribute("aria-describedby", old.getAttribute("aria-describedby") ?? "");
  old.replaceWith(area);
  return { ...input, read: () => ({ value: area.value.trim() || undefined, fault: null }), fill: (value) => void (area.value = value === undefined ? "" : String(value)) };
}
