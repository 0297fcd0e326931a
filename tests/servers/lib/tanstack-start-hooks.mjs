// TanStack Start is large; of it only `setCookie` is needed, and that is given a stand-in.

export async function resolve(name, context, next) {
  const framework = /^@tanstack\/(react|solid)-start\/server$/.exec(name)?.[1];
  if (!framework) {
    return next(name, context);
  }
  const source = `export const setCookie = (...cookie) =>
    globalThis.tanstackCookies.push(["${framework}", ...cookie]);`;
  return { url: `data:text/javascript,${encodeURIComponent(source)}`, shortCircuit: true };
}
