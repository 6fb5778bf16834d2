"""French: abbreviations and closed word classes."""

from __future__ import annotations

import re
from functools import cache

from pipeline.segmentation.evidence import evidence
from pipeline.segmentation.lexicon import Lexicon, words

# Titles, saints, streets, references: what follows completes them.
_BINDING = words("""
    sra srta mme mmes mlle mlles melle melles mr mrs ms mgr mgrs mons dr drs pr prof st ste sts stes vve cte ctesse
    vte vtesse mde gén gal lieut lt cdt cdts cne sgt capt insp r.p s.m s.e s.s s.a.r s.a.i s.exc s.ém ll.mm ll.aa bd
    bld blvd boul fbg fg faub imp cf cfr voy vs c.-à-d c.à.d c.-à.-d c-à-d p.ex ex càd i.e e.g viz
""")

# The same, but only as spelt, and forenames cut short: M. Dupont, but 12 mm.
_CASED = words("""
    M MM Me Mes Mr Ch Chr Ph Phil Th Fr Alph Aug Bern Édm Edm Eug Fréd Guill Gust Hipp Théod Théoph Vict Wm Chs Jos
    Jh Bx Bse
""")

_NUMBERED = words("""
    n n° no nº nos apt appt bât esc p pp pg pgs f ff fo fos fol col cols art arts al alin § §§ chap ch sect sec t
    tom vol vols liv l v fig figs pl tab tabl fasc feuil ann app append réf éq lig str rem obs prop th déf niv c r h
    m min tél téléc fax bp b.p c.p cs éd ed cat hect
""")

_LOOSE = words("""
    abrév acad adj adjt adv affl agric alg anat ap apoc apr archéol archit arr arrt assoc astron auj aut auxil av
    ave aven bapt bât bibl bibliogr biogr biol bot boul c c.-à-d c.r cap cass cath chim chir chronol cie cies circ
    cit civ coll comp compl concl conf confér conj conjug const constr contr coord corp corresp crit déb déc dép
    dépt dest dét dict dipl dir dist div doct docum dram dt dz ecclés éc écon éd edit édit élec élém env épigr équiv
    esp éts ets étym ex exc excl exclam expr fam fasc fém féod fr fréq gaz géod géogr géol géom gouv gouvt gramm hab
    hébr hérald hist hortic ibid ibidem ichtyol id illustr imparf impér impr inc incl indic infin inform ing instit
    interj interr intr intrans introd inv irrég ital jard jr jur l.c lib librl ling litt littér liturg loc ltd ltée
    masc math max méd mém mérid métall métr milit min minér mt mts munic mus myth mythol n.b n.d.a n.d.e n.d.l.r
    n.d.r n.d.t nat nb nbre neurol nouv nov num obj obs occid oct op oppos orig ornith orth p.-s p.s paléont pathol
    peint pers peuch pharm philos phon phot photogr phys physiol pl plur poét polit poss préf prép prépos prés
    présid prim princ priv procéd prof pron prononc propr prov ps psych psychol publ qq qqch qqf qqn qté quelq qqs
    quelqu rac réf relig rééd réimpr rens rép resp résid rév rev rhét rte s.a s.a.r.l s.à.r.l s.a.s s.c s.d s.l
    s.l.n.d s.n.c s.p.a sarl scient sculpt secr sect seq sess sér sing sociol spéc sq sqq sté subj subst suiv suppl
    symb syn synd techn télécomm théol therm topogr trad trans trav trib typogr v v.i v.t vén vétér vx zool
""")

_FUNCTION_WORDS = words("""
    le la les l un une des d du de au aux à en dans par pour sur sous avec sans chez vers entre et ou que qu qui
    dont où ce cet cette ces mon ton son ma ta sa mes tes ses notre votre leur nos vos leurs quel quelle quels
    quelles est c'est suis es sommes êtes sont était si ni ne n très plus moins je j tu il elle on nous ils elles m
    me te t se s monsieur madame mademoiselle docteur saint sainte maître
""")

_FUNCTION_STARTERS = words("""
    voir cf fig le la les l un une des d du de au aux à a en dans par pour sur sous avec sans chez vers entre depuis
    pendant durant après avant contre malgré selon dès hors outre parmi sauf suivant voici voilà et ou mais donc or
    ni car puis ensuite enfin alors ainsi aussi aujourd hier demain ici là où que qu qui quoi dont quand quant quel
    quelle quels quelles quelque quelques quelqu comment combien pourquoi lorsque lorsqu puisque puisqu parce comme
    si s tandis quoique bien même très trop plus moins peu presque encore déjà jamais toujours souvent parfois
    cependant pourtant toutefois néanmoins certes ce cet cette ces c cela ça ceci celui celle ceux celles mon ton
    son ma ta sa mes tes ses notre votre leur nos vos leurs je j tu t il elle on nous vous ils elles y ne n me m te
    se tout tous toute toutes chaque chacun chacune plusieurs certains certaines autre autres aucun aucune nul nulle
    rien monsieur madame mesdames messieurs mme mlle mm m personne deux trois quatre cinq six sept huit neuf dix
    cent mille oui non merci bonjour hélas tel telle tels telles jusqu jusque afin étant ayant soit seul seule seuls
    seules
""")

_PRONOUNS = words("""
    il elle ils elles on nous vous je j ce cet cette ces c cela ça ceci celui celle ceux celles mais dans lorsque
    lorsqu puis ensuite enfin ainsi alors quand après avant depuis cependant toutefois pourtant mon ma mes son sa
    ses leur leurs et puisque puisqu aucun aucune voici voilà les
""")

_DESIGNATED = words("""
    acte terminale bac permis alinéa amendement annexe appendice arrêt article axe bâtiment bloc carte cas catégorie
    chapitre classe colonne compte considérant corps couloir couche cycle division ensemble étape exemple facteur
    feuille figure fonction formation formule gare grade groupe hépatite index langage lettre ligne livre livret
    modèle module niveau note numéro option paragraphe partie pavillon phase piste plan planche point porte poste
    projet propriété quai question rang rhésus salle scène schéma section série siècle stade strate structure
    système tableau terminal titre tome type unité valeur variable variante version virus vitamine vitamines voie
    volume zone chap liv sect tabl fig vol an guerre mondiale hépatites en
""")

# Popes and kings: a numeral of one letter completes them (`Charles X`), any other letter is an initial.
_REGNAL = words("""
    albert alexandre baudouin benoît catherine charles clément clovis dagobert édouard elisabeth élisabeth elizabeth
    ferdinand françois frédéric george georges grégoire guillaume gustave henri henry innocent isabelle jacques
    jean-paul jean juan-carlos léon léopold lothaire louis mohammed napoléon nicolas paul philippe pie pierre
    ptolémée ramsès robert sixte sylvestre thierry urbain victor-emmanuel
""")

_UNITS = words("""
    m mm cm dm km kg g mg t l cl ml ha h min s sec k kw kwh mw v a w hz khz mhz ghz go mo ko to f fr frs p pp vol
    vols ex hab pers
""")

_MONTHS = words("""
    janv jan févr fév fevr fev mars mar avri avr mai juin juil août aoû aout sept sep octo oct nove nov déce déc dece
    dec
""")

# What a sentence may begin with before a stop that is not its end: a number, a letter, a heading.
_LABEL = re.compile(
    r"""\W*(?:
        \d{1,3}(?:[.-]\d{1,3}){0,4}
      | [IVXLC]{1,7}(?:\.\d{1,3}){0,3}
      | [A-Za-z](?:\.?\d{1,2}){0,3}
      | N\.?\s?B | P\.?[-\s]?S
      | (?i:arts?|chap|sect|fig|tabl?|livre|liv|tome|vol|n[o°º]|§|titre|article|chapitre|section|figure|tableau|annexe
          |partie|acte|scène|leçon|note|question|exercice|exemple|remarque|théorème|proposition|définition|lemme
          |corollaire|amendement|considérant|étape|règle|point|numéro|volume|photo|carte|schéma|planche|strophe
          |verset|lettre)
        s?\.?\s*(?:n[o°º]\.?\s*)?
        (?:(?:[LRDA]\.\s?)?\d{1,4}|[IVXLC]+|[A-Z]
          |(?i:premier|première|unique|préliminaire|1er|Ier|deuxième|seconde?|troisième|dernière?))
        (?:er|re|ère|bis|ter|quater)?(?:[.-]\d{1,3}){0,4}
      | (?i:première|deuxième|seconde|troisième|quatrième|cinquième|dernière)
        \ (?i:partie|section|leçon|scène|époque)
    )\Z""",
    re.VERBOSE,
)


@cache
def french() -> Lexicon:
    """The French lexicon, with what Punkt learnt."""
    return Lexicon(
        language="fr",
        evidence=evidence("fr"),
        binding=_BINDING,
        cased=_CASED,
        numbered=_NUMBERED,
        loose=_LOOSE,
        final=words("etc"),
        before_christ=words("av avant apr ap après"),
        units=_UNITS,
        months=words("janv jan févr fév fevr fev avr juil juill sept oct nov déc dec"),
        weekdays=words("lun mar mer jeu ven vend sam dim"),
        month_beginnings=_MONTHS,
        designated=_DESIGNATED,
        regnal=_REGNAL,
        particles=words("le la les l de du des d van von el al ben"),
        pronouns=_PRONOUNS,
        function_words=_FUNCTION_WORDS,
        function_starters=_FUNCTION_STARTERS,
        exclaiming=words("yahoo joomla jeopardy wham"),
        speech=frozenset(),
        label=_LABEL,
    )
