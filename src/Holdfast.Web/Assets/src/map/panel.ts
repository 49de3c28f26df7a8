// What was selected on the map, in words: one incident, or the list of a heap that no zoom can part.
import { spanOf } from "../page/clock";
import { button, h } from "../page/dom";
import { type Incidents, outcomes, severities, verifications } from "./incidents";
import { drawSymbol, type Ink } from "./ink";

export type PanelActions = { choose: (index: number) => void; close: () => void; step: (by: number) => void; link: (id: string) => string };

const metres = (m: number): string => (m < 950 ? `${Math.round(m / 10) * 10} m` : `${(m / 1000).toFixed(m < 9500 ? 1 : 0)} km`);

export function symbolOf(outcome: number, ink: Ink, size = 16): HTMLCanvasElement {
  const canvas = h("canvas", { width: size * 2, height: size * 2, class: "hf-symbol", "aria-hidden": "true" });
  const pen = canvas.getContext("2d");
  if (pen) {
    pen.scale(2, 2);
    drawSymbol(pen, outcome, size / 2, size / 2, 6, ink);
  }
  return canvas;
}

const title = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export function incidentPanel(data: Incidents, i: number, zone: string, ink: Ink, act: PanelActions): HTMLElement {
  const severity = severities[data.severity[i]!];
  const ellipse = data.ellipse(i);
  const rows: [string, string][] = [
    ["When", spanOf(data.from[i]!, data.to[i]!, zone)],
    ["Where", `${data.lat[i]!.toFixed(3)}, ${data.lon[i]!.toFixed(3)}`],
    ["90 % ellipse", ellipse ? `${metres(ellipse.a)} × ${metres(ellipse.b)} (semi-axes)` : "not released"],
    ["Verification", verifications[data.verification[i]!] ?? "unknown"],
  ];
  return h(
    "div",
    { class: "hf-panel-body" },
    head(title(data.kind(i)), act),
    h("p", { class: "hf-panel-outcome" }, symbolOf(data.outcome[i]!, ink), ` ${outcomes[data.outcome[i]!]}${severity ? `, ${severity}` : ""}`),
    h("dl", {}, ...rows.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])),
    h("p", {}, h("a", { class: "hf-panel-open", href: act.link(data.ids[i]!) }, "Open the incident and its trace")),
    h(
      "p",
      { class: "hf-panel-steps" },
      button("Previous", () => act.step(-1), { "aria-label": "Previous incident in view" }),
      button("Next", () => act.step(1), { "aria-label": "Next incident in view" }),
    ),
  );
}

export function heapPanel(data: Incidents, found: { indices: number[]; total: number }, zone: string, ink: Ink, act: PanelActions): HTMLElement {
  const items = found.indices.map((i) => {
    const label = `${title(data.kind(i))}, ${spanOf(data.from[i]!, data.to[i]!, zone)}`;
    const line = button(label, () => act.choose(i), { class: "hf-panel-item" });
    line.prepend(symbolOf(data.outcome[i]!, ink), " ");
    return h("li", {}, line);
  });
  const rest = found.total - found.indices.length;
  return h(
    "div",
    { class: "hf-panel-body" },
    head(`${found.total.toLocaleString("en")} incidents here`, act),
    h("p", { class: "hf-panel-note" }, "Incidents at the same stated place: a report's place is often the middle of a town or a district."),
    h("ul", {}, ...items),
    rest > 0 && h("p", { class: "hf-panel-note" }, `and ${rest.toLocaleString("en")} more; narrow the window of time, or use the table.`),
  );
}

function head(text: string, act: PanelActions): HTMLElement {
  return h("div", { class: "hf-panel-head" }, h("h3", {}, text), button("×", act.close, { class: "hf-panel-close", "aria-label": "Close" }));
}
