// The page's colours as a script can use them: the tokens of app.css, resolved for light or dark.

/** The colour behind a token, as `rgb(...)`. */
export function token(name: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  probe.hidden = true;
  document.body.append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  return color;
}

/** Red, green and blue from 0 to 1. */
export function channels(color: string): [number, number, number] {
  const [r = 0, g = 0, b = 0] = (color.match(/[\d.]+/g) ?? []).map(Number);
  return [r / 255, g / 255, b / 255];
}

/** The colour with an opacity from 0 to 1. */
export function faded(color: string, opacity: number): string {
  const [r, g, b] = channels(color).map((c) => Math.round(c * 255));
  return `rgba(${r}, ${g}, ${b}, ${opacity})`;
}

/** Calls back when the system or the page changes between light and dark; the answer stops it. */
export function onThemeChange(changed: () => void): () => void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const page = new MutationObserver(changed);
  system.addEventListener("change", changed);
  page.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => {
    system.removeEventListener("change", changed);
    page.disconnect();
  };
}
