"""The register of diagnostics: every code there is, its level and what it means, for `briefgen explain`.

The letter is the level: E stops the build, W is reported and stops it under `--strict`, I is only for knowing.
Blocks: 0 reading and references, 1 names, 2 claims, 3 links, media and roles, 4 sources, themes and settings, 5 safety,
6 what the site says to machines, 7 changes, 8 language, 9 house style.
A code is never reused and never changes its meaning; the words may improve.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from briefgen.base.diagnostics import Level

_LEVELS: Mapping[str, Level] = {"E": "error", "W": "warning", "I": "note"}


class Code(Struct, frozen=True):
    """One thing that can be wrong."""

    code: str
    level: Level
    title: str
    explanation: str
    """What it means, why it matters and how to mend it."""


def _code(code: str, title: str, explanation: str) -> Code:
    return Code(code, _LEVELS[code[0]], title, explanation)


_READING = (
    _code("E001", "id given twice",
        "Two records of one kind have the same id, so that an address and a reference would mean two things. "
        "The second one is left out. Give one of them another id, or join the two records. "
        "Two people may be `john-smith` and `john-smith-mp`."),
    _code("E002", "unknown reference",
        "A field names a record that does not exist, or one of a kind that cannot stand there. "
        "Readers would meet a dead link, and a claim would lose its source. "
        "Correct the id, or add the record: `by: hanna-malyar` needs `hanna-malyar:` in people.yaml."),
    _code("E003", "unknown key",
        "A record has a key that briefgen does not know; what stands behind it would be ignored silently. "
        "Usually it is misspelt (`sumary:`), or a comma inside { } has ended a text too early. "
        "Correct the key, or put the text in quotes: `{note: \"first, second\"}`."),
    _code("E004", "key written twice",
        "A mapping has the same key twice, and YAML would keep only one of them without a word. "
        "Join the two or remove one: `aliases: [Kiev]` and, further down, `aliases: [Kyiv]` become `aliases: [Kiev, Kyiv]`."),
    _code("E005", "date that cannot be read",
        "A date is not in a form that means the same everywhere, does not exist, or has a time without a zone. "
        "Write the year first, as exactly as you know it: `2022`, `2022-04`, `2022-04-02`, `2022-04-02T19:30+01:00`. "
        "A question mark says uncertain (`\"2022-04-02?\"`), a slash makes a range (`2022-03/2022-05`)."),
    _code("W006", "published address would disappear",
        "A page that readers, search engines and other sites may have linked to would no longer be built. "
        "If the record has a new id, keep the old address alive with `redirect_from: [old-id]`. "
        "If the article must go, write `withdrawn: {date: 2022-04-09, reason: …}`: a page that says so then stands there."),
    _code("E007", "YAML that cannot be read",
        "The file breaks a rule of YAML, so nothing after the place shown can be trusted. "
        "The usual causes: a tab instead of spaces, a quotation mark or bracket that is never closed, a missing space after "
        "a colon, or a text with a colon in it that stands without quotes. "
        "Write `title: \"Kyiv: what we know\"`, not `title: Kyiv: what we know`."),
    _code("E008", "not saved as UTF-8",
        "The file holds bytes that are not UTF-8, so accents and other letters would come out wrong. "
        "It was probably saved by a program that uses an older encoding such as Windows-1252. "
        "Open it, check the letters near the place shown, and save it with the encoding UTF-8."),
    _code("E009", "front matter missing or not closed",
        "A Markdown file of the site begins with a few lines of settings between two lines of three hyphens. "
        "Without them there is no title and no date. Put them at the very top: "
        "`---`, `title: What happened`, `date: 2022-04-02`, `---`, then the text."),
    _code("E010", "required key missing",
        "A record lacks something that every record of its kind must have, so no page can be made from it. "
        "Add the key that is named; the content reference lists what each kind needs. "
        "A person needs a name, for example: `hanna-malyar: {name: Hanna Malyar}`."),
    _code("E011", "value of the wrong kind",
        "A number stands where text is expected, one value where a list is expected, or the like. "
        "briefgen does not guess, because `date: 1.10` or `country: no` would silently turn into something else. "
        "Put text in quotes (`title: \"2022\"`) and write lists with brackets (`tags: [war]`)."),
    _code("E012", "value that is not allowed",
        "The field takes only certain values, or values within limits. "
        "The message lists what is possible: `confidence: high` is, `confidence: very high` is not. "
        "Choose one of them, or leave the key out if it is not required."),
    _code("E013", "id that cannot be an address",
        "Ids become addresses, so they have only small letters a to z, digits and single hyphens, at most 80 characters. "
        "Rename the key or the file as the hint says: `Hanna Malyar.yaml` becomes `hanna-malyar.yaml`. "
        "A file name with a dot, such as `x.uk.md`, is a version in a language that `languages` in briefgen.yaml must list."),
    _code("E014", "reference with several meanings",
        "An id without its kind fits several records, for example a place and an organisation. "
        "briefgen does not guess which one is meant. Write the kind in front: `about: [place:kremlin]`."),
    _code("E015", "path that leaves the project",
        "A link or a path leads in a circle or to a place outside the project, where it would work on your computer only. "
        "Copy the file into the project and name it from there, for example `src: images/bridge.jpg`."),
    _code("E016", "two pages on one address",
        "Two records, or a record and a redirect, would be written to the same file, and one would overwrite the other. "
        "Give one of them another id, or remove the entry from `redirect_from`."),
    _code("E017", "file too large",
        "A text file has more than 2 MB, which is far more than an article and slow to work with. "
        "Split a registry into one file for each record (`people/hanna-malyar.yaml`), or shorten the text."),
    _code("E018", "file that cannot be read",
        "A file or folder is missing, may not be opened, or is something else than a file. "
        "Check that it exists, that its name is right and that you may read it. "
        "Articles are looked for in `content/articles/`, below the folder in which briefgen is run."),
    _code("E019", "YAML that repeats too much",
        "Names with & and * repeat parts of a file, and here they repeat themselves or more than 10,000 values. "
        "A few harmless-looking lines could fill the memory that way. "
        "Write the values out, or make them a record of their own and refer to it."),
    _code("W020", "file that is not read",
        "A file below `content/` has no place in the layout, so nothing in it reaches the site. "
        "Often a folder is misspelt (`artcles/`) or notes have another name than their article. "
        "Rename or move it; `x.notes.yaml` belongs beside `x.md`."),
    _code("I022", "older spelling of a key",
        "The key is still understood but has a new name, and the documentation uses only that. "
        "Change it when you next edit the file: `language: en` is now `lang: en`."),
    _code("E023", "file that is not there",
        "A record names a picture, a map shape, notes or a text that the project does not hold. "
        "The page would show a gap. Add the file or correct its path: pictures are named from `content/` on "
        "(`images/bridge.jpg`), texts behind sources from the project on (`seeds/report.txt`)."),
    _code("I024", "line ends of Windows",
        "Lines end with a carriage return as well, as Windows programs write them; they were converted while reading. "
        "Nothing is wrong. To keep changes in version control readable, let your editor write plain line ends (LF)."),
    _code("I025", "byte order mark",
        "The file begins with an invisible mark that some Windows programs write; it was skipped. "
        "Nothing is wrong. Save the file as “UTF-8 without BOM” to be rid of the note."),
    _code("W027", "published record refers to a draft",
        "Something that is published names a record that is still a draft, and a draft has no page. "
        "Readers see the name without a link. Publish the draft (`draft: false`) or remove the reference."),
    _code("E028", "records contain each other",
        "A record is, through its parents, a part of itself: Kyiv lies in Ukraine, Ukraine in Kyiv. "
        "Lists of parts and paths of places would never end. Correct `parent`, `part_of` or `supersedes` in one of them."),
    _code("E029", "dates in the wrong order",
        "Something ends before it begins, whichever way the two dates are read. "
        "Usually day and month are swapped or a year is mistyped: `from: 2022-03-01` with `to: 2022-02-01`. "
        "Correct one of the two."),
    _code("W030", "waiver that suppresses nothing",
        "`accept` names a code that is no longer reported, so the waiver could hide a new fault later. "
        "Remove the entry: `accept: {W213: …}`."),
    _code("E031", "unknown code",
        "`checks` or `accept` names a code that does not exist, so that the setting has no effect. "
        "Correct it; codes look like `W104`, without a prefix, and `briefgen explain` lists them."),
    _code("W032", "summary missing",
        "A public page has no summary; its first sentence stands in on cards, in lists and for search engines. "
        "Add one or two sentences that stand by themselves: `summary: Deputy defence minister of Ukraine until 2023.`"),
    _code("W033", "longer than advised",
        "A text is longer than cards, lists and search engines show, or a summary has more points than readers keep. "
        "It will be cut or will wrap badly. Shorten it; the message says to how many characters."),
    _code("I035", "article without a date",
        "An article that has no date counts as a draft and is not built. "
        "When it is ready, write the day of its publication: `date: 2022-04-02`. To be rid of the note, write `draft: true`."),
    _code("E036", "something is left to write",
        "`TODO`, or “(write here)”, stands in a record or an article that is no draft: the stub of `briefgen draft` or `briefgen new` "
        "was published before somebody had written what belongs there. Write it, take the line out, or keep the record as a draft: `draft: true`. "
        "In code, between backticks, the word may stand."),
    _code("I038", "remark about something left to do",
        "A comment in a file of a record that is no draft holds `TODO`. Readers do not see it; it is told so that nothing is forgotten. "
        "Do what it says and take it out, or accept it: `accept: {I038: we ask again in May}`."),
    _code("I039", "code in a language that nobody knows",
        "The site colours code (`markdown: {highlight: true}`), and a block names a language that Pygments does not know, so it stays plain. "
        "Correct the word behind the three backticks, or write `text` there."),
    _code("E037", "data that cannot be read",
        "A file below `content/data/` is no CSV, JSON or YAML, or has a name that no text could use. "
        "A CSV file has one line of headings and as many cells in every row; a name has small letters, digits and hyphens. "
        "`content/data/casualties.csv` is shown by `::: data casualties`."),
    _code("E034", "keys that need or exclude each other",
        "One key makes no sense without another, or contradicts it: a source needs `url` or `url_missing`, a note "
        "exactly one of `ref` and `inline`, and `draft: true` cannot be `status: published`. "
        "Add what is missing or keep one of the two."),
)  # fmt: skip

_NAMES = (
    _code("E101", "name with several meanings",
        "A name in the text fits several records, and none or more than one of them has been introduced so far. "
        "briefgen links nothing it is not sure of. Introduce the right one by its full name, list it under `mentions: cast:`, "
        "or mark the place: `[[boris-johnson|Johnson]]`."),
    _code("W102", "short form never introduced",
        "A short form such as “Mr Johnson” stands in an article that never gives the full name, so readers may not know "
        "who is meant and nothing is linked. Give the full name at the first mention, or add the record to `mentions: cast:`."),
    _code("W103", "spelling that the house style rejects",
        "The text uses a spelling that a record's `house_style` rejects; it still counts as a mention. "
        "Use the preferred spelling (“Kyiv”, not “Kiev”), or allow the place with `allow_in` or `allow_phrases` if it is right there."),
    _code("W104", "name that no record has",
        "Words that look like a name occur in the text but in no record. "
        "Readers get no card for it, and it may be a misspelling. Add a record (`briefgen new person --from \"Jane Doe\"`), add an alias to one, "
        "or list the words under `names: not:` in briefgen.yaml. `briefgen check --names` lists the unknown names of all articles."),
    _code("W105", "name strong for one and weak for another",
        "The same words are an alias of one record and only a short form of another, so a mention may be linked to the wrong one. "
        "Make it weak for both (`weak_aliases`) or remove it from one."),
    _code("W106", "confusable record linked automatically",
        "A name was linked to a record that another one lists under `not_to_be_confused_with`. "
        "Check that the right one is meant, and settle it by hand: `[[interfax-ukraine|Interfax]]`."),
    _code("I107", "record never mentioned",
        "No article mentions the record, so its page has nothing to show but itself. "
        "Nothing is wrong; perhaps an alias is missing, or the record is for later."),
    _code("W110", "name too short to be safe",
        "A full name of fewer than three letters links wherever it stands, also inside names of others and in lists. "
        "Give a longer one, or put it under `weak_aliases`, so that it counts only where the full name has stood before. "
        "Acronyms of two capitals such as `UN` are safe, since case counts; those that are words or numbers too (IT, PM, TV, II) are not."),
    _code("W111", "name without a capital",
        "A full name written in small letters links every place where the words stand in their common meaning. "
        "Write it as it stands in texts, with a capital; put it under `weak_aliases`; or make a glossary term of it, which may be a common word. "
        "If somebody is really written like that, accept it: `accept: {W111: \"bell hooks wrote her name so\"}`."),
    _code("W112", "name shared by several records",
        "Two records have the same full name, so an article that uses it cannot be built (E101) until it says which one is meant. "
        "Give each a full name of its own and put the shared one under `weak_aliases` of both. "
        "If both are really called so, write it down in one of them: `not_to_be_confused_with: [ann-lee]`."),
    _code("W113", "name that is a common word",
        "A name is the same as a day, a month or a word that often begins a sentence: “May”, “Mark”, “Will”. "
        "Case does not tell them apart, so the word would be taken for the person. "
        "For a family name write `no_weak: true` and give the short forms that are safe: `weak_aliases: [Mrs May]`."),
    _code("E108", "mark that cannot be read",
        "A link `[[…]]` or a mark `{claim=…}` is not closed, is empty or names nothing, and readers would see the brackets. "
        "Write `[[hanna-malyar]]`, `[[hanna-malyar|she]]` or `[the words]{claim=kyiv-region-retaken}`."),
)  # fmt: skip

_CLAIMS = (
    _code("E201", "words of a claim not found",
        "An entry under `anchors` quotes words that are no longer in the article, so readers would not see the claim marked. "
        "Copy the words from the article as they stand there now, or mark the passage in the text: `[words]{claim=id}`."),
    _code("E202", "words of a claim found several times",
        "The words under `anchors` occur more than once in the article. "
        "Add words around them (`prefix:`, `suffix:`), quote a longer passage, or say which one: `occurrence: 2`."),
    _code("E203", "marked claims overlap",
        "Two marked passages cross: one begins inside the other and ends outside. "
        "Shorten or lengthen one of them, so that one lies inside the other or beside it."),
    _code("E204", "status that this claim cannot have",
        "Each kind of claim has its own statuses: a fact can be confirmed, a pledge kept, an opinion neither. "
        "Use one of those the message lists. A claim of kind `pledge` is `pending`, later `kept`, `partly-kept` or `broken`."),
    _code("E205", "history not in order",
        "Entries of `status_history` go from the oldest to the newest, because the last one is what holds now. "
        "Move the entry, or correct its date."),
    _code("E206", "recorded before it was known",
        "`recorded` says when the desk wrote an entry down; that cannot be before its `date`, when it became known. "
        "Correct one of the two, or leave `recorded` out."),
    _code("E207", "corroborated without two independent origins",
        "“Corroborated” tells readers that at least two origins, independent of each other and of whoever makes the claim, support it. "
        "Several outlets that repeat one official are one origin. "
        "Add evidence with another `origin`, explain a nameless one with `origin_note`, or use the status `unverified`."),
    _code("E208", "settled without evidence",
        "A claim is called confirmed or false (refuted), but its history rests on no evidence that says so; for background it is only a warning. "
        "Readers must be able to see why. Add an `evidence` entry and name it: `evidence: [e1]`."),
    _code("E209", "verdict on a status that cannot carry one",
        "A published `review` gives a rating, but the claim's present status allows none, or only a label. "
        "Remove `rating`, change the status, or set `published: false`."),
    _code("E210", "rating that is no whole number from 1 to 5",
        "Machine-readable verdicts use 1 for false to 5 for true, and the status decides which of them are possible. "
        "A refuted claim has 1, a misleading one 2 or 3, a corroborated one 4, a confirmed one 5."),
    _code("E211", "claims that replace each other",
        "Following `superseded_by` leads back to the claim itself, so there is no latest version. "
        "Remove `superseded_by` from the claim that is still current."),
    _code("W212", "quoted words not in the source",
        "The words under `quote` do not occur in the text behind the source, or not exactly. "
        "A quotation must be word for word. Compare the two, and mark what you left out with “[…]”."),
    _code("W213", "nobody who says it is named",
        "Every assertion of the claim comes from an unnamed speaker, so readers cannot judge who stands behind it. "
        "Name somebody if you can, or say why not and accept the warning: `accept: {W213: \"officials spoke on condition of anonymity\"}`."),
    _code("W214", "evidence only at second hand",
        "All sources behind the evidence were seen only through other reports (`seen_via`). "
        "Find the original, or lower the confidence and accept the warning with the reason."),
    _code("W216", "due for another look",
        "The day in `review_by` has passed, or an open claim has rested longer than its status should. "
        "Check whether anything has changed. Add an entry to the history, or move `review_by`."),
    _code("W217", "confirmed only by the claimant",
        "The claim is called confirmed, but all the evidence comes from whoever makes it, or from their organisation. "
        "That is enough for “we met”, never for a disputed fact. Add evidence from elsewhere, or use `unverified`."),
    _code("W215", "claims have moved since",
        "An article that is out makes a claim whose status is another one now, and its changelog says nothing about it after that day. "
        "Pages show “Now:” beside the old status, but readers who come back should be told, and the text may have to change. "
        "Add an entry: `changelog: - {date: 2022-04-06, kind: claim-status, note: The ministry has denied it.}`"),
    _code("W218", "evidence that leads back to the claim",
        "Evidence in support was seen only through the very source in which the claim was made: `seen_via` leads from one to the other. "
        "A report that repeats another one is no second origin. Take the evidence out, call it `stance: context`, or find what it rests on."),
    _code("W219", "claim newer than the article that marks it",
        "The article is dated before the first entry of the claim's history, so on its own day the claim had no status yet. "
        "Add an earlier entry, usually `unverified` on the day of the article, or correct one of the dates."),
)  # fmt: skip

_OTHERS = (
    _code("E301", "link address that is not allowed",
        "A link or picture in the text leads to an address that a page must not have, such as `javascript:`. "
        "Use an `https://` address, a path inside the site, or `mailto:`."),
    _code("W302", "picture that cannot be read",
        "A file below `content/` has the ending of a picture, but cannot be read as one, or is so large that it would fill the memory. "
        "It is copied as it is, so browsers may show a hole, and whatever it tells of its maker stays in it. Save it anew as JPEG, PNG or WebP. "
        "Files that are to be copied exactly as they are belong below `content/files/`."),
    _code("E303", "link that leads nowhere",
        "A link in a text names a page of this site, or a file, that is not there, so readers would meet an error. "
        "The hint names the nearest address. Link a record by its name in brackets, `[[hanna-malyar]]`, or its file, `[more](other.md)`: "
        "such links follow when an address changes. Files for readers belong into `content/files/`."),
    _code("W304", "place on a page that is not there",
        "What stands behind the # of a link names no heading and no claim of the page it leads to, so readers would land at its top. "
        "The hint names the nearest place. Give a heading a name that stays when its words change: `## The talks {#talks}`."),
    _code("W311", "office not held on that day",
        "The text calls somebody by an office that is theirs on other days, but not on the day the article speaks for (`as_of`, or its date). "
        "Write “former”, leave the office out, or correct the dates of the role: `from:` and `to:`. "
        "Offices are known by the `office_aliases` of roles."),
    _code("W312", "one office, two holders",
        "Two people have roles with the same words in `office_aliases`, and on some day both count, so that these words would mean either. "
        "End the earlier role with `to:`, mark somebody who stands in with `acting: true`, or use words that tell the two apart."),
    _code("I401", "no copy kept",
        "A source has an address and no archived copy. Pages change and vanish, and then nobody can check what the briefing says. "
        "Have a copy made by an archive and note it: `archived: [{url: …, service: wayback, date: 2022-04-03}]`. "
        "A desk that wants to be warned writes `checks: {I401: warning}`."),
    _code("W403", "source that nothing rests on",
        "No published article, claim or record uses the source. It has a page all the same, which may puzzle readers. "
        "Cite it where it is used, or remove it."),
    _code("E404", "theme not found",
        "No theme of the name in `theme:` is in the project's `themes/`, installed, or shipped with briefgen. "
        "Correct the name; the message lists those there are."),
    _code("E405", "fault in a template",
        "A template of the theme cannot be read or asks for something that its page does not have. "
        "The place shown is in the template. If you did not write it, report it to the theme's author."),
    _code("E406", "word missing in a locale",
        "The theme has no wording for something in the language of the page, so readers would see a bare key. "
        "Add the key that is named to the theme's `locales/<lang>.yaml`."),
    _code("E407", "secret in the settings",
        "A password, key or token stands in briefgen.yaml, where everybody who sees the project can read it, today and in its history. "
        "Take it out and let the host make a new one, since the old one is known now. briefgen finds secrets in the environment "
        "(`BRIEFGEN_LIVE_TOKEN` for the target `live`), in the keyring, or in the client's own profile."),
    _code("E408", "sources in a circle",
        "Each of some sources says that it was seen through another one (`seen_via`), and the last leads back to the first, so nobody has seen anything. "
        "This is how rumours confirm themselves. Find out which of them was first, and take `seen_via` from it."),
    _code("E410", "theme for another version",
        "Templates get views, and the views of this briefgen are of another version than those the theme was written for. "
        "Pages could come out wrong, so nothing is built. Install the version of the theme, or of briefgen, that fits; the message says which is older."),
    _code("E411", "fault in an extension",
        "An extension that the site asks for is not installed, cannot be loaded, or has failed; the message names it. "
        "Install it, or take it out of `extensions:` in briefgen.yaml. If it failed, send the message to its maker."),
    _code("E412", "error found by an extension",
        "A check of an extension found something that must be mended; the message begins with the extension's name. "
        "What it means is told in the extension's own documentation. Mend it, or take the extension out of `extensions:`."),
    _code("W413", "warning by an extension",
        "A check of an extension found something that should be looked at; the message begins with the extension's name. "
        "What it means is told in the extension's own documentation. A record can accept it: `accept: {W413: \"the reason\"}`."),
    _code("I414", "note by an extension",
        "A check of an extension has something to say; the message begins with the extension's name. "
        "Nothing needs to be done. The extension's own documentation tells more."),
    _code("E501", "protected name in a text",
        "A text names somebody whose record says `privacy: protected`, and the page would give the name away. "
        "Write the person's `public_label` or other words that do not tell who it is. "
        "Every file of the site is looked through before it is written: pages, pictures and what is noted in them, feeds, file names. So are the names "
        "in `private/protected.yaml`, which says them under labels. A build that would give a name away writes nothing. "
        "`briefgen redact KEY` lists the places to change."),
    _code("E506", "list of protected names that cannot be used",
        "`private/protected.yaml`, or the file that `briefgen guard export` makes of it, has an entry that cannot be looked for. The build stops, since a "
        "name that is not looked for is not protected. Write a label, which may be told, and the names: `witness-1: [Jane Doe, J. Doe]`. "
        "Names of fewer than four letters stand in too many words."),
    _code("W507", "names cannot be looked for here",
        "There are protected names, but this machine has neither `private/protected.yaml` nor the key `BRIEFGEN_GUARD_KEY`, so nothing that is built here "
        "was looked through for them, and `briefgen publish` refuses it. Set the key as a secret of the machine."),
    _code("E502", "child made public",
        "The record of a child says `privacy: public`, and nobody says that consent was given. "
        "Write `privacy: limited`, which is what counts for children unless something else is written, or `minor_consent: true`."),
    _code("E503", "sensitive place told exactly",
        "A place with a `sensitivity` has a point with `precision: exact`, which may lead somebody to a door. "
        "Give the point of the town or the district and say so: `precision: settlement`; `obscured` is for points that were moved on purpose."),
    _code("E504", "graphic text without a warning",
        "An article's `sensitivity` says that it is graphic, and nothing tells readers before they meet it. "
        "Write what they will meet in a sentence, without describing it: `content_note: This article describes bodies.`"),
    _code("W701", "published text that was changed without a word",
        "The text of an article is not the one that was published (`content/.ledger/texts.txt` remembers), and since then neither its `changelog` "
        "nor a correction has got a new entry. Readers who come back are not told. Add one: `changelog: - {date: 2022-04-06, kind: update, note: …}`, "
        "or a correction. Quotation marks, dashes and spaces do not count. Where nobody needs to be told, accept it with a reason, or publish: the new text then counts."),
    _code("W702", "correction that was not made",
        "A correction quotes in `now` what an article should say, and the article does not say it; or it still says what stood in `was`. "
        "Correct the text too. Corrections of other parts say so: `affects: [headline]`."),
    _code("E703", "removal without a reason",
        "A correction of the kind `removal` takes a page down for good, and nobody says why. Readers who had its address are told, and so is whoever "
        "works on the site in a year. Write a sentence: `reason: The person asked us, and nothing public depends on it.`"),
    _code("W801", "words in another script without a language",
        "Words stand in letters that the language of the text does not use, and nothing says which language they are in. Screen readers then skip "
        "them or spell them out. Mark them: `[Бучанська громада]{lang=uk}`."),
    _code("W810", "translation of no record",
        "A file such as `people.uk.yaml` holds a translation, but there is no record of that id, so it is shown nowhere. "
        "Correct the id, or write the record in the site's own language first."),
    _code("W811", "translation of words that are not there",
        "Under `words` stand the record's own words, each with what they are in the other language. These words the record does not have, "
        "perhaps because they were changed after they had been translated. Readers see the new words untranslated, marked as such. "
        "Write the words as they stand in the record now, and look whether the translation still fits."),
    _code("W321", "link to another site that is broken",
        "`briefgen check --links external` asked for an address, and it is not there: no such page, no such host, no valid certificate, or it leads in a circle. "
        "Readers who follow it, and check your sources, find nothing. Correct the address; if the page is gone, name an archived copy under `archived` of the source, "
        "or link to that copy. Nothing is asked unless you say `--links external`."),
    _code("I322", "link to another site that has moved",
        "`briefgen check --links external` was led on to another address, with the word that this is for good. "
        "Readers still arrive, as long as the old address is kept. Write the new one when you next edit the text."),
    _code("I323", "link to another site that could not be looked at",
        "`briefgen check --links external` got no answer that says whether the page is there: the server is busy or slow, refuses programs, "
        "or its robots.txt asks them to stay away. That is no fault of yours. Open the address yourself, or ask again another day."),
)  # fmt: skip

_MACHINES = (
    _code("W601", "format without an address",
        "Feeds, structured data, exports and e-mail editions name pages by their full address, and the site record does not say "
        "where the site will live. Nothing of the format is written. "
        "Add `url: https://example.org/briefings/` to briefgen.yaml, or take the format out."),
    _code("W602", "policy on a page that is not shown",
        "`publisher: policies:` names a page of your own that is a draft, so that nobody could read the policy. "
        "Publish the page, or take the policy out until it is: `policies: {corrections: corrections-policy}`."),
    _code("W603", "verdict that machines are not told",
        "A review is published, but no ClaimReview is written for it: the claim’s status is no conclusion, or the review stands on another "
        "site. Archives ignore verdicts such as “unverified”, and distrust sites that send them. "
        "Settle the status, set `published: false`, or accept the warning."),
    _code("W604", "verdict on a question",
        "A ClaimReview quotes the claim that was checked. A question (“Did 4 million flee?”) says nothing that could be false, and is ignored. "
        "Write `statement` and `short` as what was said: “4 million people have fled”."),
    _code("W605", "verdict on the publisher’s own words",
        "The first assertion of a claim with a verdict comes from whoever publishes the site, so that claimant and checker would be the same. "
        "Such a verdict is ignored, and harms trust in the others. Name whoever made the claim first in `assertions`."),
    _code("W606", "date that machines cannot use",
        "An article or a verdict has a date without its day, or an uncertain one. People understand “April 2022”; search engines and archives "
        "want a day and are told none, so the article looks undated there. Write the day if you know it: `date: 2022-04-02`."),
    _code("W607", "verdict longer than shown",
        "The words of a verdict, or the claim it quotes, are longer than what is shown where verdicts are quoted, and would be cut. "
        "Shorten `review: label:` to 30 characters (“Partly supported”) and `short` to 75."),
    _code("W608", "structured data that would be rejected",
        "What the page says about itself in schema.org’s terms lacks something that is required, or has it in the wrong form, "
        "so that search engines and archives would pass it over. The message names the property, the place is the field it comes from. "
        "Texts such as titles must be plain: `<i>Storm</i>` is shown as it is written."),
)  # fmt: skip

_STYLE = (
    _code("W901", "spelling that style.yaml rejects",
        "A text uses a spelling that `content/style.yaml` rejects. Write the preferred one; `briefgen check --fix` does it, but not inside quotation marks. "
        "Where the rejected spelling is right, name the longer phrase under `allow_phrases`, or say with `in` where the rule counts."),
    _code("W902", "honorific against house style",
        "“Mr”, “Ms” or “Dr” stands where `honorifics` in `content/style.yaml` says it should not, lacks where it should stand, or has a full stop too many or too few. "
        "Families, readers and other desks notice when one person is called Mr and the next is not. `briefgen check --fix` mends it."),
    _code("W903", "verb that says more than “said”",
        "“Claimed” doubts, “admitted” accuses, “revealed” vouches. Outside quotations write “said” unless the other word is what you can show. "
        "Own verbs: `attribution: {claimed: said}` in `content/style.yaml`."),
    _code("W904", "word of doubt beside a confirmed claim",
        "“Allegedly” or its like stands in the sentence that makes a claim, and on the article's day the claim is confirmed. "
        "One of the two is wrong: take the doubt out, or look at the claim's status again. Own words: `hedges` in `content/style.yaml`."),
    _code("W905", "date that moves with the reader",
        "“Yesterday” and “last Saturday” mean another day for whoever reads the text next week. Write the date; the hint says which one is meant if the words count from the article's `date`. "
        "`briefgen check --fix` writes it for “yesterday” and “tomorrow”, where it is certain. `relative_dates: false` in `content/style.yaml` leaves them alone."),
    _code("W906", "straight quotation mark",
        "Readers see a straight mark, as a typewriter has it, where print has “these”. It happens in headlines, which are shown as they are written, and everywhere with `markdown: {typography: false}`. "
        "`briefgen check --fix` puts the marks of the text's language. `straight_quotes: false` in `content/style.yaml` leaves them alone."),
    _code("W907", "two spaces in a row",
        "Two spaces stand between two words. Browsers show one, but the second makes searches and comparisons of texts fail. "
        "`briefgen check --fix` takes it out. `double_spaces: false` in `content/style.yaml` leaves them alone."),
)  # fmt: skip

CODES: Mapping[str, Code] = MappingProxyType(
    {one.code: one for one in (*_READING, *_NAMES, *_CLAIMS, *_OTHERS, *_MACHINES, *_STYLE)}
)
"""Every code, in order."""
