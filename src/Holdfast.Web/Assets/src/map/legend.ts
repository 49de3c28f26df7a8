// Outcomes as switches with their numbers, and what lines and areas mean.
import { h } from "../page/dom";
import type { Features } from "./base-style";
import { outcomes } from "./incidents";
import { attention, type Ink } from "./ink";
import { symbolOf } from "./panel";
import { windowsOf } from "./zones";
import type { Span } from "../page/address";

export class Legend {
  readonly element = h("div", { class: "hf-legend", role: "group", "aria-label": "Incidents by worst outcome: show or hide" });
  readonly #counts = new Map<number, HTMLElement>();

  constructor(readonly shown: boolean[], ink: Ink, present: Set<number>, changed: () => void) {
    for (const outcome of attention.filter((o) => present.has(o))) {
      const count = h("span", { class: "hf-legend-count" });
      const toggle = h("button", { type: "button", "aria-pressed": shown[outcome] ? "true" : "false" }, symbolOf(outcome, ink), ` ${outcomes[outcome]} `, count);
      toggle.addEventListener("click", () => {
        shown[outcome] = !shown[outcome];
        toggle.setAttribute("aria-pressed", String(shown[outcome]));
        changed();
      });
      this.#counts.set(outcome, count);
      this.element.append(toggle);
    }
  }

  /** Incidents by outcome in the window of time, shown or not. */
  count(by: number[]): void {
    for (const [outcome, element] of this.#counts) {
      element.textContent = (by[outcome] ?? 0).toLocaleString("en");
    }
  }
}

/** Every line and area with its caption: an illustrative or disputed one says so in words, too. */
export function zoneList(zones: Features, span: Span | null): HTMLElement | null {
  const named = zones.features.filter((f) => f.properties?.["kind"] !== "point" && (f.properties?.["caption"] || f.properties?.["title"]));
  if (named.length === 0) {
    return null;
  }
  const items = named.map((zone) => {
    const { properties } = zone;
    const { title, caption, source, standing } = (properties ?? {}) as Record<string, string | undefined>;
    const words = [caption, standing && standing !== "recorded" && !`${title} ${caption}`.includes(standing) ? `(${standing})` : null, source ? `Source: ${source}.` : null].filter(Boolean).join(" ");
    return h("li", {}, h("strong", {}, title ?? ""), words ? ` ${words}` : "", opened(zone, span));
  });
  return h("details", { class: "hf-zone-list" }, h("summary", {}, `Lines and areas on this map (${named.length}); dashed means illustrative`), h("ul", {}, ...items));
}

const mostWindows = 8;

/** The windows for which an area stands: on the days of the chosen window of time, or all. */
function opened(zone: Features["features"][number], span: Span | null): string {
  const windows = windowsOf(zone, span);
  if (!windows || windows.length === 0) {
    return "";
  }
  const titles = windows.slice(0, mostWindows).map(([, , title]) => title);
  const rest = windows.length - titles.length;
  return ` For: ${titles.join("; ")}${rest > 0 ? ` and ${rest} more` : ""}.`;
}
