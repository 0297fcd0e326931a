/** Opens a page in its own tab and watches what it says and asks for. */
export async function openTab(context, address) {
  const page = await context.newPage();
  const complaints = [];
  const sessionRequests = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) {
      complaints.push(message.text());
    }
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    if (request.url().endsWith("/get-session")) {
      sessionRequests.push(request.url());
    }
  });
  await page.goto(address);
  return {
    page,
    complaints,
    sessionRequests,
    /** Waits until the session is shown so. */
    shows: (word) =>
      page
        .locator("p", { hasText: new RegExp(`^${word}$`) })
        .first()
        .waitFor(),
    /** Everything that was shown since the page was loaded. */
    shown: () => page.evaluate(() => window.shown),
    /** Calls the client by the name of a path, as the page's own script would. */
    call: (name, input) =>
      page.evaluate(
        ([name, input]) => name.split(".").reduce((path, part) => path[part], window.client)(input),
        [name, input],
      ),
  };
}
