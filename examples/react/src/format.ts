const moment = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });

/** A date and time as a person reads it. */
export function formatMoment(date: Date) {
  return moment.format(date);
}
