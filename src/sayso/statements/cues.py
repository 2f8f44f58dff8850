"""The words by which a text lays something to a source.

Verbs are held by lemma under what they take: a clause or quotation (``said that …``), an object
(``rejected the claims``), an object with *as* or *of* (``described it as …``), an infinitive
(``vowed to …``), a preposition (``warned of …``). Nouns are those that name a report
(``the claim that …``). Chosen from the train articles of PolNeAR by how often a verb in that frame
is a cue there, and from the language of diplomacy and disclosure, which PolNeAR has little of.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Verbs of saying: they take a clause, a quotation, or stand beside what is said.
SAYING = _words(
    "say tell add announce write ask argue note report claim explain state acknowledge declare "
    "insist admit warn continue tweet retweet predict reply respond recall confirm concede allege "
    "complain wonder assert assure emphasize emphasise stress remark post mention maintain demand "
    "pledge vow promise reiterate repeat contend reckon quip joke observe suggest testify recount "
    "proclaim exclaim shout yell chant whisper mutter conclude caution counter retort boast "
    "lament charge clarify comment deny disclose divulge elaborate email hint imply inform "
    "interject interrupt opine plead profess protest propose reason rule blog urge advise remind "
    "text telegraph cable signal submit stipulate underline underscore volunteer intone grumble "
    "gripe hazard insinuate intimate jibe sneer snap swear affirm aver avow attest posit "
    "postulate theorise theorize speculate summarise summarize teach notify brief gush bemoan "
    "agree object answer concur dispute read reflect recite rejoin rail fume marvel muse enthuse "
    "moan groan rage storm roar bark hiss sniff growl beam crow thunder wail whine howl vent sob scoff bellow"
)
#: Verbs of thinking: what they report is laid to the thinker.
THINKING = _words(
    "believe think expect fear hope reckon suspect consider worry assume doubt guess feel judge "
    "conclude estimate calculate forecast project anticipate presume surmise suppose imagine "
    "regard deem find learn recognize recognise decide determine convince"
)
#: Verbs of showing, for papers, figures and inquiries.
SHOWING = _words(
    "show suggest reveal indicate demonstrate find prove confirm imply state say describe record "
    "list count detail disclose put document establish conclude note estimate project predict "
    "warn point argue claim specify stipulate report read run begin highlight illustrate "
    "underline underscore expose reflect attest corroborate contradict certify set give allege "
    "add"
)
#: Verbs of showing that are no report unless a paper or a person is their subject.
ONLY_OF_SOURCES = _words(
    "show reveal indicate demonstrate prove find imply reflect expose highlight illustrate "
    "establish run begin count record list detail put set give mean document describe project "
    "estimate feel suggest underline underscore read signal contradict rule teach point"
)
#: Verbs whose object is itself laid to the source.
OBJECT = _words(
    "deny reject dispute refute rebut dismiss confirm acknowledge admit concede announce allege "
    "claim assert predict propose promise pledge criticize criticise praise blast slam denounce "
    "condemn tout mock applaud decry lament bemoan question oppose endorse cite express emphasize "
    "emphasise stress highlight describe reveal disclose deride ridicule assail lambaste lambast "
    "hail attack defend outline downplay reiterate repeat advocate contradict disclaim repudiate "
    "disavow contest foresee forecast debunk recommend protest recall recount detail suggest "
    "chide rebuke scold commend extol salute laud blame bash"
)
#: Verbs with an object and *as*: "described the talks as fruitful".
OBJECT_AS = _words(
    "describe dismiss portray depict characterize characterise view regard see cast paint present "
    "frame hail denounce condemn denigrate deride label brand criticize criticise praise tout "
    "identify style billed bill represent reject decry define cite mock attack slam ridicule "
    "blast know"
)
#: Verbs with an object and what is said of it: "called the plan reckless".
OBJECT_COMPLEMENT = _words("call label brand declare deem consider dub pronounce term proclaim find")
#: Verbs with an object and a preposition that brings what is said of it.
OBJECT_PREPOSITION = {
    "accuse": "of", "blame": "for", "criticize": "for", "criticise": "for", "praise": "for",
    "warn": "of", "suspect": "of", "charge": "with", "attack": "for", "credit": "with",
    "condemn": "for", "assail": "for", "fault": "for", "thank": "for", "remind": "of",
    "inform": "of", "assure": "of", "mock": "for", "slam": "for", "chide": "for", "hail": "for",
    "rebuke": "for", "blast": "for", "compare": "to", "liken": "to", "notify": "of",
}  # fmt: skip
#: Verbs with a preposition before what is said.
PREPOSITION = {
    "call": ("for", "on"), "warn": ("of", "against", "about"), "speak": ("of", "about"),
    "talk": ("about", "of"), "complain": ("about", "of"), "hint": ("at",), "refer": ("to",),
    "point": ("to",), "respond": ("to",), "allude": ("to",), "boast": ("of", "about"),
    "object": ("to",), "argue": ("for", "against"), "disagree": ("with",), "agree": ("with", "on"),
    "comment": ("on",), "apologize": ("for",), "apologise": ("for",), "insist": ("on",),
    "admit": ("to",), "confess": ("to",), "write": ("of", "about"), "tell": ("of",),
    "testify": ("to", "about"), "inquire": ("about",), "ask": ("about", "for"), "joke": ("about",),
    "push": ("for",), "advocate": ("for",), "worry": ("about",), "rail": ("against",),
    "dream": ("of",), "protest": ("against",), "wonder": ("about",), "rant": ("about",),
    "elaborate": ("on",), "reflect": ("on",), "brag": ("about", "of"), "think": ("of",),
}  # fmt: skip
#: Verbs with an infinitive that says what their subject says it will do, or says it is.
INFINITIVE = _words("vow promise pledge threaten claim propose agree hope offer swear profess undertake")
#: Verbs with a gerund: "denied signing the order".
GERUND = _words("deny admit acknowledge report propose describe recall suggest")
#: Verbs with an object and an infinitive: "urged the cabinet to resign".
OBJECT_INFINITIVE = _words(
    "urge ask tell call order instruct advise beg implore exhort warn encourage press remind "
    "entreat beseech challenge dare"
)
#: Participles of a passive report with nobody named: "is understood to have".
PASSIVE = _words(
    "understand believe think say report expect allege claim rumour rumor presume assume consider "
    "estimate suspect know fear forecast predict project judge deem"
)
#: Verbs with the particle or preposition that makes a cue of them.
WITH_PARTICLE = {
    "point": "out", "rule": "out", "spell": "out", "play": "down", "lay": "out", "set": "out",
    "go": "on", "put": "it", "shoot": "back", "fire": "back", "chime": "in", "weigh": "in",
    "push": "back", "make": "clear", "blurt": "out", "cry": "out", "speak": "out", "call": "out",
    "hit": "back", "write": "in", "sum": "up", "lash": "out", "find": "out",
}  # fmt: skip
#: Verbs that count as cues only beside a quotation or a clause set off by a comma or colon.
ONLY_BESIDE = _words(
    "continue go read run begin laugh smile sigh nod shrug start answer reply respond joke quip "
    "gush snap sneer put finish end open close ask wonder exclaim shout yell chant cry declare "
    "thunder fume scoff bellow tell intone rejoin interject interrupt post text email cable blog "
    "explain offer elaborate comment reflect volunteer reason plead object protest counter retort "
    "echo sum moan groan rage storm roar bark hiss sniff growl beam crow wail whine howl vent sob"
)
#: Nouns that name a report or a view, with a clause, *of*, or an owner.
NOUNS = _words(
    "claim assertion allegation statement argument belief view position suggestion insistence "
    "denial accusation contention warning promise pledge prediction complaint admission "
    "confession conclusion finding rumour rumor opinion stance fear hope concern boast "
    "declaration announcement remark vow acknowledgement acknowledgment revelation disclosure "
    "testimony assurance assessment estimate hint implication insinuation proposal threat charge "
    "theory hypothesis thesis speculation suspicion conviction judgment judgement verdict"
)
#: Nouns whose *of* brings what is claimed: "claims of having mediated".
NOUNS_WITH_OF = _words(
    "claim allegation accusation report warning denial fear promise prediction admission "
    "suspicion complaint boast charge rumour rumor suggestion account criticism description "
    "threat hint characterisation characterization condemnation endorsement praise"
)
#: Nouns in "in X's view", "by his own account".
VIEWPOINT = _words(
    "view opinion account telling words estimation reckoning judgment judgement assessment mind "
    "eye eyes word reading version estimate admission count book experience phrase description"
)
#: People for whom, or to whom, a thing is so: "For critics, the episode is …".
BEHOLDERS = _words(
    "critic observer opponent supporter analyst expert commentator detractor sceptic skeptic "
    "admirer defender rival resident diplomat official campaigner activist historian economist "
    "scholar lawyer insider ally enemy foe backer advocate proponent fan believer cynic optimist "
    "pessimist outsider conservative liberal voter republican democrat many some others most "
    "lawmaker investor trader"
)
#: People as onlookers where they are many: "To many mothers the clinic looks like a shop".
ONLOOKERS = _words(
    "believer child commuter driver family farmer father fisherman follower islander listener local "
    "member mother neighbour neighbor nurse parent passenger patient pensioner people person pupil "
    "ratepayer reader shopper shopkeeper student taxpayer teacher tenant townsman trader viewer villager "
    "visitor worker youngster"
)
#: Nouns of a paper's or a person's showing: "On the terms the partners lodged, …".
SHOWINGS = _words(
    "term figure account evidence showing telling reading log record paper filing number estimate "
    "statistic minute tally ledger calculation reckoning document data count book"
)
#: Papers that only count and measure: "In a survey by the college, half of the tenants …".
SURVEYS = _words("poll survey study census tally audit analysis")
