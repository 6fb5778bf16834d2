"""What is known of English words, for every room that asks: calendar, numbers, closed classes, abbreviations.

All in lower case and without their stop, but where said. What a table decides is said under it.
"""

from __future__ import annotations

from fractions import Fraction

from pipeline.languages.listing import series, words

WEEKDAYS = series("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
"""Monday first, as the language writes them."""

MONTHS = series("January February March April May June July August September October November December")
"""January first, as the language writes them."""

MONTHS_CUT = {
    "Jan": 1,
    "Feb": 2,
    "Mar": 3,
    "Apr": 4,
    "Jun": 6,
    "Jul": 7,
    "Aug": 8,
    "Sept": 9,
    "Sep": 9,
    "Oct": 10,
    "Nov": 11,
    "Dec": 12,
}
"""Months cut short, without their stop, and their numbers."""

# Weekdays and months before a stop that is no end of a sentence.
WEEKDAY_STOPS = words("mon tue tues wed thu thur thurs fri sat sun")

MONTH_STOPS = words("""
    jan feb mar apr jun jul aug sept sep oct nov dec
""")

# The first three or four letters of months.
MONTH_BEGINNINGS = words("""
    janu jan febr feb marc mar apri apr may june jun july jul augu aug sept sep octo oct nove nov dece dec
""")

NUMBERS = series("""
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen
""")
"""The words for 0, 1, 2 and so on."""

TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}

HUNDREDS = words("hundred")

SCALES = {
    "thousand": 10**3,
    "million": 10**6,
    "millions": 10**6,
    "billion": 10**9,
    "billions": 10**9,
    "trillion": 10**12,
    "trillions": 10**12,
}
"""Words that multiply what stands before them. French `billion` and English `billion` differ by a thousand."""

OTHER_NUMBERS: dict[str, tuple[int | Fraction, ...]] = {
    "first": (1,),
    "second": (2,),
    "third": (3, Fraction(1, 3), 33),
    "thirds": (Fraction(1, 3), 66, 3),
    "fourth": (4, Fraction(1, 4)),
    "fifth": (5, Fraction(1, 5), 20),
    "sixth": (6,),
    "seventh": (7,),
    "eighth": (8,),
    "ninth": (9,),
    "tenth": (10, Fraction(1, 10)),
    "eleventh": (11,),
    "twelfth": (12,),
    "thirteenth": (13,),
    "fourteenth": (14,),
    "fifteenth": (15,),
    "sixteenth": (16,),
    "seventeenth": (17,),
    "eighteenth": (18,),
    "nineteenth": (19,),
    "twentieth": (20,),
    "thirtieth": (30,),
    "fortieth": (40,),
    "fiftieth": (50,),
    "hundredth": (100,),
    "once": (1,),
    "single": (1,),
    "sole": (1,),
    "twice": (2,),
    "double": (2,),
    "doubled": (2,),
    "both": (2,),
    "couple": (2,),
    "pair": (2,),
    "two-thirds": (Fraction(2, 3), 66, 67),
    "triple": (3,),
    "trio": (3,),
    "dozen": (12,),
    "dozens": (12, 10),
    "tens": (10,),
    "hundreds": (100,),
    "thousands": (1000,),
    "half": (Fraction(1, 2), 50, 30),
    "halves": (Fraction(1, 2), 50),
    "quarter": (Fraction(1, 4), 25, 15),
    "quarters": (Fraction(1, 4), 25),
    "decade": (10,),
    "decades": (10,),
    "century": (100,),
    "fortnight": (15, 14, 2),
    "noon": (12,),
    "midnight": (12, 0, 24),
    "twenties": (20, 1920),
    "thirties": (30, 1930),
    "forties": (40, 1940),
    "fifties": (50, 1950),
    "sixties": (60, 1960),
    "seventies": (70, 1970),
    "eighties": (80, 1980),
    "nineties": (90, 1990),
}
"""Words that stand for a number by themselves; several values where usage differs."""

STOP_WORDS = words("""
    the a an of to and in is are was were be been being that this these those it its he she they we you i his her
    their our your my me him them us who which what where when why how not no nor or but if so as at by for from
    with without on into onto over under about after before between against during through than then there here
    have has had do does did will would can could may might must shall should more most some any all each every
    other another such only also very just even still yet while because although one two three new first said says
    year years out up down off own same too both few many much now never always don t s re ve ll
""")
"""The commonest words, by which texts are told to be English."""

NEVER_LAST = words("""
    the a an of to in on at by for with from and or but that which who whom whose this these those my your his her
    its our their is was were are am be been i you he she it we they not no very so if as than mr mrs miss ms dr
    saint sir madam
""")
"""Words that cannot end a sentence, as before an ellipsis of hesitation."""

STARTERS = words("""
    see cf fig the a an of to in on at by for with from and or but nor so yet that which who whom whose this these
    those my your his her its our their i you he she it we they not no yes if as than then there here when where
    why how what while because since although though after before until unless during under over between among
    against about above below across despite without within is was were are do does did can could will would shall
    should may might must have has had let all any both each every either neither some many much most more other
    another one two three four five six seven eight nine ten such same only even just still also again once now
    today yesterday tomorrow meanwhile however therefore thus moreover mr mrs ms madam sir ladies nevertheless
    finally first second third last next perhaps maybe please well
""")
"""The closed class of words that may begin a sentence."""

PRONOUN_STARTERS = words("""
    he she it we they you i this these those that the there here but and when after before then however his her
    its their our my in on at
""")
"""Words that begin a sentence and never a name, not even after a title."""

PHRASE_INSIDES = words("""
    a and are as at be by for from he in is it its not of on or she that the they this to was we with you
""")
"""Words that no phrase taken out of a sentence begins or ends with."""

CAPITALISED = words("""
    on yesterday tomorrow then the a an in at of this that he she it they we i mr mrs ms according
""")
"""Words of an English text that have a capital at the start of a sentence and are no names; dates apart."""

COMMON = words("""
    the a an of to and in is was it that he his i you for on with as at be this had not are but by from have her
    she which they or my me so we were who if him them their there its been would will one no all what when do has
""")
"""Words too common to tell one sentence from another."""

FUNCTION_WORDS = words("""
    the a an of in on at to for by from with and or as that is was are were be been has have had will would not it
    its this which who he she they we i you his her their but
""")
"""Words that render no name."""

NO_NOUNS = words("""
    and but for from into near nor not off over than that then there who whom whose which what when where while
    with without during after before between since until under towards about against also already again are was
    were has had have been can could may might must shall should will would did does said says told this the his
    her its their became began came took made gave went wants wanted only both because
""")
"""Words behind a name that the article before the name does not belong to."""

CAPITAL_BY_PLACE = words("""
    the a an this that these those it he she they we you his her its their our in on at to for from with by of as
    and but or which who when where while if because since after before there not all also even only then so is
    was are were has have had including
""")
"""Words that only a sentence's start gives a capital."""

DOUBLED = words("""
    had that very so no yes yeah ha hey ah oh bye blah is do really far many long well knock
""")
"""Words that grammar or emphasis doubles."""

SPEECH = words("""
    said says cried cries asked asks replied replies answered exclaimed shouted whispered murmured muttered added
    repeated returned responded retorted continued inquired enquired called growled groaned sighed gasped remarked
    observed demanded declared announced interrupted interposed insisted screamed yelled
""")
"""Verbs that report speech after a name."""

DESIGNATED = words("""
    act amendment recital annex appendix article block book building category chapter class clause column division
    example exhibit factor figure grade group hepatitis hep item language letter level line model module note
    number option page paragraph part phase plan plate platform point priority question room row rule scene
    schedule section series sheet stage step structure table title tier type unit version vitamin vitamins volume
    war zone
""")
"""Nouns that a single letter or numeral completes: `plan B`, `volume I`."""

BEFORE_I = words("in than am not did do is was nor")
"""Words before a pronoun `I` that ends its sentence: `older than I`, `so am I`."""

REGNAL = words("""
    albert alexander benedict catherine charles clement clovis dagobert edward elizabeth ferdinand francis
    françois frederick george gregory henri henry innocent isabella james john leo leopold louis napoleon nicholas
    paul philip philippe pius ptolemy richard robert sixtus urban william
""")
"""Popes and kings: a numeral of one letter completes them (`Charles X`), any other letter is an initial."""

BINDING_STOPS = words("""
    sra srta mr mrs ms messrs mme mlle mmes mlles dr drs prof rev revd st sts ste lieut lt maj capt cpt cmdr cdr
    sgt cpl pvt adm sens reps gov hon rt amb supt insp atty asst mt ft geo wm chas jas thos jos edw benj robt e.g
    i.e eg v vs viz cf
""")
"""Abbreviations that hold on to the capital after them: titles, saints, references."""

CASED_STOPS = words("""
    M MM Ch Mgr Gen Brig Col Fr Sen Rep Pres Det Bros Ave
""")
"""The same, but only as spelt."""

NUMBERED_STOPS = words("""
    no nos art arts fig figs p pp pg vol vols ch chap sec sect para paras eq eqs pt pts col cols reg regs sched cl
    ss s c n f ff fol v ver subsec bk lib cap tel ext op b.p
""")
"""Abbreviations that hold on to a number, a roman numeral or a letter."""

LOOSE_STOPS = words("""
    inc ltd co corp cos llc plc jr sr esq phd ph.d m.d b.a m.a b.sc m.sc d.phil ll.b ll.d m.p j.d u.s u.k u.n e.u
    d.c a.m p.m b.c a.d c.e b.c.e n.y l.a s.a s.p.a n.b p.s blvd rd ln hwy pkwy dept univ assn assoc intl natl
    govt govts al ca circa ibid cit id eds edn transl abr anon bibl diss mss repr suppl avg approx misc temp incl
    excl resp jan feb apr aug sept oct nov dec
""")
"""Abbreviations that hold on to a capital unless it is one of a common word."""

UNIT_STOPS = words("""
    m km cm mm g kg l ml h min sec s ft in lb lbs oz yd mi mph k pp p vols
""")
"""Symbols of units that a number stands before."""

PARTICLES = words("la le de du van von el al st")
"""Words that begin a sentence but surnames too."""
