"""The labels of docs/annotation.md."""

from __future__ import annotations

KINDS = ("PER", "ORG", "LOC")
SECTORS = (
    "IGO", "NGO", "SPY", "COP", "MIL", "JUD", "LEG", "OPP", "PTY", "GOV", "REB",
    "UAF", "CRM", "REF", "LAB", "AGR", "BUS", "MED", "EDU", "REL", "ELI", "CVL",
)  # fmt: skip
STATUSES = ("happened", "denied", "planned", "hypothetical")
SPEAKERS = ("named", "office", "anonymous")
PRECISIONS = ("day", "month", "year", "unknown")
CONFLICTS = ("number", "date", "actor", "place", "status")
_REQUESTS = ("assist", "change", "yield", "meet")
MODES: dict[str, tuple[str, ...]] = {
    "AGREE": (),
    "CONSULT": ("phone", "multilateral", "third-party", "visit"),
    "SUPPORT": (),
    "CONCEDE": (),
    "COOPERATE": (),
    "AID": (),
    "RETREAT": ("withdraw", "release", "return", "disarm", "ceasefire", "access", "resign"),
    "REQUEST": _REQUESTS,
    "ACCUSE": ("investigate", "allege", "disapprove"),
    "REJECT": _REQUESTS,
    "THREATEN": ("violence", "territory", "restrict", "ban", "arrest", "expel", "relations"),
    "PROTEST": ("demo", "riot", "strike", "hunger", "boycott", "obstruct"),
    "SANCTION": ("convict", "expel", "withdraw", "discontinue"),
    "MOBILIZE": ("troops", "weapons", "police", "militia"),
    "COERCE": (
        *("seize", "restrict", "ban", "censor", "curfew", "martial-law", "arrest", "deport", "withhold"),
        *("misinformation", "cyber"),
    ),
    "ASSAULT": (
        *("sideAB", "abduct", "sexual", "torture", "execute", "assassinate", "suicide-attack", "cleansing"),
        *("massacre", "unconventional", "crowd-control", "drone", "aerial", "heavy-weapons", "explosives"),
        *("firearms", "primitive", "beat", "destroy"),
    ),
}
RECIPIENT_NEEDED = ("COOPERATE", "AID", "SANCTION")
CONTEXTS = frozenset({
    "military", "intelligence", "executive", "legislative", "election", "political_institutions",
    "pro-democracy", "pro-autocracy", "economic", "legal", "reparations", "human_rights",
    "rights_freedoms", "repression", "human_security", "gender", "lgbt", "religion_ethnicity",
    "inequality", "diplomatic", "territory", "peacekeeping", "health", "asylum", "migration", "disasters",
    "natural_resources", "environment", "technology", "terrorism", "cbrn", "cyber", "misinformation",
    "crime", "corruption", "illegal_drugs", "trafficking",
})  # fmt: skip
