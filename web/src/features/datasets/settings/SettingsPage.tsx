import { ExportSection } from "../bundles/ExportSection";
import { CheckSection } from "../checking/CheckSection";
import { DatasetFrame } from "../DatasetFrame";
import { ServiceSection } from "../external/ServiceSection";
import { IndexSection } from "../switching/IndexSection";
import { GeneralSection } from "./GeneralSection";
import { RetrievalSection } from "./RetrievalSection";

/** What a knowledge base is called, who may use it, and how it is searched. */
export function SettingsPage() {
  return (
    <DatasetFrame>
      {(dataset) => (
        <div key={dataset.id} className="flex max-w-3xl flex-col gap-5">
          <GeneralSection dataset={dataset} />
          <RetrievalSection dataset={dataset} />
          {dataset.provider === "external" && <ServiceSection dataset={dataset} />}
          {dataset.provider === "vendor" && <IndexSection dataset={dataset} />}
          {dataset.provider === "vendor" && <CheckSection dataset={dataset} />}
          {dataset.provider === "vendor" && <ExportSection dataset={dataset} />}
        </div>
      )}
    </DatasetFrame>
  );
}
