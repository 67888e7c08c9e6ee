"""Libraries for tests: a small town's quarrel about its streets, and an empty one.

Nothing in it is real. It holds the hard cases: a pseudonym, a quoted chain, a wrong
attribution, verified, unchecked and differing excerpts, accents, emoji, right-to-left text, a
point with one side only, a point and a topic with no quotes, a quote on no point.
"""

from pathlib import Path

from bot.library.library import Collection, Library, make_library
from bot.library.model import (
    Card,
    Part,
    Point,
    Position,
    Quote,
    Quoting,
    Source,
    Span,
    Speaker,
    Stance,
    State,
    Status,
    Topic,
    Verdict,
)

TOPICS = (
    Topic(
        "cycle-lanes",
        "Cycle lanes",
        ("bike lanes", "bicycle tracks"),
        ("kerbs", "high-street-lane"),
    ),
    Topic(
        "parking",
        "Parking",
        ("car parks", "parking spaces"),
        ("charge-for-parking", "school-parking"),
    ),
    Topic(
        "low-traffic",
        "Low-traffic neighbourhoods",
        ("LTN", "modal filters"),
        ("close-side-streets",),
    ),
    Topic("speed-limits", "Speed limits", ("20 mph", "twenty is plenty"), ("twenty-everywhere",)),
    Topic("buses", "Buses", ("public transport",), ("free-buses", "in-house-buses")),
    Topic("safety", "Road safety", ("accidents", "collisions"), ("helmets",)),
    Topic("trade", "Shops and trade", ("high street", "retail"), ("lanes-hurt-shops",)),
    Topic("air", "Air quality", ("pollution", "clean air"), ("clean-air-zone",)),
    Topic("money", "Money", ("funding", "the Active Travel Fund", "cost"), ("lanes-are-waste",)),
    Topic("trams", "Trams", ("light rail",), ("trams-back",)),
)

POINTS = (
    Point(
        "kerbs",
        "cycle-lanes",
        "Cycle lanes should be separated from traffic by a kerb.",
        "Build kerbs",
        "Paint is enough",
        ("segregated lanes", "protected lanes"),
        ("Is paint enough for a bike lane?", "Should lanes have a kerb?"),
    ),
    Point(
        "high-street-lane",
        "cycle-lanes",
        "The lane on the High Street should stay.",
        "Keep it",
        "Take it out",
        ("the High Street lane", "rip out the bike lane"),
        ("Should they remove the cycle lane?", "Is the new lane any good?"),
    ),
    Point(
        "charge-for-parking",
        "parking",
        "Drivers should pay to park in the centre.",
        "Charge",
        "Keep it free",
        ("parking charges", "parking fees", "pay and display"),
        ("Why do I have to pay to park?", "Should town parking be free?"),
    ),
    Point(
        "school-parking",
        "parking",
        "Parents should be kept from parking at the school gates.",
        "Keep them out",
        "Let them park",
        ("school run", "school streets"),
        ("Can parents still drop kids off by car?",),
    ),
    Point(
        "close-side-streets",
        "low-traffic",
        "Side streets should be closed to through traffic.",
        "Close them",
        "Leave them open",
        ("rat running", "bollards", "planters"),
        (
            "Do low traffic neighbourhoods just move the traffic elsewhere?",
            "Should they take the bollards away?",
        ),
    ),
    Point(
        "twenty-everywhere",
        "speed-limits",
        "Every street in town should have a limit of twenty miles an hour.",
        "Twenty everywhere",
        "Only where needed",
        ("blanket 20", "20 mph zones"),
        ("Is a 20 mph limit pointless if nobody enforces it?", "Should cars drive slower in town?"),
    ),
    Point(
        "free-buses",
        "buses",
        "Buses should be free to ride.",
        "Free buses",
        "Passengers pay",
        ("bus fares", "fare-free"),
        ("Would free buses get people out of their cars?", "Why are bus tickets so dear?"),
    ),
    Point(
        "in-house-buses",
        "buses",
        "The council should run the buses in-house rather than contract them out.",
        "Run them in-house",
        "Contract them out",
        ("municipal buses", "bus privatisation", "outsourcing the buses"),
        ("Should buses be publicly owned?", "Is a private bus company cheaper?"),
    ),
    Point(
        "helmets",
        "safety",
        "Cyclists should be made to wear helmets.",
        "Make them",
        "Leave it to riders",
        ("helmet law", "compulsory helmets"),
        ("Do helmets save lives?",),
    ),
    Point(
        "lanes-hurt-shops",
        "trade",
        "Cycle lanes take customers away from shops.",
        "They hurt trade",
        "They help trade",
        ("loss of trade", "footfall"),
        ("Are bike lanes killing the high street?", "Do cyclists spend money in shops?"),
    ),
    Point(
        "clean-air-zone",
        "air",
        "Dirty vehicles should be charged to enter the town.",
        "Charge them",
        "Let them in",
        ("CAZ", "emissions charge", "low emission zone"),
        ("Is it fair to charge old diesel cars?",),
    ),
    Point(
        "lanes-are-waste",
        "money",
        "Money for cycle lanes would be better spent on potholes.",
        "Mend potholes",
        "Build lanes",
        ("potholes", "waste of money"),
        ("Why not fix the roads first?",),
    ),
    Point("trams-back", "trams", "The tram should come back.", "Bring it back", "Leave it be"),
)

SPEAKERS = (
    Speaker("aldous", "Mary Aldous", "councillor for transport", aliases=("Cllr Aldous",)),
    Speaker("brennan", "Tom Brennan", "chair of the Traders' Association"),
    Speaker("okafor", "Ifeoma Okafor", "consultant in emergency medicine"),
    Speaker("gutierrez", "José Gutiérrez", "bus driver"),
    Speaker("haddad", "ليلى حداد", "shopkeeper", aliases=("Leila Haddad",)),
    Speaker("wheelie", "WheelieBin99", pseudonym=True),
    Speaker("reporter", "Harrowmere Echo", "newspaper", inferred={"name": "the masthead"}),
    Speaker("twain", "Mark Twain"),
    Speaker("silent", "Nobody Quoted"),
)

SOURCES = (
    Source(
        "council-2024",
        "Minutes of the Transport Committee",
        "reporter",
        "Harrowmere Council",
        "2024-03-05",
    ),
    Source(
        "echo-2024",
        "Lanes of discontent",
        "reporter",
        "Harrowmere Echo",
        "2024-06",
        url="https://echo.example/lanes",
    ),
    Source("forum-2023", "What do you think of the new lane?", "wheelie", "Town forum", "2023"),
    Source(
        "letter",
        "A letter from the wards",
        "okafor",
        date_text="spring 2024",
        inferred={"date": "the postmark"},
    ),
)

_ECHO_TEXT = (
    "The town is divided.\n\n"
    "“Paint never stopped a lorry,” said Mary Aldous. “A kerb does.”\n\n"
    "The National Programme for Active Travel (NPfAT) paid for it all.\n"
)


def _quote(line: str) -> Quote:
    """Make a quote from a line of ``town.txt``, whose head explains the columns."""
    id_, source, speaker, positions, topics, text = (part.strip() for part in line.split("|"))
    return Quote(
        id=id_,
        text=text,
        source=source,
        speaker=speaker,
        part=Part.COMMENT if source == "forum-2023" else Part.ARTICLE,
        topics=tuple(topics.split()),
        positions=tuple(
            Position(point, Stance(stance))
            for point, stance in (held.split(":") for held in positions.split())
        ),
    )


_LINES = Path(__file__).with_name("town.txt").read_text("utf-8").splitlines()
QUOTES = (
    *(_quote(line) for line in _LINES if line and not line.startswith("#")),
    Quote(
        "twain-lies",
        "There are lies, damned lies, and traffic statistics.",
        "forum-2023",
        "twain",
        part=Part.COMMENT,
        place="comment 7 of 31",
        positions=(Position("lanes-hurt-shops", Stance.AGAINST),),
        quoting=Quoting("wheelie"),
        status=Status.MISATTRIBUTED,
        note="Nobody has found it in his writings.",
    ),
    Quote(
        "chain",
        "We will not merge the two depots, and the best plan is the one we have.",
        "echo-2024",
        "aldous",
        topics=("buses",),
        quoting=Quoting("reporter", "a speech to the Rotary Club"),
    ),
)


def _found(*passages: str) -> Verdict:
    """Verify each passage at its place in the newspaper's text."""
    starts = ((_ECHO_TEXT.index(passage), len(passage)) for passage in passages)
    return Verdict(State.VERIFIED, tuple(Span(start, start + length) for start, length in starts))


_IN_THE_MINUTES = [quote.id for quote in QUOTES if quote.source == "council-2024"]
VERDICTS = {
    **dict.fromkeys(_IN_THE_MINUTES, Verdict(State.VERIFIED, (Span(0, 10),))),
    "kerb-lorry": _found("Paint never stopped a lorry", "A kerb does."),
    "trade-heavy": Verdict(
        State.DIFFERS, (), "You cannot carry a wardrobe on a bike.", "“on a bike” there"
    ),
}


def town() -> Library:
    """Return the library of Harrowmere's quarrel."""
    return make_library(
        Collection(
            card=Card("Harrowmere's streets", "What a town says of its streets.", "the librarian"),
            topics=TOPICS,
            points=POINTS,
            speakers=SPEAKERS,
            sources=SOURCES,
            quotes=QUOTES,
            texts={"echo-2024": _ECHO_TEXT, "council-2024": "x" * 100},
        ),
        VERDICTS,
    )


def nothing() -> Library:
    """Return an empty library."""
    return make_library(Collection(card=Card("Empty")))
