// <hf-timeline data-src data-zone>: how many incidents when, and the window of time that the page's map shows. Two handles, a body to drag, keys for both.
import "./timeline.css";
import { keepSpan, pageForSpan, type Span, spanInAddress } from "../page/address";
import { dayOf, knownZone, minuteOf } from "../page/clock";
import { button, h, oncePerFrame, svg } from "../page/dom";
import { hear, refresh, tell, windowChosen, type WindowChosen } from "../page/events";
import { type Bins, moved, readBins, totals, whole } from "./bins";

const height = 72;
const stepsPerSecond = 4;

type Part = "from" | "to" | "both";

class HfTimeline extends HTMLElement {
  #stop = new AbortController();
  #bins: Bins = { start: [], incidents: [], breaches: [], width: 1 };
  #span: Span | null = spanInAddress();
  #playing = 0;
  readonly #strip = svg("svg", { class: "hf-strip", height, "aria-hidden": "true", preserveAspectRatio: "none" });
  readonly #shade = h("div", { class: "hf-brush" });
  readonly #handles = { from: handle("Start of the window"), to: handle("End of the window") };
  readonly #words = h("p", { class: "hf-timeline-words", role: "status" });
  readonly #all = button("Whole period", () => this.#choose(null));
  readonly #play = button("Play", () => this.#toggle(), { "aria-pressed": "false" });
  readonly #page = h("a", { href: "#" }, "Use this window for the page");
  readonly #tell = oncePerFrame(() => tell<WindowChosen>(windowChosen, this.#span));

  connectedCallback(): void {
    this.#stop = new AbortController();
    this.#load().then(
      () => this.#build(),
      (reason: unknown) => {
        if (!this.#stop.signal.aborted) {
          this.dataset["ready"] = "absent";
          console.warn("The density strip stays away:", reason);
        }
      },
    );
    hear<null>(refresh, () => void this.#load().then(() => this.#show()), this.#stop.signal);
  }

  disconnectedCallback(): void {
    this.#stop.abort();
    clearInterval(this.#playing);
  }

  async #load(): Promise<void> {
    const answer = await fetch(this.dataset["src"] ?? "", { headers: { Accept: "application/json" }, signal: this.#stop.signal });
    if (!answer.ok) {
      throw new Error(`the density answered ${answer.status}`);
    }
    this.#bins = readBins(await answer.json());
  }

  #build(): void {
    if (this.#bins.start.length < 2) {
      this.dataset["ready"] = "0";
      return;
    }
    const track = h("div", { class: "hf-track" }, this.#strip, this.#shade, this.#handles.from, this.#handles.to);
    const scale = h("div", { class: "hf-scale", "aria-hidden": "true" }, ...this.#marks());
    const tools = h("div", { class: "hf-timeline-tools" }, this.#play, this.#all, this.#page);
    this.replaceChildren(track, scale, h("div", { class: "hf-timeline-foot" }, this.#words, tools));
    this.#listen(track);
    this.#show();
    this.dataset["ready"] = String(this.#bins.start.length);
  }

  #marks(): HTMLElement[] {
    const { from, to } = whole(this.#bins);
    const zone = knownZone(this.dataset["zone"]);
    const write = to - from < 3 * 86_400 ? minuteOf : dayOf;
    return [from, (from + to) / 2, to].map((at) => h("span", {}, write(at, zone)));
  }

  #listen(track: HTMLElement): void {
    const signal = this.#stop.signal;
    track.addEventListener("pointerdown", (event) => this.#grab(event, track), { signal });
    for (const part of ["from", "to"] as const) {
      this.#handles[part].addEventListener("keydown", (event) => this.#key(event, event.altKey ? "both" : part), { signal });
    }
  }

  #grab(event: PointerEvent, track: HTMLElement): void {
    if (event.button !== 0) {
      return;
    }
    event.preventDefault();
    this.#pause();
    const box = track.getBoundingClientRect();
    const all = whole(this.#bins);
    const timeAt = (x: number): number => all.from + Math.max(0, Math.min(1, (x - box.left) / box.width)) * (all.to - all.from);
    const start = { at: timeAt(event.clientX), span: this.#span ?? all };
    const part = this.#partAt(event);
    const signal = new AbortController();
    track.setPointerCapture(event.pointerId);
    const drag = (move: PointerEvent): void => this.#choose(this.#dragged(part, start, timeAt(move.clientX)));
    track.addEventListener("pointermove", drag, { signal: signal.signal });
    for (const end of ["pointerup", "pointercancel"] as const) {
      track.addEventListener(end, () => signal.abort(), { signal: signal.signal });
    }
    if (part === "from" || part === "to") {
      this.#handles[part].focus();
    }
  }

  /** What was grabbed: a handle, the body of a narrower window, or nothing yet (a new window begins). */
  #partAt(event: PointerEvent): Part | "new" {
    const target = event.target as Element;
    if (target === this.#handles.from || target === this.#handles.to) {
      return target === this.#handles.from ? "from" : "to";
    }
    return this.#span && target === this.#shade ? "both" : "new";
  }

  #dragged(part: Part | "new", start: { at: number; span: Span }, at: number): Span {
    const bins = (at - start.at) / this.#bins.width;
    if (part !== "new") {
      return moved(this.#bins, start.span, part, Math.round(bins));
    }
    const snap = (time: number, round: (x: number) => number): number => {
      const { from, to } = whole(this.#bins);
      return Math.min(to, Math.max(from, from + round((time - from) / this.#bins.width) * this.#bins.width));
    };
    const [low, high] = [Math.min(at, start.at), Math.max(at, start.at)];
    const from = snap(low, Math.floor);
    return { from, to: Math.max(from + this.#bins.width, snap(high, Math.ceil)) };
  }

  #key(event: KeyboardEvent, part: Part): void {
    const count = this.#bins.start.length;
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1, PageDown: -10, PageUp: 10, Home: -count, End: count };
    const by = steps[event.key];
    if (by !== undefined) {
      event.preventDefault();
      this.#pause();
      this.#choose(moved(this.#bins, this.#span ?? whole(this.#bins), part, event.shiftKey ? by * 10 : by));
    } else if (event.key === "Escape") {
      this.#choose(null);
    }
  }

  #choose(span: Span | null): void {
    const all = whole(this.#bins);
    this.#span = span && (span.from > all.from || span.to < all.to) ? span : null;
    keepSpan(this.#span);
    this.#show();
    this.#tell();
  }

  #toggle(): void {
    if (this.#playing) {
      this.#pause();
      return;
    }
    const all = whole(this.#bins);
    const step = Math.max(1, Math.round(this.#bins.start.length / 120));
    const width = this.#bins.width * Math.max(step, Math.round(this.#bins.start.length / 15));
    if (!this.#span || this.#span.to >= all.to) {
      this.#choose({ from: all.from, to: all.from + (this.#span ? this.#span.to - this.#span.from : width) });
    }
    this.#play.textContent = "Pause";
    this.#play.setAttribute("aria-pressed", "true");
    this.#playing = window.setInterval(() => {
      const span = this.#span ?? all;
      if (span.to >= all.to) {
        this.#pause();
      } else {
        this.#choose(moved(this.#bins, span, "both", step));
      }
    }, 1000 / stepsPerSecond);
  }

  #pause(): void {
    clearInterval(this.#playing);
    this.#playing = 0;
    this.#play.textContent = "Play";
    this.#play.setAttribute("aria-pressed", "false");
  }

  #show(): void {
    const all = whole(this.#bins);
    const span = this.#span ?? all;
    const zone = knownZone(this.dataset["zone"]);
    const share = (at: number): number => Math.max(0, Math.min(1, (at - all.from) / (all.to - all.from))) * 100;
    this.#paint(span);
    this.#shade.style.left = `${share(span.from)}%`;
    this.#shade.style.width = `${share(span.to) - share(span.from)}%`;
    this.#shade.classList.toggle("hf-brush-whole", !this.#span);
    for (const part of ["from", "to"] as const) {
      const element = this.#handles[part];
      element.style.left = `${share(span[part])}%`;
      element.setAttribute("aria-valuemin", String(all.from));
      element.setAttribute("aria-valuemax", String(all.to));
      element.setAttribute("aria-valuenow", String(span[part]));
      element.setAttribute("aria-valuetext", minuteOf(span[part], zone));
    }
    const sum = totals(this.#bins, span);
    const [incidents, breaches] = [sum.incidents, sum.breaches].map((n) => n.toLocaleString("en"));
    this.#words.textContent = `${minuteOf(span.from, zone)} to ${minuteOf(span.to, zone)}: ${incidents} incidents, ${breaches} with an apparent breach`;
    this.#all.disabled = !this.#span;
    this.#page.hidden = !this.#span;
    this.#page.href = pageForSpan(span);
  }

  #paint(span: Span): void {
    const { start, incidents, breaches } = this.#bins;
    const most = Math.max(1, ...incidents);
    const scale = (n: number): number => (n === 0 ? 0 : Math.max(1.5, (n / most) * (height - 6)));
    this.#strip.setAttribute("viewBox", `0 0 ${start.length} ${height}`);
    this.#strip.replaceChildren(
      ...start.flatMap((at, i) => {
        const inside = at >= span.from - 1 && at < span.to - 1 ? "" : " hf-out";
        const [all, breach] = [scale(incidents[i] ?? 0), scale(breaches[i] ?? 0)];
        const bar = (name: string, size: number) =>
          size > 0 && svg("rect", { class: name + inside, x: i + 0.06, width: 0.88, y: height - size, height: size });
        return [bar("hf-bar", all), bar("hf-bar-breach", Math.min(all, breach))].filter((b) => b !== false);
      }),
    );
  }
}

function handle(label: string): HTMLElement {
  return h("div", { class: "hf-handle", role: "slider", tabindex: 0, "aria-label": label, "aria-orientation": "horizontal" });
}

customElements.define("hf-timeline", HfTimeline);
