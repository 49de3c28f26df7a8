// Shows how far a file has gone. The form works without it: then the browser's own busy mark is all there is.
import { h } from "../page/dom";

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB"];

function size(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 1024 && unit < UNITS.length - 1) {
    [value, unit] = [value / 1024, unit + 1];
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${UNITS[unit]}`;
}

class HfUpload extends HTMLElement {
  #busy = false;

  connectedCallback(): void {
    this.closest("form")?.addEventListener("submit", (event) => this.#submit(event));
  }

  #submit(event: SubmitEvent): void {
    const form = event.target as HTMLFormElement;
    const file = form.querySelector<HTMLInputElement>('input[type="file"]')?.files?.[0];
    if (!file || this.#busy) {
      if (this.#busy) {
        event.preventDefault();
      }
      return;
    }
    event.preventDefault();
    this.#send(form);
  }

  #send(form: HTMLFormElement): void {
    const bar = h("progress", { max: 1, value: 0, "aria-label": "Sent" });
    const said = h("p", { class: "hint", role: "status" }, "Sending...");
    const request = new XMLHttpRequest();
    const stop = h("button", { type: "button" }, "Stop");
    stop.addEventListener("click", () => request.abort());
    this.replaceChildren(bar, said, stop);
    this.#busy = true;
    const over = (text: string) => {
      this.#busy = false;
      this.replaceChildren(h("p", { class: "notice bad", role: "alert" }, text));
    };
    request.upload.addEventListener("progress", (e) => {
      if (e.lengthComputable) {
        bar.value = e.loaded / e.total;
        said.textContent = `${size(e.loaded)} of ${size(e.total)}${e.loaded === e.total ? "; checking and storing" : ""}`;
      }
    });
    request.addEventListener("load", () => this.#show(request));
    request.addEventListener("error", () => over("The connection broke. Nothing was recorded: what is acknowledged appears in the table above."));
    request.addEventListener("abort", () => over("Stopped. Nothing was recorded."));
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "text/html");
    request.send(new FormData(form));
  }

  // After a success the server leads to the case's page; after a refusal it gives the page with the reason, which takes the place of this one's content.
  #show(request: XMLHttpRequest): void {
    const page = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("main");
    if (request.status < 300 && request.responseURL) {
      location.assign(`${request.responseURL}#done`);
      return;
    }
    this.#busy = false;
    if (page) {
      document.querySelector("main")?.replaceWith(page);
      page.querySelector<HTMLElement>(".refused, h1")?.scrollIntoView();
    } else {
      this.replaceChildren(h("p", { class: "notice bad", role: "alert" }, `It was not taken (${request.status}).`));
    }
  }
}

customElements.define("hf-upload", HfUpload);
