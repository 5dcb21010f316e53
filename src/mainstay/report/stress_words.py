"""Words of the pages on cases in three languages, with names that agree with their numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass

from .case_words import CASE_WORDS
from .chance_words import CHANCE_WORDS
from .change_words import CHANGE_WORDS
from .text import rounded_up
from .words import LANGUAGES, Words

STRESS_WORDS: dict[str, tuple[str, str, str]] = {
    **CASE_WORDS,
    **CHANCE_WORDS,
    **CHANGE_WORDS,
    "skip": ("Skip to content", "Aller au contenu", "До змісту"),
    # What happens
    "what party": ("{name} leaves", "{name} : retrait", "{name}: вихід"),
    "what node": ("{name} is shut", "{name} : fermeture", "{name}: закриття"),
    "what link": ("{name} is shut", "{name} : fermeture", "{name}: закриття"),
    "what corridor": ("{name} is shut", "{name} : fermeture", "{name}: закриття"),
    "what fund": ("{name} runs dry", "{name} : fonds épuisé", "{name}: кошти вичерпано"),
    "what site": ("{name} closes", "{name} : fermeture", "{name}: закриття"),
    "kind party": ("contributor", "contributeur", "учасник"),
    "kind node": ("node", "nœud", "вузол"),
    "kind link": ("link", "liaison", "ланка"),
    "kind corridor": ("corridor", "corridor", "коридор"),
    "kind fund": ("fund", "fonds", "фонд"),
    "kind site": ("training site", "site de formation", "навчальний центр"),
    "kind named": ("named case", "cas nommé", "названий випадок"),
    "kind pair": ("pair", "paire", "пара"),
    "kind offer": ("offer", "offre", "пропозиція"),
    "kind stock": ("stock", "stock", "запас"),
    "kind consent": ("consent", "consentement", "згода"),
    # All cases
    "stress title": ("What if one of them is gone", "Et si l’un d’eux disparaît", "Що, якщо чогось із цього не стане"),
    "stress crumb": (
        "What if · all cases computed alike",
        "Et si · tous les cas calculés de même",
        "Що, якщо · усі випадки пораховано однаково",
    ),
    "worst is": (
        "Of {cases}, the worst costs {loss} of {base} points after re-planning: {what}.",
        "Sur {cases}, le pire coûte {loss} des {base} points après replanification : {what}.",
        "Усього {cases}; найгірший коштує {loss} з {base} балів після перепланування: {what}.",
    ),
    "worst before is": (
        "Left as it was, the worst costs {loss}: {what}.",
        "Sans replanifier, le pire coûte {loss} : {what}.",
        "Без перепланування найгірший коштує {loss}: {what}.",
    ),
    "no cases": ("No case was computed.", "Aucun cas n’a été calculé.", "Жодного випадку не пораховано."),
    "guard helps": (
        "Arranged beforehand, {what} would cut the worst case by {cut}.",
        "Préparé d’avance, {what} réduirait le pire cas de {cut}.",
        "Якщо домовитися заздалегідь, {what} зменшить найгірший випадок на {cut}.",
    ),
    "stress basis all": (
        "Plan: score {score}, no plan exceeds {bound}. Every case is certified by a re-solve.",
        "Plan : score {score}, aucun plan ne dépasse {bound}. Chaque cas est certifié par une nouvelle résolution.",
        "План: оцінка {score}, жоден план не перевищує {bound}. Кожен випадок гарантовано новим розв’язанням.",
    ),
    "stress basis": (
        "Plan: score {score}, no plan exceeds {bound}. {solved} of {cases} cases certified by a re-solve, the others"
        " bracketed.",
        "Plan : score {score}, aucun plan ne dépasse {bound}. {solved} cas sur {cases} certifiés par une nouvelle résolution,"
        " les autres encadrés.",
        "План: оцінка {score}, жоден план не перевищує {bound}. Випадків {cases}; з них новим розв’язанням гарантовано"
        " {solved}, інші лише в межах.",
    ),
    "cases title": ("Cases, largest loss first", "Cas, la plus grande perte d’abord", "Випадки, спершу найбільша втрата"),
    "cases note": ("points of 100", "points sur 100", "бали зі 100"),
    "cases aux": ("{shown} of {count}", "{shown} sur {count}", "{shown} з {count}"),
    "cases table": ("All cases in figures", "Tous les cas en chiffres", "Усі випадки в числах"),
    "tornado caption": (
        "Points lost. Outline: left as it was. Solid: after re-planning, with its certified interval.",
        "Points perdus. Contour : sans replanifier. Plein : après replanification, avec son intervalle certifié.",
        "Втрачені бали. Контур: без перепланування. Суцільне: після перепланування, з гарантованим інтервалом.",
    ),
    "tornado bracketed": (
        "Dashed and pale: bracket only, bar at the estimate.",
        "Pâle et en tirets : encadrement seul, barre à l’estimation.",
        "Бліде з пунктиром: лише межі, смуга до оцінки.",
    ),
    "tornado rest": (
        "{n} more cases that lose less stand in the table.",
        "Autres cas, qui perdent moins, dans le tableau : {n}.",
        "Ще випадків із меншою втратою в таблиці: {n}.",
    ),
    "case": ("Case", "Cas", "Випадок"),
    "kind of case": ("Kind", "Genre", "Вид"),
    "certified interval": ("Certified", "Certifié", "Гарантовано"),
    "recovery days": ("Recovery, days", "Rétablissement, jours", "Відновлення, днів"),
    "dependence": ("Who carries what", "Qui porte quoi", "Хто що несе"),
    "dependence note": (
        "level of each capability without one contributor",
        "niveau de chaque capacité sans un contributeur",
        "рівень кожної спроможності без одного учасника",
    ),
    "dependence caption": (
        "% of its points that each capability still attains, re-planned, without the contributor in the column; a dot: as"
        " planned. Darker: falls further. Corner and heavy frame: below {level}\u202f%.",
        "% de ses points que chaque capacité atteint encore, replanifié, sans le contributeur de la colonne ; un point :"
        " comme prévu. Plus foncé : baisse plus. Coin et cadre épais : sous {level}\u202f%.",
        "% балів, яких спроможність іще досягає після перепланування без учасника в стовпці; крапка: як у плані. Темніше:"
        " більше падіння. Кутик і товста рамка: нижче {level}\u202f%.",
    ),
    "dependence rest": (
        "Contributors not drawn, on whom less depends: {n}.",
        "Contributeurs non dessinés, dont moins dépend : {n}.",
        "Не показано учасників, від яких залежить менше: {n}.",
    ),
    "planned level": ("plan", "plan", "план"),
    "falls by": ("falls by, points of %", "baisse de, points de %", "падіння, в. п."),
    "capability": ("Capability", "Capacité", "Спроможність"),
    "contributor": ("Contributor", "Contributeur", "Учасник"),
    "level without": ("Without it, %", "Sans lui, %", "Без нього, %"),
    "drop": ("Falls by, %", "Baisse de, %", "Падіння, %"),
    # Heads of the workbook
    "code": ("Case", "Cas", "Випадок"),
    "code of": ("Code", "Code", "Код"),
    "loss before %": ("The same, % of the plan", "De même, % du plan", "Те саме, % плану"),
    "loss after %": ("The same, % of the plan", "De même, % du plan", "Те саме, % плану"),
    "bracket least": ("Bracket, at least", "Encadrement, au moins", "Межі, не менше"),
    "bracket most": ("Bracket, at most", "Encadrement, au plus", "Межі, не більше"),
    "solved head": ("Solved", "Résolu", "Розв’язано"),
    "recovered": ("Recovered on", "Rétabli le", "Відновлено"),
    "packages base": ("Packages, plan", "Paquets, plan", "Пакети, план"),
    "packages before": ("Packages, left as it was", "Paquets, sans replanifier", "Пакети, без перепланування"),
    "packages after": ("Packages, re-planned", "Paquets, replanifié", "Пакети, переплановано"),
    "below head": ("Below the level", "Sous le niveau", "Нижче рівня"),
    "worst before": ("Worst case without it", "Pire cas sans elle", "Найгірший випадок без цього"),
    "worst after": ("Worst case with it", "Pire cas avec elle", "Найгірший випадок із цим"),
    "probability %": ("Probability, %", "Probabilité, %", "Імовірність, %"),
    # Method
    "method": ("What is certified, what is estimated", "Ce qui est certifié, ce qui est estimé", "Що гарантовано, що оцінено"),
    "method before": (
        "Left as it was: the plan without what the case takes, trimmed until every rule is kept. An exact count, no optimum.",
        "Sans replanifier : le plan sans ce que le cas enlève, réduit jusqu’à ce que toute règle soit respectée. Un compte"
        " exact, pas un optimum.",
        "Без перепланування: план без того, що забирає випадок, скорочений, доки не дотримано всіх правил. Точний підрахунок,"
        " не оптимум.",
    ),
    "method after": (
        "Re-planned: the best plan found in the case from its day on; what was done before is a fact. The interval holds the"
        " true loss: its ends follow from the bounds of both plans.",
        "Replanifié : le meilleur plan trouvé à partir du jour du cas ; ce qui a été fait avant est acquis. L’intervalle"
        " contient la perte vraie : ses bornes découlent de celles des deux plans.",
        "Переплановано: найкращий знайдений план від дня випадку; зроблене раніше є фактом. Інтервал містить справжню втрату:"
        " його краї випливають з меж обох планів.",
    ),
    "method bracket": (
        "Bracketed: not solved anew. The bracket holds the true loss as well, but is wider; the bar stands at an estimate.",
        "Encadré : non résolu à nouveau. L’encadrement contient aussi la perte vraie, mais il est plus large ; la barre est"
        " une estimation.",
        "У межах: наново не розв’язано. Межі теж містять справжню втрату, але ширші; смуга показує оцінку.",
    ),
    "method cargo": (
        "Cargo of a contributor that has left and that was not handed over by then counts as lost, wherever it is.",
        "Le chargement d’un contributeur parti qui n’a pas été remis d’ici là compte comme perdu, où qu’il soit.",
        "Вантаж учасника, що вийшов, не переданий до того часу, вважається втраченим, де б він не був.",
    ),
}
"""Word by key, in the order of ``LANGUAGES``."""

COUNTS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "days": (("day", "days"), ("jour", "jours"), ("день", "дні", "днів")),
    "cases": (("case", "cases"), ("cas", "cas"), ("випадок", "випадки", "випадків")),
    "requirements": (("requirement", "requirements"), ("besoin", "besoins"), ("вимога", "вимоги", "вимог")),
    "packages": (("package", "packages"), ("paquet", "paquets"), ("пакет", "пакети", "пакетів")),
    "consignments": (("consignment", "consignments"), ("envoi", "envois"), ("відправлення", "відправлення", "відправлень")),
    "executions": (("execution", "executions"), ("exécution", "exécutions"), ("виконання", "виконання", "виконань")),
    "parties": (("party", "parties"), ("partie", "parties"), ("сторона", "сторони", "сторін")),
}
"""Forms of a noun after a number: one, several, and in Ukrainian one, few, many."""


@dataclass(frozen=True)
class StressWords(Words):
    """Words of the reports on cases, beside those of every report."""

    def __call__(self, key: str, **values: object) -> str:
        """Return the words of a key with its values set in."""
        if key not in STRESS_WORDS:
            return super().__call__(key, **values)
        text = STRESS_WORDS[key][LANGUAGES.index(self.language)]
        if self.language == "fr":  # its signs stand apart from the word before them, and stay on its line
            text = text.replace(" ;", "\u202f;").replace(" :", "\N{NO-BREAK SPACE}:")
        return text.format(**values) if values else text

    def fixed(self, word: str) -> str:
        """Return a word of the tables in this language, or as it is if it has no translation."""
        return self(word) if word in STRESS_WORDS else super().fixed(word)

    def count(self, noun: str, number: int) -> str:
        """Write a number with its noun (a key of ``COUNTS``) in the form that agrees with it."""
        forms = COUNTS[noun][LANGUAGES.index(self.language)]
        return f"{self.number(number)}\N{NO-BREAK SPACE}{forms[self._form(number)]}"

    def points(self, value: float | None, decimals: int = 2) -> str:
        """Write points of 100."""
        return self.number(value, decimals)

    def at_least(self, value: float) -> str:
        """Write the lower end of an interval, rounded down; a hair of floating point does not count."""
        return self.number(math.floor(100 * value + 1e-7) / 100, 2)

    def at_most(self, value: float) -> str:
        """Write the upper end of an interval, rounded up."""
        return self.number(rounded_up(value, 2), 2)

    def percent(self, value: float | None, decimals: int = 0) -> str:
        """Write a percentage with its sign."""
        return f"{self.number(value, decimals)}\u202f%"

    def _form(self, number: int) -> int:
        if self.language == "fr":
            return int(number > 1)
        if self.language == "en":
            return int(number != 1)
        if number % 10 == 1 and number % 100 != 11:
            return 0
        return 1 if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else 2
