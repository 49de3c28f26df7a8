// Every chosen incident as a small dot, drawn by the graphics card: the grain of the map at any scale. Time and outcomes are uniforms of the
// shader, so that moving the window of time costs nothing, however many incidents there are.
import type { CustomLayerInterface, CustomRenderMethodInput, Map as LibreMap } from "maplibre-gl";
import { channels } from "../page/theme";
import type { Choice } from "./heaps";
import type { Incidents } from "./incidents";
import type { Ink } from "./ink";

const vertexShader = `#version 300 es
uniform mat4 u_matrix;
uniform vec2 u_span;
uniform float u_size;
uniform vec4 u_colors[5];
in vec2 a_place;
in vec2 a_time;
in float a_outcome;
out vec4 v_color;
void main() {
  vec4 color = u_colors[int(a_outcome)];
  bool chosen = a_time.x <= u_span.y && a_time.y >= u_span.x && color.a > 0.0;
  gl_Position = chosen ? u_matrix * vec4(a_place, 0.0, 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
  gl_PointSize = u_size;
  v_color = color;
}`;

const fragmentShader = `#version 300 es
precision mediump float;
in vec4 v_color;
out vec4 color;
void main() {
  float edge = length(gl_PointCoord - 0.5);
  float alpha = v_color.a * (1.0 - smoothstep(0.35, 0.5, edge));
  color = vec4(v_color.rgb * alpha, alpha);
}`;

const floatsPerPoint = 5;

export class Dots implements CustomLayerInterface {
  readonly id = "incidents";
  readonly type = "custom" as const;
  readonly renderingMode = "2d" as const;
  #map: LibreMap | null = null;
  #gl: WebGL2RenderingContext | null = null;
  #program: WebGLProgram | null = null;
  #buffer: WebGLBuffer | null = null;
  #array: WebGLVertexArrayObject | null = null;
  #data: Incidents | null = null;
  #origin: [number, number, number] = [0, 0, 0];
  choice: Choice = { span: null, outcomes: [] };
  ink: Ink | null = null;

  onAdd(map: LibreMap, gl: WebGL2RenderingContext): void {
    this.#map = map;
    this.#gl = gl;
    this.#program = link(gl);
    this.#buffer = gl.createBuffer();
    this.#array = gl.createVertexArray();
    gl.bindVertexArray(this.#array);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffer);
    [2, 2, 1].reduce((offset, size, i) => {
      const location = gl.getAttribLocation(this.#program!, ["a_place", "a_time", "a_outcome"][i]!);
      gl.enableVertexAttribArray(location);
      gl.vertexAttribPointer(location, size, gl.FLOAT, false, floatsPerPoint * 4, offset * 4);
      return offset + size;
    }, 0);
    gl.bindVertexArray(null);
    if (this.#data) {
      this.show(this.#data);
    }
  }

  onRemove(_: LibreMap, gl: WebGL2RenderingContext): void {
    gl.deleteProgram(this.#program);
    gl.deleteBuffer(this.#buffer);
    gl.deleteVertexArray(this.#array);
    this.#gl = null;
  }

  /** Places and times are kept as differences from their first, so that 32-bit floats stay exact enough. */
  show(data: Incidents): void {
    this.#data = data;
    const gl = this.#gl;
    if (!gl || data.count === 0) {
      return;
    }
    this.#origin = [data.x[0]!, data.y[0]!, data.from[0]!];
    const [x, y, t] = this.#origin;
    const points = new Float32Array(data.count * floatsPerPoint);
    for (let i = 0; i < data.count; i++) {
      points.set([data.x[i]! - x, data.y[i]! - y, data.from[i]! - t, data.to[i]! - t, data.outcome[i]!], i * floatsPerPoint);
    }
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffer);
    gl.bufferData(gl.ARRAY_BUFFER, points, gl.STATIC_DRAW);
    this.#map?.triggerRepaint();
  }

  render(gl: WebGL2RenderingContext, { defaultProjectionData }: CustomRenderMethodInput): void {
    if (!this.#data || this.#data.count === 0 || !this.#program || !this.ink) {
      return;
    }
    const uniform = (name: string) => gl.getUniformLocation(this.#program!, name);
    const [x, y, t] = this.#origin;
    const span = this.choice.span;
    const size = Math.max(2, Math.min(6, this.#map!.getZoom() * 0.55)) * devicePixelRatio;
    gl.useProgram(this.#program);
    gl.uniformMatrix4fv(uniform("u_matrix"), false, translated(defaultProjectionData.mainMatrix as ArrayLike<number>, x, y));
    gl.uniform2f(uniform("u_span"), span ? span.from - t : -1e12, span ? span.to - t : 1e12);
    gl.uniform1f(uniform("u_size"), size);
    gl.uniform4fv(uniform("u_colors"), this.ink.outcome.flatMap((c, i) => [...channels(c), this.choice.outcomes[i] ? 0.55 : 0]));
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.bindVertexArray(this.#array);
    gl.drawArrays(gl.POINTS, 0, this.#data.count);
    gl.bindVertexArray(null);
  }
}

/** The matrix after a translation, in double precision (column-major). */
function translated(m: ArrayLike<number>, x: number, y: number): Float32Array {
  const out = Float32Array.from(m);
  for (let row = 0; row < 4; row++) {
    out[12 + row] = m[row]! * x + m[4 + row]! * y + m[12 + row]!;
  }
  return out;
}

function link(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertexShader],
    [gl.FRAGMENT_SHADER, fragmentShader],
  ] as const) {
    const shader = gl.createShader(type)!;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) {
    throw new Error(`The dots' shader does not link: ${gl.getProgramInfoLog(program)}`);
  }
  return program;
}
