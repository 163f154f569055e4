import { useRef, useState } from "react";

/**
 * What is typed into a field, kept in the address: `inAddress` is what stands there, `put` writes it. Typing does not wait
 * for the address; who comes by another (Back, a link) finds in the field what that one says.
 */
export function useAddressText(inAddress: string, put: (text: string) => void): [string, (text: string) => void] {
  const [text, setText] = useState(inAddress);
  const [known, setKnown] = useState(inAddress);
  // On the way to the address: what arrives of them is no news.
  const sent = useRef(new Set<string>());
  if (known !== inAddress) {
    setKnown(inAddress);
    if (!sent.current.has(inAddress)) setText(inAddress);
    else if (inAddress === text.trim()) sent.current.clear();
  }
  const type = (next: string) => {
    setText(next);
    sent.current.add(next.trim());
    put(next.trim());
  };
  return [text, type];
}
