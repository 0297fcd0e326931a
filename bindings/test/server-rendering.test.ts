import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { before, test } from "node:test";
import { createElement } from "react";
import { renderToString as renderReact } from "react-dom/server";
import { createComponent, renderToString as renderSolid } from "solid-js/web";
import { compile } from "svelte/compiler";
import { render as renderSvelte } from "svelte/server";
import { createSSRApp, h } from "vue";
import { renderToString as renderVue } from "vue/server-renderer";
import type { SessionState } from "../core/types.js";
import { createAuthClient as createReactClient } from "../react/index.js";
import { createAuthClient as createSolidClient } from "../solid/index.js";
import { createAuthClient as createSvelteClient } from "../svelte/index.js";
import { createAuthClient as createVueClient } from "../vue/index.js";
import { arrival, FakeClient } from "./fake-loader.js";

const options = { baseURL: "https://a.example" };
const known = {
  ...options,
  initialSession: { session: { id: "s" }, user: { name: "Ada" } } as never,
};

const renderers: Record<string, (options: object) => Promise<string> | string> = {
  React(options) {
    const { useSession } = createReactClient(options);
    return renderReact(createElement(() => createElement("p", null, show(useSession()))));
  },
  Vue(options) {
    const { useSession } = createVueClient(options);
    const setup = () => {
      const session = useSession();
      return () => h("p", show(session.value));
    };
    return renderVue(createSSRApp({ setup }));
  },
  async Svelte(options) {
    const { useSession } = createSvelteClient(options);
    const props = { session: useSession(), show };
    return renderSvelte(await svelteComponent(), { props }).body;
  },
  Solid(options) {
    const { useSession } = createSolidClient(options);
    const component = () => {
      const session = useSession();
      return show(session()) as never;
    };
    return renderSolid(() => createComponent(component, {}));
  },
};

before(() => {
  globalThis.fetch = () => assert.fail("rendering has used the network");
  assert.equal(typeof document, "undefined");
});

for (const [framework, render] of Object.entries(renderers)) {
  test(`${framework} renders the pending state on a server and asks for nothing`, async () => {
    assert.match(await render(options), /pending/);
    assert.equal(arrival.loads, 0);
    assert.equal(FakeClient.all.length, 0);
  });

  test(`${framework} renders a session that the server has found out`, async () => {
    assert.match(await render(known), /Ada/);
  });
}

function show({ data, isPending }: SessionState): string {
  return isPending ? "pending" : (data?.user.name ?? "nobody");
}

async function svelteComponent() {
  const source = "<script>let { session, show } = $props();</script><p>{show($session)}</p>";
  const { js } = compile(source, { generate: "server", filename: "Session.svelte" });
  const file = new URL("./session-component.mjs", import.meta.url);
  await writeFile(file, js.code);
  return (await import(file.href)).default;
}
