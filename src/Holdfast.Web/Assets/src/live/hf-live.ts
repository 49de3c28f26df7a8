// <hf-live data-src data-refresh data-target data-every>: listens for the record to grow (server-sent events), says whether the page is live, and has
// everything on it fetched again: the islands by an event, the parts that data-target selects out of the page at data-refresh. Where clocks run, the page
// says otherwise though nothing is recorded: with data-every it is fetched again every so many seconds too.
import "./live.css";
import { clockOf, knownZone } from "../page/clock";
import { h } from "../page/dom";
import { refresh, tell } from "../page/events";

/** However fast the record grows, the page is refreshed at most so often. */
const leastMillisecondsBetween = 2000;

/** The browser reconnects by itself after a lost line, but not after an answer that was an error. */
const retryMilliseconds = 15_000;

/** Where the record stands now; "beat" only keeps the line open, "full" says that too many listen. */
const newsEvent = "head";

class HfLive extends HTMLElement {
  #source: EventSource | null = null;
  #last = 0;
  #waiting = 0;
  #retry = 0;
  #every = 0;
  #since: number | null = null;
  #started = false;
  #head: string | null = null;
  readonly #text = h("span");

  get #zone(): string {
    return knownZone(this.dataset["zone"]);
  }

  connectedCallback(): void {
    this.replaceChildren(h("span", { class: "hf-live-dot", "aria-hidden": "true" }), this.#text);
    this.#say("connecting", "Connecting");
    this.#connect();
    const seconds = Number(this.dataset["every"] ?? 0);
    if (seconds > 0) {
      this.#every = window.setInterval(() => void this.#replaceParts().catch(() => undefined), seconds * 1000);
    }
  }

  disconnectedCallback(): void {
    this.#source?.close();
    clearTimeout(this.#waiting);
    clearTimeout(this.#retry);
    clearInterval(this.#every);
  }

  #connect(): void {
    const source = new EventSource(this.dataset["src"] ?? "");
    this.#source = source;
    source.onopen = () => this.#say("live", `Live since ${clockOf(Date.now() / 1000, this.#zone)}`);
    source.onerror = () => {
      this.#say("lost", this.#since ? `Reconnecting; last news ${clockOf(this.#since, this.#zone)}` : "Reconnecting");
      if (source.readyState === EventSource.CLOSED) {
        clearTimeout(this.#retry);
        this.#retry = window.setTimeout(() => this.#connect(), retryMilliseconds);
      }
    };
    source.addEventListener(newsEvent, (event) => this.#news(event as MessageEvent<string>));
  }

  /** The first event only says where the record stands. A reader of a delayed view is told no numbers: there every event counts as news. */
  #news(event: MessageEvent<string>): void {
    const changed = this.#started && (event.data !== this.#head || countOf(event.data) === null);
    this.#started = true;
    this.#head = event.data;
    this.#since = Date.now() / 1000;
    if (changed && !this.#waiting) {
      const wait = Math.max(0, this.#last + leastMillisecondsBetween - Date.now());
      this.#waiting = window.setTimeout(() => this.#refresh(), wait);
    }
  }

  #refresh(): void {
    this.#waiting = 0;
    this.#last = Date.now();
    this.#say("live", `Live; updated ${clockOf(this.#last / 1000, this.#zone)}`);
    tell(refresh, null);
    this.#replaceParts().catch((reason: unknown) => console.warn("The page keeps what it shows:", reason));
  }

  async #replaceParts(): Promise<void> {
    const { refresh: address, target } = this.dataset;
    if (!address || !target) {
      return;
    }
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok) {
      throw new Error(`${answer.status} ${answer.statusText}`);
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const old of document.querySelectorAll(target)) {
      const fresh = old.id ? page.getElementById(old.id) : null;
      if (fresh && !old.contains(document.activeElement) && !isWrittenIn(old)) {
        old.replaceWith(document.importNode(fresh, true));
      }
    }
  }

  #say(state: "connecting" | "live" | "lost", text: string): void {
    this.dataset["state"] = state;
    this.#text.textContent = text;
  }
}

/** Whether somebody has begun to write there: that is not taken away. */
function isWrittenIn(part: Element): boolean {
  const fields = part.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea");
  return [...fields].some((field) => field.value !== field.defaultValue);
}

function countOf(data: string): number | null {
  return (JSON.parse(data) as { count?: number | null }).count ?? null;
}

customElements.define("hf-live", HfLive);
