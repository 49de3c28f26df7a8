// Fields as labelled inputs, and their values read back. Big enough for a thumb; faults stand beside the field that has them.
import { button, h } from "../page/dom";
import type { Field, Option } from "./fields";
import type { Item, Value } from "./shape";

let made = 0;
const nextId = (): string => `hf-field-${++made}`;

export type Read = { value: Value | undefined; fault: string | null };

/** An input with its label: the element to show, and how to read and fill it. */
export type Input = { name: string; element: HTMLElement; read: () => Read; fill: (value: Value | undefined) => void; fault: (text: string | null) => void };

export function inputFor(field: Field): Input {
  switch (field.type) {
    case "inventory":
      return inventory(field);
    case "many":
      return many(field);
    case "yes":
      return yes(field);
    default:
      return simple(field);
  }
}

function simple(field: Field): Input {
  const id = nextId();
  const control =
    field.type === "choice"
      ? select(id, field.options ?? [], field.required ?? false)
      : h("input", { id, type: "text", maxlength: 500, inputmode: field.type === "number" ? "decimal" : null, autocomplete: "off" });
  const frame = framed(field, id, control);
  return {
    name: field.name,
    ...frame,
    read: () => checked(field, control.value.trim()),
    fill: (value) => {
      control.value = value === undefined ? "" : String(value);
    },
  };
}

function checked(field: Field, text: string): Read {
  if (text === "") {
    return { value: undefined, fault: field.required ? `${field.label}: please say.` : null };
  }
  if (field.type !== "number") {
    return { value: field.numeric ? Number(text) : text, fault: null };
  }
  const number = Number(text.replace(",", "."));
  const [least, most] = [field.least ?? -Infinity, field.most ?? Infinity];
  const fits = Number.isFinite(number) && number >= least && number <= most && (!field.whole || Number.isInteger(number));
  return { value: number, fault: fits ? null : `${field.label}: a ${field.whole ? "whole " : ""}number from ${least} to ${most}, not "${text}".` };
}

function select(id: string, options: Option[], required: boolean): HTMLSelectElement {
  const first = h("option", { value: "" }, required ? "Choose ..." : "Not known");
  return h("select", { id }, first, ...options.map(([value, label]) => h("option", { value }, label)));
}

function framed(field: Pick<Field, "label" | "hint" | "required">, id: string, control: HTMLElement): Pick<Input, "element" | "fault"> {
  const fault = h("p", { class: "hf-fault", id: `${id}-fault`, hidden: true });
  const hint = field.hint ? h("p", { class: "hf-hint", id: `${id}-hint` }, field.hint) : null;
  control.setAttribute("aria-describedby", `${id}-fault${hint ? ` ${id}-hint` : ""}`);
  const label = h("label", { for: id }, field.label, field.required ? "" : h("span", { class: "hf-optional" }, " (optional)"));
  return { element: h("div", { class: "hf-field" }, label, hint, control, fault), fault: (text) => showFault(fault, control, text) };
}

function showFault(fault: HTMLElement, control: HTMLElement, text: string | null): void {
  fault.hidden = text === null;
  fault.textContent = text ?? "";
  if (text === null) {
    control.removeAttribute("aria-invalid");
  } else {
    control.setAttribute("aria-invalid", "true");
  }
}

/** Several of a few. */
function many(field: Field): Input {
  const boxes = (field.options ?? []).map(([value, label], i) => ({ value, label, box: h("input", { type: "checkbox", id: nextId(), checked: i === 0 }) }));
  const rows = boxes.map(({ label, box }) => h("div", { class: "hf-yes" }, box, h("label", { for: box.id }, label)));
  const group = h("fieldset", { class: "hf-field" }, h("legend", {}, field.label), ...rows);
  const fault = h("p", { class: "hf-fault", hidden: true });
  group.append(fault);
  const chosen = (): string[] => boxes.filter(({ box }) => box.checked).map(({ value }) => value);
  return {
    name: field.name,
    element: group,
    read: () => ({ value: chosen(), fault: chosen().length === 0 ? `${field.label}: at least one.` : null }),
    fill: (value) => boxes.forEach(({ value: option, box }, i) => (box.checked = value === undefined ? i === 0 : (value as string[]).includes(option))),
    fault: (text) => showFault(fault, group, text),
  };
}

function yes(field: Field): Input {
  const id = nextId();
  const box = h("input", { id, type: "checkbox" });
  return {
    name: field.name,
    element: h("div", { class: "hf-field hf-yes" }, box, h("label", { for: id }, field.label)),
    read: () => ({ value: box.checked, fault: null }),
    fill: (value) => {
      box.checked = value === true;
    },
    fault: () => undefined,
  };
}

/** Rows of expected, present and missing; what is missing is reckoned and shown, and may be corrected where the site says otherwise. */
function inventory(field: Field): Input {
  const rows = h("tbody");
  const fault = h("p", { class: "hf-fault", hidden: true });
  const headings = ["Type of weapon", "Expected", "Present", "Missing"].map((text) => h("th", { scope: "col" }, text));
  const table = h("table", { class: "hf-inventory" }, h("thead", {}, h("tr", {}, ...headings)), rows);
  const add = (line?: Item): void => void rows.append(inventoryRow(line));
  add();
  return {
    name: field.name,
    element: h("fieldset", { class: "hf-field" }, h("legend", {}, field.label), h("p", { class: "hf-hint" }, field.hint ?? ""), table, fault, button("Add a line", () => add())),
    read: () => readInventory(rows),
    fill: (value) => {
      rows.replaceChildren();
      ((value as Item[] | undefined) ?? []).forEach((line) => add(line));
      add();
    },
    fault: (text) => showFault(fault, table, text),
  };
}

function inventoryRow(line?: Item): HTMLTableRowElement {
  const cell = (label: string, value: string | number | undefined, number: boolean): HTMLInputElement =>
    h("input", { "aria-label": label, value: value ?? "", inputmode: number ? "numeric" : null, maxlength: 80, autocomplete: "off" });
  const item = cell("Type of weapon", line?.weapon, false);
  const [expected, present, missing] = (["expected", "present", "missing"] as const).map((name) => cell(name, line?.[name], true)) as [
    HTMLInputElement,
    HTMLInputElement,
    HTMLInputElement,
  ];
  const reckon = (): void => {
    if (expected.value !== "" && present.value !== "") {
      missing.value = String(Math.max(0, Number(expected.value) - Number(present.value)));
    }
  };
  expected.addEventListener("input", reckon);
  present.addEventListener("input", reckon);
  return h("tr", {}, ...[item, expected, present, missing].map((input) => h("td", {}, input)));
}

function readInventory(rows: HTMLElement): Read {
  const lines: Item[] = [];
  for (const row of rows.querySelectorAll("tr")) {
    const [item = "", ...numbers] = [...row.querySelectorAll("input")].map((input) => input.value.trim());
    if (item === "" && numbers.every((n) => n === "")) {
      continue;
    }
    const [expected, present, missing] = numbers.map(Number);
    const whole = [expected, present, missing].every((n) => n !== undefined && Number.isInteger(n) && n >= 0 && n <= 100_000);
    if (item === "" || !whole || numbers.includes("")) {
      return { value: lines, fault: `Line ${lines.length + 1}: a type, and three whole numbers from 0 to 100,000.` };
    }
    lines.push({ weapon: item, expected: expected!, present: present!, missing: missing! });
  }
  return { value: lines, fault: lines.length === 0 ? "At least one line, please." : null };
}
