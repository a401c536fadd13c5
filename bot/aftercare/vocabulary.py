"""The words people use for times, in English, shorthand and Roman Urdu, brought to one spelling."""

from __future__ import annotations

from typing import Mapping


def _spell(table: Mapping[str, str]) -> dict[str, str]:
    return {word: plain for plain, words in table.items() for word in words.split()}


UNITS = _spell(
    {
        "minute": "minute minutes min mins mnt mnts minut minuts mint mints mintues minits minat manat منٹ",
        "hour": "hour hours hr hrs h hurs hors huors hourse hourz houres hous ghanta ghante ghantay ghanton ghnta"
        " ghnte ghntay ghantey ganta gante gantay ghntey گھنٹے گھنٹہ گھنٹوں",
        "day": "day days d dys dy dayz daya dasy din dino dinon dn roz دن دنوں",
        "week": "week weeks wk wks w weks weeek hafta hafte haftay hafton haftey hafty ہفتہ ہفتے",
        "month": "month months mth mths mnth mnths mahina mahine mahinay maheena maheene maheenay mheena mahinon"
        " مہینہ مہینے",
        "year": "year years yr yrs saal sal سال",
        "fortnight": "fortnight fortnights",
    }
)

URDU_UNITS = frozenset(
    [
        "din",
        "dino",
        "dinon",
        "dn",
        "roz",
        "ghanta",
        "ghante",
        "ghantay",
        "ghanton",
        "ghnta",
        "ghnte",
        "ghntay",
        "ghantey",
        "ganta",
        "gante",
        "gantay",
        "ghntey",
        "hafta",
        "hafte",
        "haftay",
        "hafton",
        "haftey",
        "hafty",
        "mahina",
        "mahine",
        "mahinay",
        "maheena",
        "maheene",
        "maheenay",
        "mahinon",
        "saal",
        "minute",
        "minutes",
        "min",
        "mins",
        "minat",
        "manat",
        "baje",
        "bajay",
        "bjy",
        "bje",
        "bajey",
        "hrs",
        "hours",
    ]
)

NUMBERS = _spell(
    {
        "1": "one aik ek",
        "2": "two",
        "3": "three thre",
        "4": "four",
        "5": "five",
        "6": "six",
        "7": "seven",
        "8": "eight",
        "9": "nine",
        "10": "ten",
        "11": "eleven",
        "12": "twelve",
        "13": "thirteen",
        "14": "fourteen",
        "15": "fifteen",
        "16": "sixteen",
        "17": "seventeen",
        "18": "eighteen",
        "20": "twenty",
        "24": "twentyfour",
        "30": "thirty",
        "36": "thirtysix",
        "40": "forty fourty",
        "45": "fortyfive",
        "48": "fortyeight",
        "50": "fifty",
        "70": "seventy",
        "80": "eighty",
        "90": "ninety",
        "60": "sixty",
        "72": "seventytwo",
        "1.5": "dedh derh daidh",
        "2.5": "dhai adhai dhaai",
    }
)

TENS = frozenset(["twenty", "thirty", "forty", "fourty", "fifty", "sixty", "seventy", "eighty", "ninety"])
ONES = frozenset(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])

URDU_NUMBERS = _spell(
    {
        "1": "aik ek ik ایک",
        "2": "do dou doo دو",
        "3": "teen tin theen تین",
        "4": "char chaar chr چار",
        "5": "panch paanch pach پانچ",
        "6": "chay che chhe chhay cheh چھ",
        "7": "saat sat سات",
        "8": "aath ath آٹھ",
        "9": "nau nao no نو",
        "10": "das dus دس",
        "11": "gyara gyarah giyara",
        "12": "bara barah",
        "13": "tera terah",
        "14": "chauda chaudah",
        "15": "pandra pandrah",
        "20": "bees",
        "24": "chobees chaubees",
        "30": "tees",
        "36": "chattis",
        "48": "artalis adtalees artalees",
    }
)

DAYS = _spell(
    {
        "today": "today tody tday todat todya tdy 2day aaj aj aaaj آج",
        "tonight": "tonight tonite 2nite 2night tonyt tnite tonit tongiht",
        "yesterday": "yesterday yday ysterday yestrday yesturday ystrday yest yestday yesterdy yestarday ytday"
        " yestersday ystd yesterday's yesterdays ysday yestrdy yestedray",
        "tomorrow": "tomorrow tmrw tmrow tomorow tommorow tommorrow 2moro 2morrow 2mro 2mrw 2morow tmr tmw tmoro"
        " tomoro tomorro tommorw tomorrw tmorrow tomarrow 2mo tomm tmro tomrw",
        "kal": "kal kall kl کل",
        "parson": "parson parso parsoon parsun prson prso parsu parsou پرسوں",
        "tarson": "tarson tarso tarsoon narson narso ترسوں",
        "now": "now nw abhi abi abhe ab rightnow ابھی",
        "lastnight": "lastnight lastnite",
    }
)

PARTS = _spell(
    {
        "morning": "morning mornings mrng mrning mornin morng morining subah subha subh sabah sawere savere saweray"
        " صبح",
        "afternoon": "afternoon aftrnoon afternon aftanoon arvo dopahar dopehar dopehr dupehar dopahr dophar dopeher"
        " duphar دوپہر",
        "evening": "evening evng evenin eve evning evenings shaam sham shm شام",
        "night": "night nite nyt nights nightt raat رات",
        "noon": "noon midday",
        "midnight": "midnight midnite",
        "fajr": "fajr fajar fajir dawn sehri sehr",
        "zuhr": "zuhr zohar zuhar dhuhr zohr lunch lunchtime",
        "asr": "asr asar",
        "maghrib": "maghrib magrib iftar iftari sunset",
        "isha": "isha ishaa esha",
    }
)

PART_HOURS: Mapping[str, tuple[int, int]] = {
    "morning": (360, 720),
    "afternoon": (720, 1020),
    "evening": (1020, 1439),
    "night": (1080, 1439),
    "noon": (720, 720),
    "midnight": (0, 1439),
    "fajr": (210, 450),
    "zuhr": (720, 990),
    "asr": (900, 1080),
    "maghrib": (990, 1200),
    "isha": (1080, 1439),
}
"""Minutes of the local clock, from and until, as docs/time.md states them."""

WEEKDAYS = _spell(
    {
        "wd0": "monday mondy mon munday monady peer pir somwar somvar پیر",
        "wd1": "tuesday tue tues tuseday tusday tuesdy teusday mangal mangalwar منگل",
        "wd2": "wednesday wed weds wednsday wensday wednesdy wedensday wedday budh budhwar بدھ",
        "wd3": "thursday thu thur thurs thrusday thursdy thersday thurday jumerat jumeraat jumaraat jumairat"
        " jumeyraat جمعرات",
        "wd4": "friday fri fridy firday friady jumma juma jumay jumey jummah jumah jumme jume jummay جمعہ",
        "wd5": "saturday satuday saterday satarday satrday saturdy sturday sanichar saneechar",
        "wd6": "sunday sundy snday sonday itwar itvar aitwar itwaar etwar اتوار",
    }
)

SHORT_WEEKDAYS = {"sat": "wd5", "sun": "wd6"}
"""Also ordinary words; taken as days only where the neighbours say so."""

MONTHS = _spell(
    {
        "mo1": "january jan janury januray",
        "mo2": "february feb febuary feburary febrary",
        "mo3": "march mar",
        "mo4": "april apr",
        "mo5": "may",
        "mo6": "june jun",
        "mo7": "july jul",
        "mo8": "august aug agust",
        "mo9": "september sep sept septmber",
        "mo10": "october oct octuber octber",
        "mo11": "november nov novmber novemeber novembr",
        "mo12": "december dec decmber decembr",
    }
)

WORDS = _spell(
    {
        "ago": "ago agoo agp aog back bck pehle pehlay phle phly pehly phely pahle pahlay qabal pichay peechay پہلے",
        "later": "baad bad badd baadh later hence بعد",
        "before": "before b4 bfore befor bef bfr",
        "about": "about abt around arnd arround approx approximately aprox approximatly roughly taqreeban taqriban"
        " takreeban tqreeban qareeb karib almost nearly circa ~",
        "than": "than then",
        "more": "more over zyada ziada ziyada zyda",
        "less": "less under kam",
        "half": "half aadha adha adhay aadhay hlf",
        "quarter": "quarter",
        "couple": "couple cpl cple coupla cuple copule coulpe",
        "few": "few kuch chand fw",
        "several": "several",
        "last": "last pichle pichlay pichli pichla pichly previous prev past lst guzashta guzishta",
        "next": "next nxt agle aglay agli agla agly coming comming upcoming following anay aney aglе",
        "this": "this dis is'",
        "weekend": "weekend weekends wkend wknd weeknd",
        "or": "or ya yaa",
        "and": "and n & nd aur or'",
        "baje": "baje bajay bje bjy bajey oclock o'clock بجے",
        "am": "am a.m",
        "pm": "pm p.m",
        "morethan": ">",
        "-": "- – — until till tak",
        "since": "since snce sinse",
        "been": "been bin ben",
        "its": "its it's",
        "just": "just jst jus",
        "th": "st nd rd th",
    }
)

CONNECTORS = frozenset(
    [
        "at",
        "on",
        "in",
        "the",
        "of",
        "about",
        "this",
        "ko",
        "k",
        "ke",
        "ki",
        "kay",
        "me",
        "mein",
        "main",
        "mai",
        "sometime",
        "somewhere",
        "time",
        "timing",
        "waqt",
        "by",
        "a",
        "exactly",
        "early",
        "late",
        "mid",
        "like",
        "maybe",
        "probably",
        "bilkul",
        "-",
        ",",
        "@",
        "wale",
        "wali",
        "wala",
        "hi",
    ]
)

FUZZY = {
    "yesterday": "yesterday",
    "tomorrow": "tomorrow",
    "today": "today",
    "tonight": "tonight",
    "monday": "wd0",
    "tuesday": "wd1",
    "wednesday": "wd2",
    "thursday": "wd3",
    "friday": "wd4",
    "saturday": "wd5",
    "sunday": "wd6",
    "january": "mo1",
    "february": "mo2",
    "september": "mo9",
    "october": "mo10",
    "november": "mo11",
    "december": "mo12",
    "afternoon": "afternoon",
    "evening": "evening",
    "morning": "morning",
    "minutes": "minute",
    "weekend": "weekend",
    "ghantay": "hour",
    "fortnight": "fortnight",
}
"""Long words that are also recognised with one slip (two from eight letters on)."""

NOT_FUZZY = frozenset(
    ["mourning", "warning", "sundae", "toddy", "minute", "tonights", "sundays", "weekends", "weekdays", "someday"]
)
