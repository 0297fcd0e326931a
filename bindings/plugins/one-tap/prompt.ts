import type { GoogleIdentity, PromptNotification } from "./google-identity.js";

/** How often to ask, and whom to tell. */
export interface Prompting {
  /** Milliseconds until the prompt comes back; twice as long each time. */
  baseDelay: number;
  /** How often it comes back. */
  maxAttempts: number;
  /** Whether there is an answer. */
  isOver(): boolean;
  /** Called once no prompt will come any more. */
  giveUp(notification: PromptNotification): void;
}

/** Shows the prompt, and again when it was dismissed without a decision. */
export function promptWith(identity: GoogleIdentity, prompting: Prompting): void {
  const { baseDelay, maxAttempts, isOver, giveUp } = prompting;
  attempt(0);

  function attempt(count: number): void {
    if (isOver()) {
      return;
    }
    identity.prompt((notification) => {
      if (isOver()) {
        return;
      }
      if (notification.isDismissedMoment?.()) {
        if (isFinal(notification) || count >= maxAttempts) {
          giveUp(notification);
        } else {
          setTimeout(attempt, 2 ** count * baseDelay, count + 1);
        }
      } else if (notification.isSkippedMoment?.() || notification.isNotDisplayed?.()) {
        giveUp(notification);
      }
    });
  }
}

function isFinal(notification: PromptNotification): boolean {
  return /^(credential_returned|cancel_called)$/.test(notification.getDismissedReason?.() ?? "");
}
