import { type ComponentType, cloneElement, lazy, type ReactElement, Suspense, startTransition, useState } from "react";
import type { ChoiceProps, ItemProps, MenuProps } from "./menuParts";

// Loaded when the first menu is opened, not with the page.
const parts = () => import("./menuParts");
const OpenMenu = lazy(() => parts().then((module) => ({ default: module.OpenMenu })));

type TriggerProps = React.HTMLAttributes<HTMLElement>;

/** A button and what it opens: MenuItem, MenuChoice, MenuLabel and MenuSeparator. */
export function Menu({ trigger, ...rest }: MenuProps) {
  const [used, setUsed] = useState(false);
  const waiting = cloneElement(trigger as ReactElement<TriggerProps>, {
    "aria-haspopup": "menu",
    "aria-expanded": false,
    onPointerEnter: () => void parts(),
    onFocus: () => void parts(),
    // As a transition: the button stays as it is until the rest is there.
    onClick: () => startTransition(() => setUsed(true)),
  });
  return <Suspense>{used ? <OpenMenu trigger={trigger} {...rest} /> : waiting}</Suspense>;
}

export const MenuItem: ComponentType<ItemProps> = lazy(() => parts().then((m) => ({ default: m.MenuItem })));
export const MenuLabel = lazy(() => parts().then((m) => ({ default: m.MenuLabel })));
export const MenuSeparator = lazy(() => parts().then((m) => ({ default: m.MenuSeparator })));
export const MenuChoice = lazy(() => parts().then((m) => ({ default: m.MenuChoice }))) as unknown as <T extends string>(
  props: ChoiceProps<T>,
) => ReactElement;
