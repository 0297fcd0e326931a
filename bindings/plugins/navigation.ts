/** Goes to another page, unless the address would run as code. */
export function navigate(address: string): void {
  if (!/^(javascript|data|vbscript):$/.test(schemeOf(address))) {
    window.location.href = address;
  }
}

// The parser ignores what a browser ignores, such as line breaks inside of the scheme.
function schemeOf(address: string): string {
  try {
    return new URL(address).protocol;
  } catch {
    return "";
  }
}
