from treeline.apps.errors import AppNotFound
from treeline.assets.requests import AssetRoutes
from treeline.assets.searching.access import text_search
from treeline.assets.searching.schemas import TextHit, TextHits, TextQuery
from treeline.assets.searching.service import TextSearch

searching = AssetRoutes("asset_search", "/search", text_search, group="Files")


@searching.get("/contents", can="read", transactional=False, refusals=[AppNotFound])
def search_contents(search: TextSearch, query: TextQuery) -> TextHits:
    """Search the lines of the draft's text files, ignoring case: 50 hits per call, 20 per file.

    Files over 1 MiB and files that are not UTF-8 are skipped. One call covers at most 2,000 files, 32 MiB or 2 seconds
    and can be empty: continue with `next_cursor` until it is null.
    """
    found = search.run(query.q, query.cursor)
    hits = [
        TextHit(node_id=node_id, path=hit.path, line=hit.line or 1, offset=hit.offset or 0, text=hit.text or "")
        for node_id, hit in found.hits
    ]
    return TextHits(data=hits, files_searched=found.searched, files_skipped=found.skipped, next_cursor=found.following)
