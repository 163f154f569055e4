"""What the matrix leaves out, with reasons: patterns of "METHOD /path place"."""

import re

# Somebody else's id is sent there, and the request is taken: there is nothing to be found by it.
TAKEN = (
    (r"^GET .* query\.(ids|tag_ids)$", "narrows a list"),
    (r"(hit-testing|/retrieve|/search) body\.why$", "asks about segments of what is searched"),
    (r"/api-keys body\.dataset_ids$", "the key is of the knowledge base in the path"),
    (r"^PATCH .*/datasets/\{dataset_id\} body\.external_knowledge_api_id$", "of no use to a base that is not external"),
    (r"/workflows/draft body\.graph\.", "a draft may say anything: what it names is looked up when it runs"),
)
# Refused as an invalid field, not as something that is not found.
INVALID = (
    (r"body\.partial_member_list", "a list is chosen from the members of the workspace"),
    (r"^PATCH .*/trigger-subscriptions/\{subscription_id\} body\.source\.", "another kind than it is of"),
    (r"/v1/datasets/\{dataset_id\}/sources body\.app_id$", "keys sync no apps, whosever they are"),
)
# Not found even if it is one's own.
UNREACHED = (
    (r"^POST .*/account/(change-email/validity|delete)$", "needs the token of a mail"),
    (r"/members/owner-transfer-check$|/workspaces/join$", "likewise"),
    (r"/identities/\{provider\}/connect$", "no provider is configured"),
    (r"/remote-files/", "needs a site that answers"),
    (r"/workflows/draft/(iteration|loop)/", "the node that there is, is neither"),
    (r"/datasets/\{dataset_id\}/contents$", "its documents have no bytes"),
    (r"/datasets/init body\.original_document_id$", "what is new has no documents"),
)


def stands_in(rules: tuple[tuple[str, str], ...], place: str) -> bool:
    return any(re.search(pattern, place) for pattern, _ in rules)
