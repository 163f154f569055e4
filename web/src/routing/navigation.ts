// What a feature declares of its pages: the sidebar, the line under an app's name and ⌘K show the same lists.
import type { LinkProps } from "@tanstack/react-router";
import type { LucideIcon } from "lucide-react";
import type { Schemas } from "@/api";
import type console from "@/i18n/locales/en.json";

type Ability = Schemas["WorkspaceOut"]["abilities"][number];

/** Who looks. */
export type Visitor = { can: (ability: Ability) => boolean; operates: boolean };

type Page<Offer> = {
  to: LinkProps["to"];
  /** Its name, in `nav.pages` of the console's texts. */
  label: keyof (typeof console)["nav"]["pages"];
  icon: LucideIcon;
  /** Pages of one list stand by this, the lowest first. */
  place: number;
  /** Whether it is there for this visitor; always, if nothing is said. */
  offered?: Offer;
};

export type WorkspacePage = Page<(visitor: Visitor) => boolean>;

export const APP_GROUPS = ["build", "deploy", "monitor", "settings"] as const;

export type AppPage = Page<(visitor: Visitor, mode: Schemas["AppOut"]["mode"]) => boolean> & {
  group: (typeof APP_GROUPS)[number];
  /** Whether what is done there waits to be published. */
  publishes?: true;
};
