// Runs what users of the plugins do: `runScenario(name, email)` resolves, or rejects with what failed.

import * as plugins from "auth-client/plugins";
import { createAuthClient } from "auth-client/vanilla";
import { PLUGIN_SCENARIOS } from "../scenarios/plugins.mjs";

window.runScenario = (name, email) => {
  const scenario = PLUGIN_SCENARIOS.find((each) => each.name === name);
  const expectMail = async () => {
    const mark = await window.markMails();
    return () => window.mailAfter(mark);
  };
  return scenario.run({ createAuthClient, plugins, email, expectMail });
};

window.signInWithTwoFactorPage = async (twoFactorPage, credentials) => {
  const plugin = plugins.twoFactorClient({ twoFactorPage });
  const auth = createAuthClient({ plugins: [plugin] });
  return (await auth.signIn.email(credentials)).data;
};
