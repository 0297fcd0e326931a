// What of frameworks is imported while they run; users bring the real declarations.

declare module "next/headers.js" {
  export function headers(): Promise<Headers>;
  export function cookies(): Promise<{
    set(name: string, value: string, options: object): unknown;
  }>;
}

declare module "@tanstack/react-start/server" {
  export function setCookie(name: string, value: string, options: object): void;
}

declare module "@tanstack/solid-start/server" {
  export function setCookie(name: string, value: string, options: object): void;
}
