import { cloneElement, type ReactElement, useEffect, useId, useRef, useState } from "react";
import { createPortal } from "react-dom";

const DELAY = 400;
const GAP = 6;

type Place = { left: number; top: number; above: boolean };
type Target = ReactElement<React.HTMLAttributes<HTMLElement>>;

/** A short text on hover and keyboard focus. What it says must not be needed: touch screens never show it. */
export function Tooltip({ text, children }: { text: string; children: Target }) {
  const id = useId();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [place, setPlace] = useState<Place | null>(null);
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (!place) return;
    const hide = () => setPlace(null);
    addEventListener("scroll", hide, true);
    addEventListener("keydown", hide);
    return () => {
      removeEventListener("scroll", hide, true);
      removeEventListener("keydown", hide);
    };
  }, [place]);

  const show = (target: HTMLElement, delay: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setPlace(placeAt(target)), delay);
  };
  const hide = () => {
    clearTimeout(timer.current);
    setPlace(null);
  };
  const own = children.props;
  const target = cloneElement(children, {
    "aria-describedby": place && own["aria-label"] !== text ? id : own["aria-describedby"],
    onPointerEnter: (event) => {
      own.onPointerEnter?.(event);
      if (event.pointerType === "mouse") show(event.currentTarget, DELAY);
    },
    onPointerLeave: (event) => {
      own.onPointerLeave?.(event);
      hide();
    },
    onPointerDown: (event) => {
      own.onPointerDown?.(event);
      hide();
    },
    onFocus: (event) => {
      own.onFocus?.(event);
      if (event.currentTarget.matches(":focus-visible")) show(event.currentTarget, 0);
    },
    onBlur: (event) => {
      own.onBlur?.(event);
      hide();
    },
  });
  return (
    <>
      {target}
      {place && createPortal(<Bubble id={id} text={text} place={place} />, document.body)}
    </>
  );
}

function placeAt(target: HTMLElement): Place {
  const box = target.getBoundingClientRect();
  const above = box.bottom + 40 > innerHeight;
  return { left: box.left + box.width / 2, top: above ? box.top - GAP : box.bottom + GAP, above };
}

function Bubble({ id, text, place }: { id: string; text: string; place: Place }) {
  const bubble = useRef<HTMLDivElement>(null);
  const [shift, setShift] = useState(0);
  useEffect(() => {
    const box = bubble.current!.getBoundingClientRect();
    setShift(Math.max(0, 8 - box.left) - Math.max(0, box.right + 8 - innerWidth));
  }, []);
  const lift = place.above ? "-100%" : "0";
  return (
    <div
      ref={bubble}
      id={id}
      role="tooltip"
      className="pointer-events-none fixed z-50 w-max max-w-72 rounded-md bg-ink px-2 py-1 text-xs wrap-anywhere text-page"
      style={{ left: place.left, top: place.top, transform: `translate(calc(-50% + ${shift}px), ${lift})` }}
    >
      {text}
    </div>
  );
}
