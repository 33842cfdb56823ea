"""Words of the language of news reports: verbs of saying, hedges, posts, ways to speak in public.

General English words and the names of bodies that speak under the name of a building or a brand. Names of people and
places stand here nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SAYING: Mapping[str, str] = {
    verb: kind
    for kind, verbs in {
        "": """said says say told tells tell wrote writes stated states added adds noted notes announced announces explained
            explains reported reports commented comments remarked remarks replied answered responded argued argues observed
            acknowledged acknowledges recalled tweeted posted testified revealed reveals disclosed underscored underlined
            stressed stresses emphasised emphasized recognised recognized declared declares mentioned described confirmed
            confirms insisted insists admitted admits asserted asserts maintained maintains indicated indicates concluded
            concludes found finds ruled discovered discover discovers determined showed shows suggested suggests reiterated
            complained joked boasted lamented confessed conceded concedes repeated""",
        "allegation": "claimed claims alleged alleges accused accuses blamed blames",
        "denial": "denied denies rejected rejects dismissed dismisses",
        "pledge": "promised promises vowed vows pledged pledges committed commits agreed agrees guaranteed",
        "prediction": "predicted predicts forecast forecasts expects expected",
        "assessment": """warned warns warn believes believe thinks think estimated estimates assessed assesses feared fears
            hoped hopes urged urges called praised condemned criticised criticized cautioned speculated considers""",
    }.items()
    for verb in verbs.split()
}
"""Verbs by which reports say who says something, with the kind of claim that they tell; empty when they tell none."""

STRONG_SAYING = _words("""
said says say told tells wrote writes stated states added adds announced announces claimed claims alleged alleges warned warns warn
accused denied denies tweeted argued argues insisted insists promised vowed pledged predicted testified explained declared believes
believe confirmed
""")
"""Of these, the verbs behind which a clause may follow without “that”."""

QUOTING_ONLY = _words(
    "agreed agrees committed commits reported reports called urged praised condemned criticised criticized described hoped expected found finds showed shows"
)
"""Verbs that report speech only beside a quotation or “that”; else they tell what somebody did."""

ACCUSING = _words("accused accuses blamed blames")

FLAGGED = _words("claimed claims alleged alleges admitted admits insisted insists conceded boasted confessed")
"""Verbs that carry a judgement of the writer's."""

POSTS = _words("""
official officials spokesman spokeswoman spokesperson spokespeople spokespersons police minister ministers ministry president negotiator
negotiators expert experts analyst analysts witness witnesses resident residents authority authorities researcher researchers
scientist scientists doctor doctors prosecutor prosecutors lawyer lawyers attorney source sources report reports lawmaker lawmakers
senator senators governor mayor ambassador diplomat diplomats commander commanders general officer officers soldier soldiers
company court judge jury agency government military army union study survey poll statement director chief chairman
chairwoman chairperson chair leader leaders activist activists critic critics opposition campaigners economist economists historian
manager coach author professor organisers organizers organisation organization group family relatives mother father brother sister
investigators detectives firefighters rescuers meteorologists forecasters teacher teachers student students farmer farmers
editor editors journalist journalists reporter representative representatives secretary delegate delegates parliament committee
commission council department office team scholar scholars engineer engineers owner founder executive executives
adviser advisers advisor advisors aide aides biologist astronomer astronomers physicist chancellor premier rebels militants
charity hospital school university airline operator bank regulator watchdog inquiry investigation document documents
newspaper paper magazine website station broadcaster study's neighbours neighbors volunteers survivors victims people
""")
"""Nouns for those who speak without a name."""

UNNAMED = _words("""
official officials source sources diplomat diplomats negotiator negotiators aide aides adviser advisers officer officers soldier soldiers
""")
"""Of these, the ones who brief without giving a name."""

BODIES_THAT_SPEAK: Mapping[str, str] = {
    "Kremlin": "office", "White House": "office", "Downing Street": "office", "Pentagon": "ministry", "Whitehall": "government",
    "Élysée": "office", "Elysee": "office", "Capitol Hill": "office", "Buckingham Palace": "office", "Vatican": "government",
    "Holy See": "government", "Foreign Office": "ministry", "Home Office": "ministry", "Treasury": "ministry",
    "State Department": "ministry", "Knesset": "government", "Bundestag": "government", "Duma": "government", "Rada": "government",
    "Verkhovna Rada": "government", "Congress": "government", "Senate": "government", "House of Commons": "government",
    "House of Representatives": "government", "Hamas": "armed-group", "Hezbollah": "armed-group", "Taliban": "armed-group",
    "Islamic State": "armed-group", "Al-Qaeda": "armed-group", "Red Cross": "ngo", "Red Crescent": "ngo", "Amnesty International": "ngo",
    "Human Rights Watch": "ngo", "Greenpeace": "ngo", "Oxfam": "ngo", "Unicef": "intergovernmental",
    "United Nations": "intergovernmental", "European Union": "intergovernmental", "African Union": "intergovernmental",
    "Nato": "intergovernmental", "NATO": "intergovernmental", "UN": "intergovernmental", "EU": "intergovernmental",
    "WHO": "intergovernmental", "Interpol": "intergovernmental", "Arab League": "intergovernmental", "World Bank": "intergovernmental",
    "Reuters": "news-agency", "Associated Press": "news-agency", "AP": "news-agency", "AFP": "news-agency",
    "Agence France-Presse": "news-agency", "Interfax": "news-agency", "TASS": "news-agency", "Tass": "news-agency", "Xinhua": "news-agency",
    "Bloomberg": "news-agency", "Al Jazeera": "news-media", "BBC": "news-media", "CNN": "news-media", "NPR": "news-media",
    "Guardian": "news-media", "New York Times": "news-media", "Washington Post": "news-media", "Wall Street Journal": "news-media",
    "Le Monde": "news-media", "Der Spiegel": "news-media", "Financial Times": "news-media", "Wikinews": "news-media",
    "Sky News": "news-media", "Fox News": "news-media", "ABC News": "news-media", "CBS News": "news-media", "NBC News": "news-media",
    "Facebook": "platform", "Twitter": "platform", "Telegram": "platform", "Instagram": "platform", "YouTube": "platform",
    "TikTok": "platform", "Google": "company", "Microsoft": "company", "Apple": "company", "Amazon": "company", "Wikipedia": "platform",
    "Wikimedia": "ngo",
}  # fmt: skip
"""Bodies whose names look like buildings or brands, so that no rule about words tells what they are, with their kinds."""

AREAS = _words(
    "Africa Europe Asia Antarctica Arctic Oceania America Eurasia Scandinavia Balkans Caucasus Sahel Maghreb Levant"
)
AREAS_OF_WORDS = frozenset((
    "Middle East", "Far East", "West Bank", "Gaza Strip", "North America", "South America", "Latin America", "Central America",
    "North Africa", "West Africa", "East Africa", "Southern Africa", "Central Asia", "South Asia", "Southeast Asia",
    "Eastern Europe", "Western Europe", "Central Europe", "Northern Ireland", "Black Sea", "Red Sea", "Middle Ages", "Arctic Circle",
)) - {"Middle Ages"}  # fmt: skip
"""Parts of the world that are neither a country nor a town."""

COUNTRY_NAMES: Mapping[str, str] = {
    "UK": "GB", "U.K": "GB", "Britain": "GB", "Great Britain": "GB", "England": "GB", "Scotland": "GB", "Wales": "GB",
    "US": "US", "U.S": "US", "USA": "US", "U.S.A": "US", "America": "US", "Burma": "MM", "Turkey": "TR", "Holland": "NL",
    "Ivory Coast": "CI", "Czech Republic": "CZ", "Swaziland": "SZ", "East Timor": "TL", "UAE": "AE", "DRC": "CD",
    "Hong Kong": "HK", "Palestine": "PS", "Macedonia": "MK", "Republic of Ireland": "IE", "Soviet Union": "", "USSR": "",
    "Democratic Republic of the Congo": "CD", "Democratic Republic of Congo": "CD", "Republic of the Congo": "CG", "Congo": "CD",
    "Bosnia": "BA", "Trinidad": "TT", "Cape Verde": "CV", "Gaza": "PS",
}  # fmt: skip
"""What reports call countries, where the usual name is another one."""

HEDGES = (
    "could not independently verify", "could not be independently verified", "not independently verified", "not been verified",
    "could not be verified", "has not been confirmed", "unconfirmed", "allegedly", "reportedly", "apparently", "purportedly",
    "supposedly", "suspected", "believed to", "thought to", "said to have", "may have", "might have", "could have", "could be",
    "may be", "might be", "if true", "if confirmed", "appears to", "appeared to", "seems to", "seemed to", "possibly", "probably",
    "likely", "mounting evidence", "according to reports",
)  # fmt: skip
"""Words by which a report keeps a distance from what it tells."""

EVIDENCE = "evidence|reports|claims|allegations|accusations|rumours|rumors|fears|concerns|suggestions|speculation|signs|indications"
"""Nouns behind which “that” makes a claim."""

MODES: tuple[tuple[str, str], ...] = (
    ("social-post", r"\b(?:on|via|to|in a) (?:Facebook|Twitter|Telegram|Instagram|X|TikTok|social media|tweets?|posts?)\b|\btweet(?:ed)?\b|\bpost(?:ed)? on\b"),
    ("video-address", r"\bvideo (?:address|message|statement)\b|\btelevised address\b"),
    ("broadcast", r"\bon (?:\w+ )?(?:television|TV|radio)\b|\b(?:television|TV|radio) (?:interview|programme|program|show|station)\b"),
    ("press-statement", r"\b(?:press|news) (?:conference|release|briefing|statement)\b|\bin a (?:written )?statement\b|\bstatement\b|\bspokes\w+\b"),
    ("court", r"\b(?:in|the|told the|told a) (?:\w+ )?court\b|\bjudge\b|\btrial\b|\btestif\w+\b"),
    ("parliament", r"\b(?:told|to|in) (?:the )?(?:parliament|House of Commons|Commons|senate|lawmakers|MPs)\b"),
    ("interview", r"\binterview(?:ed)?\b|\btold (?:the )?(?:[A-Z]\w+|news agency|newspaper|reporters|journalists)\b"),
    ("speech", r"\b(?:speech|sermon|lecture|address)\b|\baddress(?:ed|ing)\b"),
    ("document", r"\b(?:report|study|paper|document|letter|survey|book|filing|memo)\b"),
)  # fmt: skip
"""How something was said, by words of its sentence; the first that fits."""

EVENT_VERBS = _words("""
killed died dead injured wounded fled launched annexed arrested detained attacked bombed shelled destroyed seized captured retaken
recaptured won lost signed collapsed crashed sank exploded invaded violated withdrawn withdrew evacuated displaced elected
appointed resigned convicted sentenced charged released banned approved passed struck hit sold bought paid founded convened
opened closed failed rose fell increased decreased reached spread infected abducted kidnapped shot stabbed burned burnt
flooded rescued cancelled canceled postponed agreed merged acquired discovered found held made led began started ended suspended
""")
"""Verbs of things that happen or not, and can be checked."""

NO_NAMES_AT_END = _words("""
festival award awards championship championships cup prize study game games act treaty agreement war wars conference summit attack
attacks election elections day show expo resolution plan deal law bill series image picture performance accord amendment
""")
"""Small words that, at the end of a name, make it one of an event, a work or a law: nothing that a who’s who lists."""
