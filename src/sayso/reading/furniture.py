"""Lines of a news page that are not news: fields about the article, and the page's furniture."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from sayso.reading.datelines import find_dates

_PUBLISHED = re.compile(
    r"\b(?:first\s+)?(?:published|posted|released|issued|date|created|filed)\b", re.I
)
_UPDATED = re.compile(r"\b(?:last\s+)?(?:updated|modified|edited|revised)\b", re.I)
_AFTER_DATE = re.compile(
    r"(?:,?\s*(?:at\s+|[-–|]\s*)?\d{1,2}[:.]\d{2}(?::\d{2})?\s?(?:[ap]\.?m\.?)?"
    r"(?:\s?\(?(?:[A-Z]{2,5}|[+-]\d{2}:?\d{2})\)?)?|T\d{2}:\d{2}[\d:.]*(?:Z|[+-]\d{2}:?\d{2})?)",
    re.I,
)
_DATE_WORDS = re.compile(
    r"(?:first|last|published|posted|updated|modified|released|issued|created|filed|edited|revised|"
    r"date|on|at|by|the|ist|gmt|utc|bst|est|edt|pst|pdt|cet|cest|am|pm|hrs|hours|time|and|of|"
    r"uploaded|online|print|edition|added|new|delhi|local|i\.e)",
    re.I,
)
_VIEWS = re.compile(
    r"(?:(?:total\s+)?(?:page\s?)?views?|reads|viewed|hits)\s*[:\-–]?\s*"
    r"(?P<a>\d[\d,. ]*)(?P<ka>[km]?)(?:\s*times)?"
    r"|(?P<b>\d[\d,. ]*?)\s?(?P<kb>[km]?)\s+(?:page\s?)?(?:views?|reads|hits)"
    r"|👁️?\s*(?P<c>\d[\d,.]*)(?P<kc>[km]?)",
    re.I,
)
_CREDIT = re.compile(
    r"(?:(?:this|the|all|above|cover|lead|main|featured?)\s+)?(?:image|photo(?:graph)?|picture"
    r"|pic|screengrab|illustration)s?\b"
    r"\s*(?:(?:is|are|was|were|has been)\s+)?(?:taken|courtesy|credits?|source[ds]?|via|by|from"
    r"|used)\b[^\n]{2,160}"
    r"|(?:file\s+)?(?:image|photo(?:graph)?|picture|pic|illustration|credit"
    r"|image source)s?\s*(?:credit|courtesy|source|by)?s?\s*[:|/]\s*[^\n]{2,160}"
    r"|(?:©|\(c\)|credit:?)\s*[^\n]{0,60}\b(?:getty|afp|reuters|ap|epa|alamy|shutterstock|pti|ani"
    r"|bloomberg)\b[^\n]{0,40}"
    r"|[A-Z][\w.'’\- ]{2,40}(?:/|\s(?:via|for)\s)(?:[\w ]{2,25}(?:/"
    r"|\svia\s))?(?:Getty(?: Images)?|AFP|Reuters|REUTERS|AP(?: Photo)?|EPA|Alamy|Shutterstock"
    r"|Bloomberg|PTI|ANI|Anadolu)\b[^\n]{0,40}"
    r"|(?:getty images|reuters|afp|ap photo|pti photo|ani photo|file photo)",
    re.I,
)
#: Short lines that are furniture wherever they stand, by what they are for.
_LABELS = (
    # a picture's place
    r"(?:news|article|hero|featured?|main|lead|post|author|profile)?[-_ ]?"
    r"(?:image|img|thumbnail|thumb|photo|video|avatar|icon|logo|gallery)(?:[-_ ]?\d+)?",
    # sharing and tools
    r"share(?: (?:this|article|story|post|on|via|with|now)\b.{0,40})?",
    r"shares?:?|tweet|pin(?: it)?|post",
    r"e?mail(?: this.*)?|print(?: this.*)?|copy(?: link)?|link copied|save|saved|bookmark",
    r"listen(?: to (?:this )?.{0,30})?|text size|font size|a[+-]|aa|like|dislike|follow|following",
    r"follow us.*|follow .{0,30} on .{0,30}",
    r"facebook|twitter|x|x \(twitter\)|instagram|whats ?app|telegram|linkedin|reddit|pinterest",
    r"you ?tube|tik ?tok|threads|bluesky|mastodon|koo|snapchat|tumblr|google news|rss|flipboard",
    r"messenger|viber|line",
    # ways around the site
    r"home|menu|search|close|open|more|next|previous|prev|back|top|back to top|up|skip",
    r"skip to (?:main )?content|toggle .{1,20}|navigation|e-?paper|live|live tv|watch live",
    r"breaking(?: news)?|latest(?: news)?|trending(?: now)?|videos?|photos?|podcasts?|games",
    r"crosswords?|weather|jobs|log ?in|log ?out|sign ?(?:in|up|out)(?: .{0,40})?",
    r"register(?: (?:now|here|free|for free))?|my account|account|profile|notifications?",
    r"subscribe(?: (?:now|to|for|here|today|and)\b.{0,60})?|subscription|e-?edition",
    r"donate(?: .{0,30})?|support us|become a (?:member|subscriber)",
    r"read (?:more|full story|less|next)(?: .{2,80})?|(?:show|load|see) more|expand|collapse",
    r"view (?:all|more|comments)|continue reading.{0,40}|loading\.{0,3}",
    r"contact(?: us)?|about(?: us)?|careers|disclaimer|sitemap|help(?: cent(?:re|er))?",
    r"terms(?: (?:of|and|&) .{0,30})?|privacy(?: (?:policy|notice|settings).{0,20})?",
    r"accessibility.{0,20}",
    # advertising
    r"advertis(?:e|ement|ements|ing)(?: .{0,30})?|ad|ads|sponsored(?: (?:content|by.{0,40}))?",
    r"promoted|paid (?:content|post|partner content)|partner content",
    r"(?:story|article) continues (?:below|after)?.{0,40}",
    # counts and times
    r"\d+\s*(?:min(?:ute)?s?|sec(?:ond)?s?)(?: |-)(?:read|watch|listen)",
    r"(?:reading time|read time|time to read)\s*:?.{0,20}",
    r"(?:\d+\s*)?(?:comments?|likes?|shares?|retweets|reactions?|followers?)"
    r"(?:\s*[(:]?\s*\d*\)?)?",
    r"no comments(?: yet)?|be the first to comment|leave a (?:comment|reply)|reply",
    r"join the (?:conversation|discussion)|(?:add|post) a comment",
    r"(?:image|photo|video|slide) \d+(?: (?:of|/) \d+)?|\d+ ?(?:/|of) ?\d+|\d{1,4}",
    r"play(?: video)?|pause|mute|unmute|full ?screen|volume|0?\d:\d\d",
    r"[|·•\-–—_=*>»«›‹×+#/\\.]{1,80}",
    # labels of the story
    r"(?:tags?|topics?|filed under|categories|category|keywords|labels)(?:\s*:.{0,160})?",
    r"#\w+(?:[ ,]+#\w+)*",
    # consent and mailing lists
    r"cookies?(?: (?:policy|settings|notice|preferences))?|accept(?: all)?(?: cookies)?",
    r"reject(?: all)?|manage (?:cookies|preferences|consent|choices)|i agree|agree|got it|ok",
    r"dismiss|allow|no thanks|not now|cancel|submit|send|newsletters?(?: .{0,30})?",
    r"(?:your )?e-?mail address.{0,20}|enter your e-?mail.{0,40}",
)
#: Notices, which may be whole sentences.
_NOTICES = (
    r"(?:©|\(c\) ?\d{4}|copyright\s*(?:©|\(c\)|\d{4}|:)).{0,160}",
    r".{0,80}all rights reserved.{0,40}",
    r"(?:get|receive|download|install) (?:the|our) .{2,60}"
    r"(?:letter|newsletter|app|alerts?|briefing|inbox)\b.{0,30}",
    r"(?:sign up|subscribe|join|get|receive|our|daily|weekly|free|morning|evening)\b.{0,60}"
    r"\bnewsletters?\b.{0,80}|.{0,40}in your inbox.{0,20}",
    r"this (?:website|site) uses cookies.{0,300}|we (?:use|and our partners use) cookies.{0,400}",
    r"by (?:continuing to|using this|clicking|signing up).{0,300}|.{0,40}enable javascript.{0,120}",
    r"click here .{0,80}|download .{0,20}\bapp\b.{0,40}",
    r"scan .{0,20}\bqr\b.{0,40}|disclaimer:.{0,400}",
)
_LABEL = re.compile(f"(?:{'|'.join(_LABELS)})[:.!…]?", re.I)
_NOTICE = re.compile(f"(?:{'|'.join(_NOTICES)})[:.!…]?", re.I)
_SENTENCE = re.compile(r"(?:\S+\s+){4,}\S+[.!?]")
_LIST_HEAD = re.compile(
    r"(?:also read|read also|also see|see also|also watch|must read|more (?:from|on|in|stories"
    r"|news|like).{0,50}|related(?: .{0,30})?|recommended(?: .{0,30})?|you (?:may|might"
    r"|could) (?:also )?(?:like|enjoy|be interested).{0,30}|"
    r"trending(?: .{0,20})?|most (?:read|popular|viewed|shared|commented|recent).{0,20}"
    r"|popular(?: .{0,20})?|top (?:stories|news|picks|headlines)|latest(?: (?:news|stories"
    r"|articles|posts|headlines|updates))?|"
    r"editor'?s?’?s? (?:picks?|choice)|don'?’?t miss|up next|read next|next (?:story|article)"
    r"|previous (?:story|article)|in (?:other news|this (?:story|series))|from (?:the web"
    r"|our partners|around the web)|around the web|sponsored links|what to read next"
    r"|further reading|in case you missed it)\s*:?",
    re.I,
)
_INLINE_READ = re.compile(
    r"(?:also read|read also|must read|also watch|read more|see also|related|watch"
    r"|recommended)\s*[:|–—-]\s*\S.{3,200}",
    re.I,
)
_COMMENTS = re.compile(
    r"(?:\d+\s*)?(?:comments?|reader comments|responses?)(?:\s*\(?\d+\)?)?:?|leave a (?:comment"
    r"|reply)|"
    r"join the (?:conversation|discussion)|about (?:the )?authors?:?|post a comment|add a comment",
    re.I,
)
_ALERT = re.compile(
    r"\b(?:cookie|newsletter|subscribe|subscription|sign up|javascript|ad ?blocker|privacy policy"
    r"|terms of (?:use|service)|all rights reserved)\b",
    re.I,
)
_CITE_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z.'’\-]+(?:(?:,? |/)[A-Z][A-Za-z.'’\-]*\.?){0,5})"
    r"(?:,?\s+(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}))?(?:,? \d{4})?\s*"
    r"(?:\([^)]{2,40}\)\s*)?(?::|\s[–—-]{1,2}|[–—])\s+(?=[\w\"“‘'])"
)
_CITY_DATELINE = re.compile(
    r"(?P<place>[A-Z][a-z'’\-]+(?: (?:[A-Z][a-z'’\-]+|D\.?C\.?)){0,2})"
    r"(?:, (?:[A-Z][a-z]+\.?(?: \d{1,2})?|\d{1,2} [A-Z][a-z]+))?\s*"
    r"(?P<agency>\([^)]{2,30}\))?\s*(?P<mark>:|\s[–—]"
    r"|[–—])\s+(?=[A-Z\"“‘'])"
)
_NO_PLACE = re.compile(
    r"(?:analysis|opinion|exclusive|watch|explained|explainer|live|breaking|update|correction"
    r"|editor|note|"
    r"summary|background|read|video|photos?|image|key|fact|review|interview|comment|question"
    r"|answer|"
    r"q|a|editorial|letter|dear|by|the)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date on a page with the words that give it, and whether it is that of a later change."""

    start: int
    end: int
    when: date
    labelled: bool
    updated: bool

    def moved(self, by: int) -> Dated:
        """The same ``by`` characters further on."""
        return replace(self, start=self.start + by, end=self.end + by)


def dated(line: str) -> Dated | None:
    """The date of publication that ``line`` gives, if it says little else."""
    found = find_dates(line)
    if not found or len(line) > 140:
        return None
    start, end, when = found[0]
    before, rest = line[:start], line[end:]
    after = _AFTER_DATE.match(rest)
    if after:
        end += after.end()
    others = re.findall(r"[^\W\d_]{2,}", before + " " + line[end:])
    if sum(1 for word in others if not _DATE_WORDS.fullmatch(word)) > 1:
        return None
    updated = bool(_UPDATED.search(before)) and not _PUBLISHED.search(before)
    return Dated(start, end, when, bool(_PUBLISHED.search(before)), updated)


def views(line: str) -> int | None:
    """The count in "312 Views" or "Views: 1.2K", or None."""
    match = _VIEWS.fullmatch(line.strip(" ()[]|•·"))
    if not match:
        return None
    digits = (match["a"] or match["b"] or match["c"]).strip(" .,")
    unit = (match["ka"] or match["kb"] or match["kc"] or "").lower()
    try:
        if unit:
            return round(float(digits.replace(",", ".")) * (1_000 if unit == "k" else 1_000_000))
        return int(re.sub(r"[,. ]", "", digits))
    except ValueError:
        return None


def credit(line: str) -> tuple[int, int] | None:
    """Where ``line`` says whose picture it shows; the whole line where it says only that."""
    words = line.strip(" ()[]")
    if _CREDIT.fullmatch(words) and len(words) < 200:
        return 0, len(line)
    if len(line) > 400:
        return None
    for match in re.finditer(r"(?<=[.!?|)\]”\"] )|(?<=[(\[|])", line):
        tail = line[match.end() :].strip(" ()[]")
        if tail and len(tail) < 120 and _CREDIT.fullmatch(tail):
            start = line.find(tail, match.end())
            return start, start + len(tail)
    return None


def is_furniture(line: str) -> bool:
    """Whether ``line`` is a known piece of a page's furniture."""
    words = line.strip(" \t|•·»›>-–—")
    if not words or _NOTICE.fullmatch(words):
        return True
    if len(words) < 300 and len(_ALERT.findall(words)) >= 2:
        return True
    if _SENTENCE.fullmatch(words) or len(words) > 250:
        return False
    known = _LABEL.fullmatch(words) or _LIST_HEAD.fullmatch(words) or _INLINE_READ.fullmatch(words)
    return bool(known)


def opens_list(line: str) -> bool:
    """Whether links to other stories follow ``line``."""
    return bool(_LIST_HEAD.fullmatch(line.strip(" \t|•·»›>")))


def ends_article(line: str) -> bool:
    """Whether readers' comments or a note on the author follow ``line``."""
    return bool(_COMMENTS.fullmatch(line.strip()))


def dateline(paragraph: str) -> tuple[int, int] | None:
    """Where a paragraph names the place it was filed from: "CASTREL: ", "LONDON (Reuters) — "."""
    match = _CITE_DATELINE.match(paragraph)
    if match is None:
        match = _CITY_DATELINE.match(paragraph)
        # "Talks: ..." is no place; a town in small letters needs an agency or two words.
        if (
            match
            and not match["agency"]
            and len(match["place"].split()) < 2
            and match["mark"] == ":"
        ):
            match = None
    if match is None or _NO_PLACE.match(match["place"]) or len(match["place"]) < 3:
        return None
    return match.start("place"), match.end("place")
