// What every page loads. Pages are whole without it; it adds partial updates (htmx) and wakes the islands that a page carries.
import "htmx.org";
import "./styles/app.css";

/** Custom elements by name, each in a chunk of its own that is fetched when a page holds one. */
const islands: Record<string, () => Promise<unknown>> = {
  "hf-drop": () => import("./drop/hf-drop"),
  "hf-known": () => import("./time/hf-known"),
  "hf-live": () => import("./live/hf-live"),
  "hf-map": () => import("./map/hf-map"),
  "hf-queue": () => import("./queue/hf-queue"),
  "hf-report": () => import("./report/hf-report"),
  "hf-timeline": () => import("./time/hf-timeline"),
  "hf-verify": () => import("./record/hf-verify"),
  "hf-upload": () => import("./commission/hf-upload"),
};

function wake(root: ParentNode): void {
  for (const [name, load] of Object.entries(islands)) {
    if (!customElements.get(name) && root.querySelector(name)) {
      load().catch((reason: unknown) => console.error(`${name} could not start`, reason));
    }
  }
}

wake(document);
document.addEventListener("htmx:after:swap", () => wake(document));
