/** Marks styles as this page's own: the server lets no others in. Empty where it has given none. */
export const nonce = document.querySelector<HTMLMetaElement>("meta[name=csp-nonce]")?.nonce ?? "";
