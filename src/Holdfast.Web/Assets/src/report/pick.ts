// A small map to tap on. It needs nothing but the base map, so it works offline once the page was visited.
import { Map as LibreMap, Marker, NavigationControl, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import "maplibre-gl/dist/maplibre-gl.css";
import { loadGround, style } from "../map/base-style";

/** Opens the map in the element. A tap, or Enter for the middle of the view, chooses. The answer moves the mark. */
export async function pickMap(
  stage: HTMLElement,
  start: [number, number] | null,
  chosen: (lat: number, lon: number) => void,
): Promise<(lat: number, lon: number) => void> {
  const [ground, worker] = await Promise.all([loadGround(), fetch(workerUrl).then((answer) => answer.blob())]);
  // The service worker answers for this page but not for workers that are loaded from outside its scope; a blob of the page's own is inside.
  setWorkerUrl(URL.createObjectURL(new Blob([worker], { type: "text/javascript" })));
  const map = new LibreMap({
    container: stage,
    style: style(ground),
    attributionControl: false,
    dragRotate: false,
    maxPitch: 0,
    minZoom: 2,
    maxZoom: 16,
    center: start ?? [33, 48.5],
    zoom: start ? 9 : 4.6,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-left");
  map.getCanvas().setAttribute("aria-label", "Map to choose the place on. Arrow keys move it; Enter chooses the middle.");
  const marker = new Marker();
  const show = (lat: number, lon: number): void => void marker.setLngLat([lon, lat]).addTo(map);
  const choose = ({ lat, lng }: { lat: number; lng: number }): void => {
    show(lat, lng);
    chosen(lat, lng);
  };
  map.on("click", (event) => choose(event.lngLat));
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      choose(map.getCenter());
    }
  });
  if (start) {
    show(start[1], start[0]);
  }
  return (lat, lon) => {
    show(lat, lon);
    map.easeTo({ center: [lon, lat] });
  };
}
