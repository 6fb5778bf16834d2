"""What is known of French words, for every room that asks: calendar, numbers, closed classes, abbreviations.

All in lower case and without their stop, but where said. What a table decides is said under it.
"""

from __future__ import annotations

from fractions import Fraction

from pipeline.languages.listing import series, words

WEEKDAYS = series("lundi mardi mercredi jeudi vendredi samedi dimanche")
"""Monday first, as the language writes them."""

MONTHS = series("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")
"""January first, as the language writes them."""

MONTHS_CUT = {"janv": 1, "févr": 2, "fév": 2, "avr": 4, "juill": 7, "sept": 9, "oct": 10, "nov": 11, "déc": 12}
"""Months cut short, without their stop, and their numbers."""

# Weekdays and months before a stop that is no end of a sentence.
WEEKDAY_STOPS = words("lun mar mer jeu ven vend sam dim")

MONTH_STOPS = words("""
    janv jan févr fév fevr fev avr juil juill sept oct nov déc dec
""")

# The first three or four letters of months.
MONTH_BEGINNINGS = words("""
    janv jan févr fév fevr fev mars mar avri avr mai juin juil août aoû aout sept sep octo oct nove nov déce déc
    dece dec
""")

NUMBERS = series("zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize")
"""The words for 0, 1, 2 and so on."""

TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "nonante": 90}

HUNDREDS = words("cent cents")

SCALES = {
    "mille": 10**3,
    "milles": 10**3,
    "million": 10**6,
    "millions": 10**6,
    "milliard": 10**9,
    "milliards": 10**9,
    "billion": 10**12,
    "billions": 10**12,
}
"""Words that multiply what stands before them. French `billion` and English `billion` differ by a thousand."""

OTHER_NUMBERS: dict[str, tuple[int | Fraction, ...]] = {
    "premier": (1,),
    "première": (1,),
    "premiers": (1,),
    "premières": (1,),
    "second": (2,),
    "seconde": (2,),
    "unième": (1,),
    "deuxième": (2,),
    "troisième": (3,),
    "quatrième": (4,),
    "cinquième": (5, Fraction(1, 5), 20),
    "sixième": (6,),
    "septième": (7,),
    "huitième": (8,),
    "neuvième": (9,),
    "dixième": (10, Fraction(1, 10)),
    "onzième": (11,),
    "douzième": (12,),
    "quinzième": (15,),
    "vingtième": (20,),
    "trentième": (30,),
    "cinquantième": (50,),
    "centième": (100,),
    "dizaine": (10,),
    "dizaines": (10,),
    "douzaine": (12,),
    "douzaines": (12,),
    "quinzaine": (15, 14, 2),
    "vingtaine": (20,),
    "trentaine": (30,),
    "quarantaine": (40,),
    "cinquantaine": (50,),
    "soixantaine": (60,),
    "centaine": (100,),
    "centaines": (100,),
    "millier": (1000,),
    "milliers": (1000,),
    "moitié": (Fraction(1, 2), 50),
    "demi": (Fraction(1, 2), 30),
    "demie": (Fraction(1, 2), 30),
    "tiers": (Fraction(1, 3), 33, 3),
    "quart": (Fraction(1, 4), 25, 15),
    "quarts": (Fraction(1, 4), 25),
    "double": (2,),
    "doubler": (2,),
    "doublé": (2,),
    "triple": (3,),
    "tripler": (3,),
    "décennie": (10,),
    "siècle": (100,),
    "midi": (12,),
    "minuit": (12, 0, 24),
}
"""Words that stand for a number by themselves; several values where usage differs."""

ELIDED = words("""
    c d j l m n s t qu jusqu lorsqu puisqu quoiqu presqu
""")
"""Words that have lost their last vowel, without the apostrophe."""

CLITICS = words("""
    je tu il elle on nous vous ils elles ce le la les lui leur moi toi y en ci là même mêmes t
""")
"""Pronouns and adverbs that hang on a hyphen: `dit-il`, `celui-ci`."""

HYPHENATED = words("""
    au-dessus au-dessous au-delà au-dedans au-dehors là-bas là-haut peut-être c'est-à-dire vis-à-vis lui-même
""")
"""Words that keep their hyphen where a line breaks."""

PREFIXES = words("""
    anti pro ex non quasi pseudo néo vice super ultra post pré inter trans
""")
"""Prefixes that a name may follow with a hyphen."""

STOP_WORDS = words("""
    le la les un une des du de d l à au aux et est sont a ont été être avoir qui que qu quoi dont où ce cet cette
    ces c s se sa son ses leur leurs il elle ils elles on nous vous je j tu me m te t lui y en ne n pas plus par
    pour dans sur sous avec sans chez entre vers mais ou donc car si comme même aussi très bien tout tous toute
    toutes fait faire peut doit était étaient avait avaient sera seront serait depuis pendant après avant contre
    selon lors ainsi alors deux trois ans moins encore déjà notre votre nos vos mon ma mes ton ta tes quand
    comment pourquoi parce jamais rien autre autres peu beaucoup monsieur voici voilà cela celui celle ceux afin
    cependant toujours puis quelques plusieurs chaque aucun aucune ici suis sommes êtes fut furent eu
""")
"""The commonest words, by which texts are told to be French."""

NEVER_LAST = words("""
    le la les l un une des d du de au aux à en dans par pour sur sous avec sans chez vers entre et ou que qu qui
    dont où ce cet cette ces mon ton son ma ta sa mes tes ses notre votre leur nos vos leurs quel quelle quels
    quelles est c'est suis es sommes êtes sont était si ni ne n très plus moins je j tu il elle on nous ils elles
    m me te t se s monsieur madame mademoiselle docteur saint sainte maître
""")
"""Words that cannot end a sentence, as before an ellipsis of hesitation."""

STARTERS = words("""
    voir cf fig le la les l un une des d du de au aux à a en dans par pour sur sous avec sans chez vers entre
    depuis pendant durant après avant contre malgré selon dès hors outre parmi sauf suivant voici voilà et ou mais
    donc or ni car puis ensuite enfin alors ainsi aussi aujourd hier demain ici là où que qu qui quoi dont quand
    quant quel quelle quels quelles quelque quelques quelqu comment combien pourquoi lorsque lorsqu puisque puisqu
    parce comme si s tandis quoique bien même très trop plus moins peu presque encore déjà jamais toujours souvent
    parfois cependant pourtant toutefois néanmoins certes ce cet cette ces c cela ça ceci celui celle ceux celles
    mon ton son ma ta sa mes tes ses notre votre leur nos vos leurs je j tu t il elle on nous vous ils elles y ne
    n me m te se tout tous toute toutes chaque chacun chacune plusieurs certains certaines autre autres aucun
    aucune nul nulle rien monsieur madame mesdames messieurs mme mlle mm personne deux trois quatre cinq six sept
    huit neuf dix cent mille oui non merci bonjour hélas tel telle tels telles jusqu jusque afin étant ayant soit
    seul seule seuls seules
""")
"""The closed class of words that may begin a sentence."""

PRONOUN_STARTERS = words("""
    il elle ils elles on nous vous je j ce cet cette ces c cela ça ceci celui celle ceux celles mais dans lorsque
    lorsqu puis ensuite enfin ainsi alors quand après avant depuis cependant toutefois pourtant mon ma mes son sa
    ses leur leurs et puisque puisqu aucun aucune voici voilà les
""")
"""Words that begin a sentence and never a name, not even after a title."""

PHRASE_INSIDES = words("""
    à au aux avec ce ces cette d dans de des du elle en est et il ils l la le les leur mais n ne nous on ou par
    pas plus pour qu que qui s sa se ses si son sont sur un une vous y
""")
"""Words that no phrase taken out of a sentence begins or ends with."""

CAPITALISED = words("""
    le la les un une des du de ce cet cette ces mon ma mes son sa ses notre nos votre vos leur leurs il elle ils
    elles on nous vous je tu et ou mais or donc car si en dans sur sous pour par avec sans selon chez vers depuis
    pendant après avant entre lors hier demain puis ensuite ici là dont que qui où quand lorsque comme alors ainsi
    aussi cependant toutefois pourtant enfin malgré outre contre parmi dès à au aux monsieur madame m mme mm dr
""")
"""Words that have a capital at the start of a sentence, or always, and are no names; dates apart."""

TERM_LINKS = words("""
    de du des d' à au aux en pour par sur sous sans avec contre dans entre hors et ou
""")
"""Words that end the part of a term that takes the plural: `mises en demeure`, `lois de finances`."""

PREPOSITIONS = {
    "à": "to",
    "au": "to",
    "aux": "to",
    "de": "of",
    "du": "of",
    "des": "of",
    "en": "in",
    "dans": "in",
    "par": "by",
    "avec": "with",
    "pour": "for",
    "contre": "against",
    "sur": "on",
    "chez": "with",
    "vers": "towards",
    "et": "and",
    "ou": "or",
    "entre": "between",
    "sans": "without",
}
"""Prepositions and conjunctions between clauses or words, and their commonest English."""

DOUBLED = words("""
    nous vous en très bien mieux là oui non si tout ha hé ah oh bla cha ping tam
""")
"""Words that grammar or emphasis doubles."""

DESIGNATED = words("""
    acte terminale bac permis alinéa amendement annexe appendice arrêt article axe bâtiment bloc carte cas
    catégorie chapitre classe colonne compte considérant corps couloir couche cycle division ensemble étape
    exemple facteur feuille figure fonction formation formule gare grade groupe hépatite index langage lettre
    ligne livre livret modèle module niveau note numéro option paragraphe partie pavillon phase piste plan planche
    point porte poste projet propriété quai question rang rhésus salle scène schéma section série siècle stade
    strate structure système tableau terminal titre tome type unité valeur variable variante version virus
    vitamine vitamines voie volume zone chap liv sect tabl fig vol an guerre mondiale hépatites en
""")
"""Nouns that a single letter or numeral completes: `plan B`, `tome I`."""

REGNAL = words("""
    albert alexandre baudouin benoît catherine charles clément clovis dagobert édouard elisabeth élisabeth
    elizabeth ferdinand françois frédéric george georges grégoire guillaume gustave henri henry innocent isabelle
    jacques jean-paul jean juan-carlos léon léopold lothaire louis mohammed napoléon nicolas paul philippe pie
    pierre ptolémée ramsès robert sixte sylvestre thierry urbain victor-emmanuel
""")
"""Popes and kings: a numeral of one letter completes them (`Charles X`), any other letter is an initial."""

BINDING_STOPS = words("""
    sra srta mme mmes mlle mlles melle melles mr mrs ms mgr mgrs mons dr drs pr prof st ste sts stes vve cte
    ctesse vte vtesse mde gén gal lieut lt cdt cdts cne sgt capt insp r.p s.m s.e s.s s.a.r s.a.i s.exc s.ém ll.mm
    ll.aa bd bld blvd boul fbg fg faub imp cf cfr voy vs c.-à-d c.à.d c.-à.-d c-à-d p.ex ex càd i.e e.g viz
""")
"""Abbreviations that hold on to the capital after them: titles, saints, references."""

CASED_STOPS = words("""
    M MM Me Mes Mr Ch Chr Ph Phil Th Fr Alph Aug Bern Édm Edm Eug Fréd Guill Gust Hipp Théod Théoph Vict Wm Chs
    Jos Jh Bx Bse
""")
"""The same, but only as spelt."""

NUMBERED_STOPS = words("""
    n n° no nº nos apt appt bât esc p pp pg pgs f ff fo fos fol col cols art arts al alin § §§ chap ch sect sec t
    tom vol vols liv l v fig figs pl tab tabl fasc feuil ann app append réf éq lig str rem obs prop th déf niv c r
    h m min tél téléc fax bp b.p c.p cs éd ed cat hect
""")
"""Abbreviations that hold on to a number, a roman numeral or a letter."""

LOOSE_STOPS = words("""
    abrév acad adj adjt adv affl agric alg anat ap apoc apr archéol archit arr arrt assoc astron auj aut auxil av
    ave aven bapt bât bibl bibliogr biogr biol bot boul c c.-à-d c.r cap cass cath chim chir chronol cie cies circ
    cit civ coll comp compl concl conf confér conj conjug const constr contr coord corp corresp crit déb déc dép
    dépt dest dét dict dipl dir dist div doct docum dram dt dz ecclés éc écon éd edit édit élec élém env épigr
    équiv esp éts ets étym ex exc excl exclam expr fam fasc fém féod fr fréq gaz géod géogr géol géom gouv gouvt
    gramm hab hébr hérald hist hortic ibid ibidem ichtyol id illustr imparf impér impr inc incl indic infin inform
    ing instit interj interr intr intrans introd inv irrég ital jard jr jur l.c lib librl ling litt littér liturg
    loc ltd ltée masc math max méd mém mérid métall métr milit min minér mt mts munic mus myth mythol n.b n.d.a
    n.d.e n.d.l.r n.d.r n.d.t nat nb nbre neurol nouv nov num obj obs occid oct op oppos orig ornith orth p.-s p.s
    paléont pathol peint pers peuch pharm philos phon phot photogr phys physiol pl plur poét polit poss préf prép
    prépos prés présid prim princ priv procéd prof pron prononc propr prov ps psych psychol publ qq qqch qqf qqn
    qté quelq qqs quelqu rac réf relig rééd réimpr rens rép resp résid rév rev rhét rte s.a s.a.r.l s.à.r.l s.a.s
    s.c s.d s.l s.l.n.d s.n.c s.p.a sarl scient sculpt secr sect seq sess sér sing sociol spéc sq sqq sté subj
    subst suiv suppl symb syn synd techn télécomm théol therm topogr trad trans trav trib typogr v v.i v.t vén
    vétér vx zool
""")
"""Abbreviations that hold on to a capital unless it is one of a common word."""

UNIT_STOPS = words("""
    m mm cm dm km kg g mg t l cl ml ha h min s sec k kw kwh mw v a w hz khz mhz ghz go mo ko to f fr frs p pp vol
    vols ex hab pers
""")
"""Symbols of units that a number stands before."""

PARTICLES = words("""
    le la les l de du des d van von el al ben
""")
"""Words that begin a sentence but surnames too."""
