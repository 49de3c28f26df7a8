// Where it was: typed, taken from the device, or tapped on the map. Never asked of the device without a press.
import { button, h } from "../page/dom";
import { precisions } from "./fields";
import { type Input, inputFor } from "./inputs";

export class PlaceFields {
  readonly #latitude = inputFor({ name: "latitude", label: "Latitude", type: "number", required: true, least: -90, most: 90 });
  readonly #longitude = inputFor({ name: "longitude", label: "Longitude", type: "number", required: true, least: -180, most: 180 });
  readonly #sigma = inputFor({ name: "accuracyMetres", label: "How exact is the place?", type: "choice", options: precisions, required: true, numeric: true });
  readonly #name = inputFor({ name: "placeName", label: "Name of the place", type: "text" });
  readonly #said = h("p", { class: "hf-hint", role: "status" });
  readonly #stage = h("div", { class: "hf-pick", hidden: true });
  #show: ((lat: number, lon: number) => void) | null = null;

  readonly inputs: Input[] = [this.#latitude, this.#longitude, this.#sigma, this.#name];

  readonly element = h(
    "fieldset",
    { class: "hf-part" },
    h("legend", {}, "Where"),
    h("div", { class: "hf-buttons" }, button("Choose on the map", () => void this.#openMap()), button("Use this device's position", () => this.#locate())),
    this.#said,
    this.#stage,
    h("div", { class: "hf-pair" }, this.#latitude.element, this.#longitude.element),
    this.#sigma.element,
    this.#name.element,
  );

  #set(lat: number, lon: number): void {
    this.#latitude.fill(lat.toFixed(5));
    this.#longitude.fill(lon.toFixed(5));
    this.#said.textContent = `Place set to ${lat.toFixed(4)}, ${lon.toFixed(4)}.`;
  }

  #locate(): void {
    if (!navigator.geolocation) {
      this.#said.textContent = "This device does not tell its position. Type it, or choose it on the map.";
      return;
    }
    this.#said.textContent = "Asking the device ...";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        this.#set(coords.latitude, coords.longitude);
        this.#show?.(coords.latitude, coords.longitude);
        this.#sigma.fill(coords.accuracy <= 60 ? "25" : coords.accuracy <= 300 ? "150" : "500");
      },
      (error) => {
        this.#said.textContent = `The device did not say (${error.message || "no answer"}). Type the place, or choose it on the map.`;
      },
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 },
    );
  }

  async #openMap(): Promise<void> {
    this.#stage.hidden = !this.#stage.hidden;
    if (this.#stage.hidden || this.#show) {
      return;
    }
    try {
      const { pickMap } = await import("./pick");
      const [lat, lon] = [this.#latitude, this.#longitude].map((input) => Number(input.read().value));
      this.#show = await pickMap(this.#stage, lat && lon ? [lon, lat] : null, (y, x) => this.#set(y, x));
    } catch (reason) {
      this.#said.textContent = `The map does not open here (${reason instanceof Error ? reason.message : String(reason)}). Type the place instead.`;
      this.#stage.hidden = true;
    }
  }
}
