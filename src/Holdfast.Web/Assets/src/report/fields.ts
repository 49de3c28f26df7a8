// What each form asks. The words are the OSCE SMM's where it had one; kinds of event are Core's EventKinds.
import type { Form } from "./shape";

export type Option = [value: string, label: string];

export type Field = {
  name: string;
  label: string;
  type: "text" | "number" | "choice" | "many" | "yes" | "inventory";
  options?: Option[];
  required?: boolean;
  hint?: string;
  least?: number;
  most?: number;
};

export const formNames: Record<Form, [name: string, hint: string]> = {
  observation: ["Observation", "Something seen or heard"],
  patrol: ["Patrol log", "Where you looked, and for how long"],
  uav_log: ["UAV log", "A flight: what it covered"],
  denial: ["Denial of movement", "You were stopped or delayed"],
  casualty: ["Casualty", "People killed or hurt"],
  damage: ["Damage", "To a house, a school, a line"],
  mine: ["Mine or unexploded ordnance", "Seen, marked or cleared"],
  storage: ["Storage site", "Weapons expected, present, missing"],
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
  ["0.9", "Clear view, nothing could be missed (0.9)"],
  ["0.6", "Partly covered (0.6)"],
  ["0.3", "Poor: night, fog, noise, distance (0.3)"],
];

const watch: Field[] = [
  { name: "radiusMetres", label: "Covered within (metres)", type: "number", required: true, least: 50, most: 100_000 },
  { name: "detection", label: "How well would you have noticed an event?", type: "choice", options: detection, required: true },
  { name: "eventsSeen", label: "Something was seen or heard (file an observation for each)", type: "yes" },
  { name: "limits", label: "What limited the view", type: "text" },
];

const whole = { type: "number", least: 0, most: 100_000 } as const;

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
        ["camera", "Camera recorded"],
      ],
    },
    { ...whole, name: "count", label: "How many", least: 1 },
    {
      name: "description",
      label: "Direction",
      type: "choice",
      options: [
        ["undetermined", "Undetermined"],
        ["outgoing", "Outgoing"],
        ["impact", "Impact"],
        ["passing", "Passing over"],
      ],
    },
    { name: "direction", label: "From where to where, as you saw it", type: "text", hint: "For example: from NE to SW. It attributes nothing." },
    { name: "weapon", label: "Weapon, if known", type: "text" },
    { name: "calibreMillimetres", label: "Calibre in millimetres, if known", type: "number", least: 1, most: 1000 },
  ],
  patrol: watch,
  uav_log: [...watch, { name: "aircraft", label: "Aircraft and sensor", type: "text" }],
  denial: [
    { name: "deniedBy", label: "Who denied it", type: "text", required: true, hint: "As they presented themselves; unknown is an answer." },
    { name: "minutes", label: "For how long, in minutes", type: "number", required: true, least: 1, most: 100_000 },
    { name: "reason", label: "The reason given", type: "text", required: true },
    {
      name: "restriction",
      label: "What kind",
      type: "choice",
      required: true,
      options: [
        ["refused", "Passage refused"],
        ["delayed", "Delayed"],
        ["conditioned", "Passage on conditions"],
        ["threat", "Threat or force"],
        ["mines", "Road mined or blocked"],
        ["jamming", "UAV jammed or fired at"],
      ],
    },
    { name: "resolved", label: "Passage was granted in the end", type: "yes" },
  ],
  casualty: [
    { ...whole, name: "civiliansKilled", label: "Civilians killed" },
    { ...whole, name: "civiliansInjured", label: "Civilians injured" },
    { ...whole, name: "killed", label: "Killed in all, where it is not known who was a civilian" },
    {
      name: "confirmation",
      label: "How it is confirmed",
      type: "choice",
      required: true,
      options: [
        ["seen", "Seen by the reporter"],
        ["medical", "Hospital or morgue"],
        ["witness", "A witness or relative"],
        ["official", "An official's statement"],
        ["hearsay", "Hearsay, not confirmed"],
      ],
    },
  ],
  damage: [
    {
      name: "object",
      label: "What is damaged",
      type: "choice",
      required: true,
      options: [
        ["dwelling", "House or flat"],
        ["school", "School"],
        ["hospital", "Hospital"],
        ["power", "Electricity"],
        ["water", "Water"],
        ["gas", "Gas or heating"],
        ["transport", "Bridge, road, railway"],
        ["worship", "Place of worship"],
        ["other", "Other"],
      ],
    },
    {
      name: "extent",
      label: "How badly",
      type: "choice",
      required: true,
      options: [
        ["light", "Light"],
        ["severe", "Severe"],
        ["destroyed", "Destroyed"],
      ],
    },
    { name: "fresh", label: "The damage looks fresh", type: "yes" },
  ],
  mine: [
    {
      name: "device",
      label: "What it is",
      type: "choice",
      required: true,
      options: [
        ["anti_tank", "Anti-tank mine"],
        ["anti_personnel", "Anti-personnel mine"],
        ["unexploded", "Unexploded ordnance"],
        ["improvised", "Improvised device"],
        ["sign", "Warning sign only"],
      ],
    },
    { ...whole, name: "count", label: "How many", least: 1 },
    { name: "marked", label: "Marked or fenced", type: "yes" },
    { name: "cleared", label: "Cleared or being cleared", type: "yes" },
  ],
  storage: [
    { name: "site", label: "Name or number of the site", type: "text", required: true },
    { name: "accessGranted", label: "Access was granted", type: "yes" },
    { name: "inventory", label: "Inventory", type: "inventory", hint: "One line for each type: expected by declaration, present when you counted." },
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
