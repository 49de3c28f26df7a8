// What each form asks. Names and choices are those of Core's ReportForm; kinds of event are its EventKinds.
import type { Form } from "./shape";

export type Option = [value: string, label: string];

export type Field = {
  name: string;
  label: string;
  type: "text" | "number" | "choice" | "many" | "yes" | "inventory";
  options?: Option[];
  required?: boolean;
  /** Required when that other field says yes. */
  requiredWith?: string;
  hint?: string;
  least?: number;
  most?: number;
  whole?: boolean;
  /** Sent as a number although it is chosen from a list. */
  numeric?: boolean;
  /** Not a field of its own on the server: told in the notes, after these words. */
  told?: string;
};

export const formNames: Record<Form, [name: string, hint: string]> = {
  observation: ["Observation", "Something seen or heard, or nothing"],
  patrol: ["Patrol log", "Where you looked, and for how long"],
  uav_log: ["UAV log", "A flight: what it covered"],
  denial: ["Denial of movement", "You were stopped or delayed"],
  casualty: ["Casualty", "People killed or hurt"],
  damage: ["Damage", "To a house, a school, a line"],
  mine: ["Mine or ordnance", "Found, marked or not"],
  inventory: ["Storage site", "Weapons expected, present, missing"],
};

const kinds: Option[] = [
  ["explosion", "Explosion"],
  ["shelling", "Shelling, weapon unknown"],
  ["mortar", "Mortar"],
  ["artillery", "Artillery"],
  ["mlrs", "Multiple rocket launcher"],
  ["tank_fire", "Tank fire"],
  ["missile", "Missile"],
  ["small_arms", "Small arms, machine gun"],
  ["sniper", "Sniper"],
  ["assault", "Assault on the ground"],
  ["air_strike", "Air strike"],
  ["uav_strike", "UAV strike"],
  ["uav_flight", "UAV flight"],
  ["aircraft_flight", "Aircraft flight"],
  ["weapon_presence", "Weapons present"],
  ["troop_presence", "Troops present"],
  ["fortification", "New fortification"],
  ["jamming", "Jamming"],
  ["live_fire_exercise", "Live-fire exercise"],
];

const detection: Option[] = [
  ["0.9", "Clear view: hardly anything missed (0.9)"],
  ["0.6", "Partly covered (0.6)"],
  ["0.3", "Poor: night, fog, noise, distance (0.3)"],
];

const watch: Field[] = [
  { name: "radiusMetres", label: "Covered within (metres)", type: "number", required: true, least: 50, most: 100_000 },
  {
    name: "kinds",
    label: "What you would have noticed",
    type: "many",
    required: true,
    options: [
      ["use_of_force", "Any use of force"],
      ["explosion", "Explosions"],
      ["flight", "Flights"],
      ["weapon_presence", "Weapons"],
      ["troop_presence", "Troops"],
      ["fortification", "Fortifications"],
    ],
  },
  { name: "probabilityOfDetection", label: "How well would you have noticed it?", type: "choice", options: detection, required: true, numeric: true },
  { name: "limits", label: "What limited the view", type: "text", told: "View limited by" },
];

const number = { type: "number", least: 0, most: 100_000, whole: true } as const;

export const fieldsOf: Record<Form, Field[]> = {
  observation: [
    { name: "kind", label: "What", type: "choice", options: kinds, required: true },
    {
      name: "means",
      label: "How you know",
      type: "choice",
      required: true,
      options: [
        ["seen", "Seen"],
        ["heard", "Heard"],
        ["felt", "Felt"],
        ["camera", "Camera recorded"],
      ],
    },
    { ...number, name: "count", label: "How many", least: 1 },
    { name: "direction", label: "Direction, as you saw it", type: "text", hint: "Outgoing, impact, from NE to SW ... It attributes nothing." },
    { name: "weapon", label: "Weapon, if known", type: "text" },
    { name: "calibreMillimetres", label: "Calibre in millimetres, if known", type: "number", least: 1, most: 1000 },
    { name: "nothingSeen", label: "I looked for it, and there was nothing", type: "yes" },
    { name: "probabilityOfDetection", label: "How well would you have noticed it?", type: "choice", options: detection, requiredWith: "nothingSeen", numeric: true },
  ],
  patrol: watch,
  uav_log: [...watch, { name: "aircraft", label: "Aircraft and sensor", type: "text", told: "Aircraft" }],
  denial: [
    { name: "by", label: "Who denied it", type: "text", required: true, hint: "As they presented themselves; unknown is an answer." },
    { name: "reason", label: "The reason given", type: "text", required: true, hint: "Or: none given." },
    {
      name: "manner",
      label: "How",
      type: "choice",
      required: true,
      options: [
        ["denied", "Passage refused"],
        ["delayed", "Delayed"],
        ["conditional", "Passage on conditions"],
        ["jammed", "UAV jammed or fired at"],
      ],
    },
  ],
  casualty: [
    { ...number, name: "civiliansKilled", label: "Civilians killed", required: true },
    { ...number, name: "civiliansInjured", label: "Civilians injured", required: true },
    { ...number, name: "killed", label: "Killed in all, where it is not known who was a civilian" },
    {
      name: "confirmation",
      label: "How it is confirmed",
      type: "choice",
      required: true,
      options: [
        ["seen", "Seen by the reporter"],
        ["hospital", "Hospital"],
        ["morgue", "Morgue"],
        ["relatives", "Relatives"],
        ["official", "An official's statement"],
        ["unconfirmed", "Not confirmed"],
      ],
    },
    { name: "cause", label: "What hurt them, as stated", type: "text" },
  ],
  damage: [
    { name: "object", label: "What is damaged", type: "text", required: true, hint: "A house, a school, a water pipe, a power line ..." },
    {
      name: "extent",
      label: "How badly",
      type: "choice",
      required: true,
      options: [
        ["light", "Light"],
        ["moderate", "Moderate"],
        ["severe", "Severe"],
        ["destroyed", "Destroyed"],
      ],
    },
    { name: "cause", label: "What caused it, as stated", type: "text" },
  ],
  mine: [
    {
      name: "device",
      label: "What it is",
      type: "choice",
      required: true,
      options: [
        ["mine", "Mine"],
        ["unexploded_ordnance", "Unexploded ordnance"],
        ["booby_trap", "Booby trap or improvised device"],
        ["other", "Other"],
      ],
    },
    { ...number, name: "number", label: "How many", least: 1 },
    { name: "model", label: "Model, if known", type: "text" },
    { name: "marked", label: "Marked or fenced", type: "yes" },
  ],
  inventory: [
    { name: "site", label: "Name or number of the site", type: "text", required: true },
    { name: "items", label: "Inventory", type: "inventory", hint: "One line for each type: expected by declaration, present when you counted." },
  ],
};

/** How far off the place may be: one standard deviation in metres. */
export const precisions: Option[] = [
  ["25", "Within 50 m: I stand there, or a survey"],
  ["150", "Within 300 m: this street"],
  ["500", "Within 1 km: this side of the village"],
  ["1500", "Within 3 km"],
  ["5000", "Within 10 km: heard far off"],
];

/** How far off the time may be, in seconds to each side. */
export const timePrecisions: Option[] = [
  ["30", "To the minute"],
  ["300", "Within five minutes"],
  ["1800", "Within half an hour"],
  ["10800", "Within three hours"],
];
