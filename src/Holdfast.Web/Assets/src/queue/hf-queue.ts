// One key for each decision in the queue. Keys act only while the focus is in the table (WCAG 2.2, 2.1.4); the buttons do the same without a script.
const kept = "holdfast-queue-reason";
const place = "holdfast-queue-row";

class HfQueue extends HTMLElement {
  connectedCallback(): void {
    const reason = this.querySelector<HTMLInputElement>("input[name=reason]");
    if (reason && reason.value === "") {
      reason.value = sessionStorage.getItem(kept) ?? "";
    }
    this.addEventListener("submit", () => {
      sessionStorage.setItem(kept, reason?.value ?? "");
      sessionStorage.setItem(place, String(this.#at()));
    });
    this.querySelector("table")?.addEventListener("keydown", (e) => this.#key(e));
    // After a decision the page comes anew: go on where the row was.
    const row = sessionStorage.getItem(place);
    sessionStorage.removeItem(place);
    if (row !== null && location.search.includes("done=")) {
      this.#go(Number(row));
    }
    this.dataset["ready"] = "yes";
  }

  #rows(): HTMLTableRowElement[] {
    return [...this.querySelectorAll<HTMLTableRowElement>("tbody tr")];
  }

  #at(): number {
    return this.#rows().findIndex((row) => row.contains(document.activeElement));
  }

  #go(to: number): void {
    const rows = this.#rows();
    rows[Math.max(0, Math.min(rows.length - 1, to))]?.querySelector("a")?.focus();
  }

  #key(e: KeyboardEvent): void {
    if (e.ctrlKey || e.metaKey || e.altKey) {
      return;
    }
    const at = this.#at();
    const name = e.key === "c" ? "confirm" : e.key === "r" ? "reject" : "";
    if (e.key === "j" || e.key === "k") {
      this.#go(at + (e.key === "j" ? 1 : -1));
    } else if (name !== "") {
      const chosen = this.#rows()[at]?.querySelector<HTMLButtonElement>(`button[name=${name}]`);
      chosen?.form?.requestSubmit(chosen);
    } else {
      return;
    }
    e.preventDefault();
  }
}

customElements.define("hf-queue", HfQueue);

export { HfQueue };
