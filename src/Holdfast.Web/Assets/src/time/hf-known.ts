// <hf-known data-days>: a field for a date with a slider beside it that stops at the days on which something changes; its last stop is "everything known".
// The input stays the field of the form, so the page is whole without it.
import { h } from "../page/dom";

class HfKnown extends HTMLElement {
  connectedCallback(): void {
    const input = this.querySelector<HTMLInputElement>("input[name]");
    const days = (this.dataset["days"] ?? "").split(" ").filter((day) => day.length > 0);
    if (!input || days.length < 2 || this.querySelector('input[type="range"]')) {
      return;
    }
    const slider = h("input", { type: "range", min: 0, max: days.length, step: 1, "aria-label": "As known on, by the days of change" });
    const place = (): void => {
      const after = days.findIndex((day) => day > input.value);
      slider.value = String(input.value === "" || after < 0 ? (input.value === "" ? days.length : days.length - 1) : Math.max(0, after - 1));
      slider.setAttribute("aria-valuetext", input.value === "" ? "everything known" : input.value);
    };
    // While it moves the date follows; only where it stops is the page asked again, by the form itself.
    slider.addEventListener("input", () => {
      input.value = days[Number(slider.value)] ?? "";
      slider.setAttribute("aria-valuetext", input.value === "" ? "everything known" : input.value);
    });
    slider.addEventListener("change", (event) => {
      event.stopPropagation();
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    input.addEventListener("change", place);
    place();
    this.append(slider);
  }
}

customElements.define("hf-known", HfKnown);
