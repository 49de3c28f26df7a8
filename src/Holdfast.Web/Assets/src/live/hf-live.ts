// <hf-live data-src>: listens for the record to grow (server-sent events), says whether the page is live, and has everything on it fetched again.
import "./live.css";
import { clockOf } from "../page/clock";
import { h } from "../page/dom";
import { refresh, tell } from "../page/events";

/** However fast the record grows, the page is refreshed at most so often. */
const leastMillisecondsBetween = 2000;

/** The browser reconnects by itself after a lost line, but not after an answer that was an error. */
const retryMilliseconds = 15_000;

const eventNames = ["message", "head", "change", "incidents"];

class HfLive extends HTMLElement {
  #source: EventSource | null = null;
  #last = 0;
  #waiting = 0;
  #retry = 0;
  #since: number | null = null;
  #head: string | null = null;
  readonly #text = h("span");

  connectedCallback(): void {
    this.replaceChildren(h("span", { class: "hf-live-dot", "aria-hidden": "true" }), this.#text);
    this.#say("connecting", "Connecting");
    this.#connect();
  }

  disconnectedCallback(): void {
    this.#source?.close();
    clearTimeout(this.#waiting);
    clearTimeout(this.#retry);
  }

  #connect(): void {
    const source = new EventSource(this.dataset["src"] ?? "");
    this.#source = source;
    source.onopen = () => this.#say("live", `Live since ${clockOf(Date.now() / 1000)}`);
    source.onerror = () => {
      this.#say("lost", this.#since ? `Reconnecting; last news ${clockOf(this.#since)}` : "Reconnecting");
      if (source.readyState === EventSource.CLOSED) {
        clearTimeout(this.#retry);
        this.#retry = window.setTimeout(() => this.#connect(), retryMilliseconds);
      }
    };
    for (const name of eventNames) {
      source.addEventListener(name, (event) => this.#news(event as MessageEvent<string>));
    }
  }

  /** The first event after connecting only says where the record stands. */
  #news(event: MessageEvent<string>): void {
    const changed = this.#head !== null && event.data !== this.#head;
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
    this.#say("live", `Live; updated ${clockOf(this.#last / 1000)}`);
    tell(refresh, null);
    // Parts of the page that htmx fetches again carry hx-trigger="hf-refresh from:body".
    document.body.dispatchEvent(new CustomEvent("hf-refresh", { bubbles: true }));
  }

  #say(state: "connecting" | "live" | "lost", text: string): void {
    this.dataset["state"] = state;
    this.#text.textContent = text;
  }
}

customElements.define("hf-live", HfLive);
