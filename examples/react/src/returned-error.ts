const address = new URL(window.location.href);

/** What the way back from a provider says in the address when it has failed. */
export const returnedError = address.searchParams.get("error");

if (returnedError) {
  // A reload or a bookmark should not say it again.
  address.searchParams.delete("error");
  address.searchParams.delete("error_description");
  window.history.replaceState(null, "", address);
}
