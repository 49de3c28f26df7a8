// <hf-map data-src data-zones data-field data-incidents data-zone data-label>: the map of incidents. What stands inside it in HTML is shown where the map cannot be.
import { GeolocateControl, type GeoJSONSource, Map as LibreMap, NavigationControl, ScaleControl, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import "maplibre-gl/dist/maplibre-gl.css";
import "./map.css";
import { keepPlace, keepSelection, placeInAddress, selectionInAddress, spanInAddress } from "../page/address";
import { knownZone } from "../page/clock";
import { h, oncePerFrame } from "../page/dom";
import { hear, refresh, windowChosen, type WindowChosen } from "../page/events";
import { onThemeChange } from "../page/theme";
import { type Features, firstLabel, type Ground, labelFont, loadGround, style } from "./base-style";
import { Dots } from "./dots";
import { type Choice, type Heap, within } from "./heaps";
import { type Columns, Incidents } from "./incidents";
import { type Ink, readInk } from "./ink";
import { Legend, zoneList } from "./legend";
import { lngLat, Overlay } from "./overlay";
import { openZones, windowsOf } from "./zones";
import { heapPanel, incidentPanel, type PanelActions } from "./panel";

setWorkerUrl(new URL(workerUrl, document.baseURI).href);

const none: Features = { type: "FeatureCollection", features: [] };
const mostListed = 60;

/** Where a map without incidents, zones or address begins: Ukraine. */
const fallback: [[number, number], [number, number]] = [
  [22, 44],
  [40.5, 52.5],
];

export class HfMap extends HTMLElement {
  readonly #choice: Choice = { span: spanInAddress(), outcomes: [true, true, true, true, true] };
  #stop = new AbortController();
  #map: LibreMap | null = null;
  #overlay: Overlay | null = null;
  #dots = new Dots();
  #legend: Legend | null = null;
  #data = new Incidents({ ids: [], lon: [], lat: [], t: [], kind: [] });
  #zones: Features = none;
  #field: Features | null = null;
  #ink: Ink = readInk();
  #selected = -1;
  #tag: string | null = null;
  readonly #panel = h("div", { class: "hf-panel", role: "region", "aria-label": "Selected incident", "aria-live": "polite", hidden: true });
  readonly #status = h("p", { class: "hf-map-status", role: "status" });
  readonly #redraw = oncePerFrame(() => this.#draw());

  connectedCallback(): void {
    this.#stop = new AbortController();
    this.#start().catch((reason: unknown) => this.#fail(reason));
  }

  disconnectedCallback(): void {
    this.#stop.abort();
    this.#map?.remove();
    this.#map = null;
  }

  get #zone(): string {
    return knownZone(this.dataset["zone"]);
  }

  async #start(): Promise<void> {
    if (!document.createElement("canvas").getContext("webgl2")) {
      throw new Error("this browser offers no WebGL 2");
    }
    const [ground, zones, field] = await Promise.all([
      loadGround(),
      this.#fetchZones(),
      this.#fetchField(),
      this.#fetchIncidents(),
      document.fonts.load(labelFont),
    ]);
    if (this.#stop.signal.aborted) {
      return;
    }
    this.#zones = zones;
    this.#field = field;
    this.#build(ground);
    hear<WindowChosen>(windowChosen, (span) => this.#chooseSpan(span), this.#stop.signal);
    hear<null>(refresh, () => void this.#refetch(), this.#stop.signal);
    this.#stop.signal.addEventListener("abort", onThemeChange(() => this.#restyle(ground)));
  }

  async #fetchZones(): Promise<Features> {
    const address = this.dataset["zones"];
    return address ? ((await (await this.#get(address)).json()) as Features) : none;
  }

  /** Cells with a probability each: a layer under the labels. */
  async #fetchField(): Promise<Features | null> {
    const address = this.dataset["field"];
    return address ? ((await (await this.#get(address)).json()) as Features) : null;
  }

  /** True when there was something new. */
  async #fetchIncidents(): Promise<boolean> {
    const address = this.dataset["src"];
    if (!address) {
      return false;
    }
    const answer = await this.#get(address);
    const tag = answer.headers.get("etag");
    if (tag !== null && tag === this.#tag) {
      return false;
    }
    this.#tag = tag;
    this.#data = new Incidents((await answer.json()) as Columns);
    return true;
  }

  async #get(address: string): Promise<Response> {
    const answer = await fetch(address, { headers: { Accept: "application/json" }, signal: this.#stop.signal });
    if (!answer.ok) {
      throw new Error(`${address.split("?")[0]} answered ${answer.status}`);
    }
    return answer;
  }

  #build(ground: Ground): void {
    const canvas = h("div", { class: "hf-map-canvas" });
    const stage = h("div", { class: "hf-map-stage" }, canvas, this.#panel);
    this.replaceChildren(stage);
    // The page's own legend and captions are for readers without the map.
    this.parentElement?.querySelectorAll<HTMLElement>(":scope > .legend, :scope > .captions").forEach((plain) => (plain.hidden = true));
    this.classList.add("hf-map-live");
    const at = placeInAddress();
    const map = new LibreMap({
      container: canvas,
      style: style(ground, this.#zonesNow()),
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxPitch: 0,
      minZoom: 2,
      maxZoom: 15,
      fadeDuration: 120,
      ...(at ? { center: [at.lon, at.lat] as [number, number], zoom: at.zoom } : { bounds: this.#home(), fitBoundsOptions: { padding: 36, maxZoom: 9 } }),
    });
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    map.addControl(new NavigationControl({ showCompass: false }), "top-left");
    map.addControl(new ScaleControl({ maxWidth: 120 }), "bottom-left");
    if (this.hasAttribute("data-locate")) {
      map.addControl(new GeolocateControl({ positionOptions: { enableHighAccuracy: true } }), "top-left");
    }
    map.getCanvas().setAttribute("aria-label", this.dataset["label"] ?? "Map of incidents. Arrow keys move it, plus and minus zoom; the table below says the same in words.");
    this.#map = map;
    this.#overlay = new Overlay(map);
    this.#listen(map);
    this.#furnish();
  }

  #listen(map: LibreMap): void {
    map.on("style.load", () => {
      this.#dots.ink = this.#ink;
      this.#dots.choice = this.#choice;
      this.#layField(map);
      map.addLayer(this.#dots, firstLabel);
      this.#dots.show(this.#data);
    });
    map.on("move", () => this.#draw());
    map.on("resize", () => this.#draw());
    map.on("moveend", () => {
      const { lng, lat } = map.getCenter();
      keepPlace({ zoom: map.getZoom(), lat, lon: lng });
      this.#draw();
    });
    map.once("idle", () => {
      this.dataset["ready"] = String(this.#data.count);
      this.#selectById(selectionInAddress());
    });
    map.on("click", (event) => this.#press(this.#overlay?.hit(event.point.x, event.point.y) ?? null));
    map.on("mousemove", (event) => {
      map.getCanvas().style.cursor = this.#overlay?.hit(event.point.x, event.point.y) ? "pointer" : "";
    });
    this.addEventListener("keydown", (event) => this.#key(event), { signal: this.#stop.signal });
  }

  #layField(map: LibreMap): void {
    if (this.#field) {
      map.addSource("field", { type: "geojson", data: this.#field });
      const paint = { "fill-color": this.#ink.accent, "fill-opacity": ["*", 0.75, ["get", "p"]] as unknown as number, "fill-antialias": false };
      map.addLayer({ id: "field", type: "fill", source: "field", paint }, firstLabel);
    }
  }

  /** The legend, the list of lines and the sources: everything around the picture. */
  #furnish(): void {
    if (this.#field) {
      return;
    }
    const present = new Set(this.#data.outcome);
    this.#legend = new Legend(this.#choice.outcomes, this.#ink, present, () => this.#chosen());
    const sources = h(
      "p",
      { class: "hf-map-sources" },
      "A ring holds the number of incidents that lie close together; an ellipse holds an incident's place nine times in ten. Base map: Natural Earth; place names: GeoNames (CC BY 4.0). Crimea is drawn in Ukraine, by the internationally recognised border.",
    );
    this.querySelector(".hf-map-notes")?.remove();
    this.append(h("div", { class: "hf-map-notes" }, this.#status, this.#legend.element, zoneList(this.#zonesNow(), this.#choice.span), sources));
    this.#count();
    this.#draw();
  }

  #home(): [[number, number], [number, number]] {
    return (this.#field ? boundsOf(this.#field) : this.#data.bounds()) ?? fallback;
  }

  /** The lines and areas of the chosen window of time: what a schedule opens at other times only is left out. */
  #zonesNow(): Features {
    return openZones(this.#zones, this.#choice.span);
  }

  #chooseSpan(span: WindowChosen): void {
    this.#choice.span = span;
    if (this.#zones.features.some((zone) => windowsOf(zone, null))) {
      void this.#map?.getSource<GeoJSONSource>("zones")?.setData(this.#zonesNow());
      this.querySelector(".hf-zone-list")?.replaceWith(zoneList(this.#zonesNow(), span) ?? "");
    }
    this.#chosen();
  }

  #chosen(): void {
    this.#overlay?.invalidate();
    this.#count();
    this.#map?.triggerRepaint();
    this.#redraw();
  }

  #count(): void {
    const by = [0, 0, 0, 0, 0];
    const { span } = this.#choice;
    for (let i = 0; i < this.#data.count; i++) {
      if (!span || (this.#data.from[i]! <= span.to && this.#data.to[i]! >= span.from)) {
        by[this.#data.outcome[i]!]!++;
      }
    }
    this.#legend?.count(by);
    const total = by.reduce((sum, n) => sum + n, 0);
    this.#status.textContent = `${total.toLocaleString("en")} incidents${span ? " in the chosen window of time" : ""}, each counted once, under its worst outcome. ${this.#data.caveat}`.trimEnd();
  }

  #draw(): void {
    this.#overlay?.draw({ data: this.#data, choice: this.#choice, selected: this.#selected, ink: this.#ink });
  }

  #press(heap: Heap | null): void {
    if (!heap) {
      this.#select(-1);
    } else if (heap.count === 1) {
      this.#select(heap.first);
    } else if (this.#isOnePlace(heap)) {
      this.#list(heap);
    } else {
      const [west, north] = lngLat({ x: heap.west, y: heap.north });
      const [east, south] = lngLat({ x: heap.east, y: heap.south });
      this.#map?.fitBounds([west, south, east, north], { padding: 80, maxZoom: 13 });
    }
  }

  /** Whether no zoom would part the heap: its incidents stand within some 100 m. */
  #isOnePlace(heap: Heap): boolean {
    return Math.max(heap.east - heap.west, heap.south - heap.north) < 4e-6 || (this.#map?.getZoom() ?? 0) > 13.5;
  }

  #list(heap: Heap): void {
    const found = within(this.#data, this.#choice, heap, mostListed);
    this.#open(heapPanel(this.#data, found, this.#zone, this.#ink, this.#actions()));
  }

  #select(index: number): void {
    this.#selected = index;
    keepSelection(index < 0 ? null : this.#data.ids[index]!);
    if (index < 0) {
      this.#panel.hidden = true;
    } else {
      this.#open(incidentPanel(this.#data, index, this.#zone, this.#ink, this.#actions()));
    }
    this.#draw();
  }

  #open(body: HTMLElement): void {
    this.#panel.replaceChildren(body);
    this.#panel.hidden = false;
  }

  #selectById(id: string | null): void {
    const index = id === null ? -1 : this.#data.ids.indexOf(id);
    if (index >= 0) {
      this.#select(index);
      this.#reveal(index);
    }
  }

  #reveal(index: number): void {
    const place: [number, number] = [this.#data.lon[index]!, this.#data.lat[index]!];
    if (!this.#map?.getBounds().contains(place)) {
      this.#map?.easeTo({ center: place });
    }
  }

  #actions(): PanelActions {
    const folder = this.dataset["incidents"] ?? "incidents/";
    return {
      choose: (index) => this.#select(index),
      close: () => this.#select(-1),
      step: (by) => this.#step(by),
      link: (id) => folder + encodeURIComponent(id),
    };
  }

  /** The next or the previous incident in view, newest first. */
  #step(by: number): void {
    const bounds = this.#map?.getBounds();
    if (!bounds) {
      return;
    }
    const box = new Incidents({ ids: ["", ""], lon: [bounds.getWest(), bounds.getEast()], lat: [bounds.getNorth(), bounds.getSouth()], t: [0, 0], kind: [] });
    const { indices } = within(this.#data, this.#choice, { west: box.x[0]!, east: box.x[1]!, north: box.y[0]!, south: box.y[1]! }, Infinity);
    if (indices.length > 0) {
      const at = indices.indexOf(this.#selected);
      const next = indices[at < 0 ? 0 : (at + by + indices.length) % indices.length]!;
      this.#select(next);
      this.#reveal(next);
    }
  }

  #key(event: KeyboardEvent): void {
    const onMap = event.target === this.#map?.getCanvas();
    if (event.key === "Escape" && !this.#panel.hidden) {
      this.#select(-1);
      this.#map?.getCanvas().focus();
    } else if (onMap && (event.key === "n" || event.key === "p")) {
      this.#step(event.key === "n" ? 1 : -1);
    } else if (onMap && event.key === "Enter" && this.#selected >= 0) {
      this.#panel.querySelector("a")?.focus();
    }
  }

  async #refetch(): Promise<void> {
    try {
      const id = this.#selected >= 0 ? this.#data.ids[this.#selected] : null;
      if (await this.#fetchIncidents()) {
        this.#selected = id ? this.#data.ids.indexOf(id) : -1;
        this.#dots.show(this.#data);
        this.#overlay?.invalidate();
        this.#furnish();
        this.dataset["ready"] = String(this.#data.count);
      }
    } catch (reason) {
      console.warn("The map keeps what it has:", reason);
    }
  }

  #restyle(ground: Ground): void {
    this.#ink = readInk();
    this.#map?.setStyle(style(ground, this.#zonesNow()), { diff: false });
    this.#furnish();
  }

  #fail(reason: unknown): void {
    if (!this.#stop.signal.aborted) {
      const why = reason instanceof Error ? reason.message : String(reason);
      this.prepend(h("p", { class: "hf-map-absent", role: "note" }, `The map cannot be drawn here: ${why}. The tables hold the same incidents.`));
      this.dataset["ready"] = "absent";
    }
  }
}

/** The box around polygons: west, south and east, north. */
function boundsOf(features: Features): [[number, number], [number, number]] | null {
  const box: [[number, number], [number, number]] = [
    [180, 90],
    [-180, -90],
  ];
  for (const { geometry } of features.features) {
    for (const [x, y] of geometry.type === "Polygon" ? geometry.coordinates[0]! : []) {
      box[0] = [Math.min(box[0][0], x!), Math.min(box[0][1], y!)];
      box[1] = [Math.max(box[1][0], x!), Math.max(box[1][1], y!)];
    }
  }
  return box[0][0] > box[1][0] ? null : box;
}

customElements.define("hf-map", HfMap);
