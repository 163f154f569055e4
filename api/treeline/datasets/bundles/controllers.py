"""Knowledge bases as files, in the console and, with a `ds-` key, in the service API."""

from itertools import chain

from flask import Response

from treeline.accounts.access import CONSOLE_OR_TOKEN
from treeline.assets.archives.controllers import sent_archive
from treeline.assets.archives.errors import InvalidArchive
from treeline.assets.errors import NoFile, TooDeep, TooLarge, TooManyNodes
from treeline.assets.requests import MULTIPART_OVERHEAD
from treeline.assets.settings import AssetSettings
from treeline.datasets.bundles.errors import BundleVersionUnsupported, ExportNotOffered, ImportLost, InvalidBundle
from treeline.datasets.bundles.exporting import Exporter
from treeline.datasets.bundles.importing import Importer
from treeline.datasets.bundles.reading import BundleReader
from treeline.datasets.bundles.schemas import BundleImported, ImportBundle
from treeline.datasets.controllers import (
    CHOOSING,
    GROUP,
    One,
    key_datasets,
    member_dataset,
    member_datasets,
    one_by_key,
    out,
    service_of,
)
from treeline.datasets.errors import DatasetNotFound
from treeline.datasets.keys.access import DATASET_KEY
from treeline.datasets.service import DatasetService
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.stores.errors import StoreUnavailable, VectorExtensionMissing
from treeline.files.errors import BytesMissing
from treeline.files.serving import attachment, streamed
from treeline.kernel import current
from treeline.kernel.db import unit_of_work
from treeline.kernel.errors import UnsupportedMediaType
from treeline.kernel.web import Routes

ARCHIVE = [InvalidArchive, TooDeep, TooLarge, TooManyNodes, NoFile, UnsupportedMediaType]
BUNDLE = [InvalidBundle, BundleVersionUnsupported, ImportLost, StoreUnavailable, VectorExtensionMissing]

exports = Routes(
    "dataset_export",
    "/console/api/datasets/<uuid:dataset_id>",
    group=GROUP,
    access=CONSOLE_OR_TOKEN,
    scope=member_dataset,
)
imports = Routes("dataset_import", "/console/api/datasets", group=GROUP, access=CONSOLE_OR_TOKEN, scope=member_datasets)


@exports.get(
    "/export",
    can="belong",
    deed="dataset.export",
    transactional=False,
    refusals=[DatasetNotFound, ExportNotOffered, BytesMissing, StoreUnavailable],
)
def export_dataset(one: One) -> Response:
    """Download a knowledge base as a zip: documents, segments, vectors and files, for import into another workspace."""
    _, dataset = one
    chunks = Exporter(dataset.id, current.storage(), current.settings(DatasetSettings)).stream()
    # Made now: what can't be read is an error, not a zip that breaks off.
    first = next(chunks)
    headers = {
        "Content-Disposition": attachment(f"{dataset.name}.zip"),
        "Cache-Control": "private, no-cache",
        "Content-Type": "application/zip",
    }
    return streamed(chain((first,), chunks), headers=headers)


@imports.post(
    "/import",
    can="curate",
    deed="dataset.import",
    status=201,
    transactional=False,
    max_body=lambda settings: settings.asset_max_file_bytes + MULTIPART_OVERHEAD,
    refusals=[*CHOOSING, *ARCHIVE, *BUNDLE],
    sends="application/octet-stream",
)
def import_dataset(service: DatasetService, query: ImportBundle) -> BundleImported:
    """Create a knowledge base from an export.

    Send the zip as the body, or as the part `file` of a form. It is checked whole before anything is written; IDs are
    new. If this workspace has the embedding model of the bundle, its vectors are kept and nothing is embedded.
    """
    caller, own = service.caller, current.settings(DatasetSettings)
    with sent_archive() as file:
        reader = BundleReader(file, current.settings(AssetSettings).asset_max_file_bytes)
        made = Importer(lambda: service_of(caller), current.storage(), own).run(reader, query.name)
    with unit_of_work():
        shown = out(service_of(caller), made.dataset)
    return BundleImported.of(made, shown, had_vectors=reader.manifest.vectors is not None)


exports_by_key = exports.mirrored(
    "v1_dataset_export", "/v1/datasets/<uuid:dataset_id>", access=DATASET_KEY, scope=one_by_key
)
imports_by_key = imports.mirrored("v1_dataset_import", "/v1/datasets", access=DATASET_KEY, scope=key_datasets)
