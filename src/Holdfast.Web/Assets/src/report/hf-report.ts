// <hf-report data-endpoint data-mission>: reports from a phone, with or without a line. Kept on the device first, sent when it can be.
import "./report.css";
import { button, h } from "../page/dom";
import { clockOf } from "../page/clock";
import { formNames } from "./fields";
import { Outbox } from "./outbox";
import { ReportForm } from "./report-form";
import { counted, sendWaiting } from "./sending";
import { formOf, type Queued, type Report } from "./shape";

const retryMilliseconds = 60_000;

const stateWords: Record<Queued["state"], string> = { waiting: "waiting", sending: "sending", sent: "sent", refused: "refused" };

class HfReport extends HTMLElement {
  #stop = new AbortController();
  #outbox: Outbox | null = null;
  readonly #line = h("p", { class: "hf-report-line", role: "status" });
  readonly #list = h("ul", { class: "hf-queue" });
  readonly #form = new ReportForm((report) => void this.#keep(report));

  connectedCallback(): void {
    this.#stop = new AbortController();
    this.#outbox = new Outbox(this.dataset["mission"] ?? "");
    const tools = h("div", { class: "hf-buttons" }, button("Send now", () => void this.#send()), button("Delete everything on this device", () => void this.#forget(), { class: "hf-danger" }));
    const queue = h("section", { class: "hf-part", "aria-labelledby": "hf-queue-title" }, h("h2", { id: "hf-queue-title" }, "On this device"), this.#line, this.#list, tools);
    this.replaceChildren(this.#form.element, queue);
    for (const event of ["online", "offline"] as const) {
      window.addEventListener(event, () => void this.#send(), { signal: this.#stop.signal });
    }
    const timer = setInterval(() => void this.#send(), retryMilliseconds);
    this.#stop.signal.addEventListener("abort", () => clearInterval(timer));
    void this.#send();
    void this.#prepareOffline();
    this.dataset["ready"] = "yes";
  }

  disconnectedCallback(): void {
    this.#stop.abort();
  }

  async #keep(report: Report): Promise<void> {
    try {
      await this.#outbox?.put({ report, state: "waiting", note: "Kept on this device.", tried: 0 });
      await this.#send();
      this.querySelector("#hf-queue-title")?.scrollIntoView({ block: "nearest" });
    } catch (reason) {
      this.#form.edit(report);
      this.#line.textContent = `This device could not keep the report (${reason instanceof Error ? reason.message : String(reason)}). It stands in the form again.`;
    }
  }

  async #send(): Promise<void> {
    await this.#show();
    if (navigator.onLine && this.#outbox) {
      await sendWaiting(this.#outbox, this.dataset["endpoint"] ?? "", () => void this.#show());
      await this.#show();
    }
  }

  async #show(): Promise<void> {
    const items = (await this.#outbox?.all()) ?? [];
    const [waiting, sent, refused] = (["waiting", "sent", "refused"] as const).map((state) => counted(items, state));
    const line = navigator.onLine ? "Online" : "Offline: reports are kept here and sent later";
    this.#line.textContent = `${line}. ${waiting} waiting, ${sent} sent, ${refused} refused.`;
    this.dataset["waiting"] = String(waiting);
    this.dataset["sent"] = String(sent);
    this.#list.replaceChildren(...items.toReversed().map((item) => this.#item(item)));
  }

  #item(item: Queued): HTMLElement {
    const { report, state, note } = item;
    const title = `${formNames[formOf(report)][0]}, written ${clockOf(Date.parse(report.capturedAt) / 1000)}`;
    return h(
      "li",
      { class: `hf-queued hf-queued-${state}` },
      h("span", { class: "hf-queued-state" }, stateWords[state]),
      h("span", {}, h("strong", {}, title), h("small", {}, note)),
      state === "refused" && button("Mend", () => void this.#mend(item)),
      button("Delete", () => void this.#delete(item), { "aria-label": `Delete ${title} from this device` }),
    );
  }

  async #mend(item: Queued): Promise<void> {
    this.#form.edit(item.report);
    await this.#outbox?.remove(item.report.id);
    await this.#show();
  }

  async #delete(item: Queued): Promise<void> {
    if (item.state === "sent" || confirm("This report was not sent. Delete it for good?")) {
      await this.#outbox?.remove(item.report.id);
      await this.#show();
    }
  }

  /** A phone may be taken away: nothing stays, neither reports nor pages. */
  async #forget(): Promise<void> {
    const unsent = Number(this.dataset["waiting"]);
    if (unsent > 0 && !confirm(`${unsent} reports were not sent. Delete them for good?`)) {
      return;
    }
    await this.#outbox?.clear();
    for (const name of (await globalThis.caches?.keys()) ?? []) {
      await caches.delete(name);
    }
    for (const worker of (await navigator.serviceWorker?.getRegistrations()) ?? []) {
      await worker.unregister();
    }
    this.#form.clear();
    await this.#show();
  }

  /** The worker sees this page only, and what this page loads. */
  async #prepareOffline(): Promise<void> {
    if (!("serviceWorker" in navigator)) {
      this.dataset["offline"] = "no";
      this.#line.after(h("p", { class: "hf-hint" }, "This page will not open without a connection: offline use needs https, or this machine itself."));
      return;
    }
    try {
      await navigator.serviceWorker.register("/sw.js", { scope: location.pathname });
      await navigator.serviceWorker.getRegistration(location.pathname).then((r) => waitFor(r?.active ?? r?.waiting ?? r?.installing ?? null));
      this.dataset["offline"] = "yes";
    } catch (reason) {
      this.dataset["offline"] = "no";
      console.warn("This page will not open offline:", reason);
    }
  }
}

function waitFor(worker: ServiceWorker | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (worker?.state === "activated") {
        resolve();
      } else if (!worker || worker.state === "redundant") {
        reject(new Error("the service worker could not be installed"));
      }
    };
    worker?.addEventListener("statechange", look);
    look();
  });
}

customElements.define("hf-report", HfReport);
