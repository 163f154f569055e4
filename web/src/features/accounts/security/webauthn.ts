// Passkeys in the browser. Its own names for what can go wrong are many; people need to know three.

export type PasskeyFault = "cancelled" | "present" | "elsewhere";

export class PasskeyProblem extends Error {
  constructor(readonly fault: PasskeyFault) {
    super(fault);
  }
}

type Creation = Parameters<typeof PublicKeyCredential.parseCreationOptionsFromJSON>[0];
type Request = Parameters<typeof PublicKeyCredential.parseRequestOptionsFromJSON>[0];

export function passkeysSupported(): boolean {
  return "PublicKeyCredential" in window && "parseCreationOptionsFromJSON" in PublicKeyCredential;
}

/** The new credential as the API takes it. Throws PasskeyProblem. */
export function createPasskey<T>(options: unknown): Promise<T> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options as Creation);
  return answered<T>(() => navigator.credentials.create({ publicKey }));
}

/** The proof that this person holds a passkey, as the API takes it. Throws PasskeyProblem. */
export function answerWithPasskey<T>(options: unknown): Promise<T> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as Request);
  return answered<T>(() => navigator.credentials.get({ publicKey }));
}

async function answered<T>(ask: () => Promise<Credential | null>): Promise<T> {
  const credential = await ask().catch((error: unknown) => {
    throw new PasskeyProblem(faultOf(error));
  });
  if (!credential) throw new PasskeyProblem("cancelled");
  return (credential as PublicKeyCredential).toJSON() as T;
}

export function faultOf(error: unknown): PasskeyFault {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "InvalidStateError") return "present";
  return name === "SecurityError" ? "elsewhere" : "cancelled";
}
