// Runs the scenarios in a page: `runScenario(name, email)` resolves, or rejects with what failed.

import { createAuthClient } from "auth-client/vanilla";
import { CALL_SCENARIOS } from "../scenarios/calls.mjs";
import { STORE_SCENARIOS } from "../scenarios/store.mjs";

window.runScenario = (name, email) => {
  const scenario = [...CALL_SCENARIOS, ...STORE_SCENARIOS].find((each) => each.name === name);
  return scenario.run({ createAuthClient, email });
};
