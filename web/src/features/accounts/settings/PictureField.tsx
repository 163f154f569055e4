import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, api, apiFetch, call, errorOf, type Schemas } from "@/api";
import { Button, FormError } from "@/ui";
import { Avatar } from "../Avatar";
import { useMember } from "../queries";
import { squared } from "./picture";
import { useProfileChange } from "./useProfileChange";

/** One's picture: chosen from the disk, cut to a square here, saved at once. */
export function PictureField() {
  const { t } = useTranslation("accounts");
  const { profile } = useMember();
  const input = useRef<HTMLInputElement>(null);
  const save = useProfileChange(async (file: File | null) => {
    const avatar = file && (await uploaded(file));
    return call(api.POST("/console/api/account/avatar", { body: { avatar } }));
  });
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-3">
        <Avatar name={profile.name} url={profile.avatar_url} className="size-16 text-2xl" />
        <input
          ref={input}
          type="file"
          accept="image/*"
          hidden
          aria-label={t("picture.choose")}
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) save.mutate(file);
            // The same file may be chosen again.
            event.target.value = "";
          }}
        />
        <Button busy={save.isPending} onClick={() => input.current?.click()}>
          {t("picture.choose")}
        </Button>
        {profile.avatar_url && (
          <Button look="ghost" disabled={save.isPending} onClick={() => save.mutate(null)}>
            {t("picture.remove")}
          </Button>
        )}
      </div>
      <FormError error={save.error} />
    </div>
  );
}

/** The id of the upload. */
async function uploaded(file: File): Promise<string> {
  const picture = await squared(file).catch(() => {
    throw new ApiError("not_a_picture", "", 400);
  });
  const body = new FormData();
  body.append("file", picture, "picture.png");
  const response = await apiFetch("/console/api/files/upload", { method: "POST", body });
  if (!response.ok) throw await errorOf(response);
  return ((await response.json()) as Schemas["UploadOut"]).id;
}
