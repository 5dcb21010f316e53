"""Every word of a report in three languages, and figures and days as each language writes them."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

from .capability_words import CAPABILITY_WORDS

LANGUAGES = ("en", "fr", "uk")
THIN = "\u202f"
"""Narrow no-break space between groups of three figures."""

WORDS: dict[str, tuple[str, str, str]] = {
    # The answer
    "attains": (
        "The plan attains {score} of 100 points",
        "Le plan atteint {score} points sur 100",
        "План досягає {score} зі 100 балів",
    ),
    "no more": (
        "no plan can attain more than {bound}",
        "aucun plan ne peut en atteindre plus de {bound}",
        "жоден план не може досягти більше ніж {bound}",
    ),
    "proven best": (
        "no plan can attain more",
        "aucun plan ne peut en atteindre plus",
        "жоден план не може досягти більше",
    ),
    "no bound": (
        "how much more could be attained was not proven",
        "ce qui pourrait être atteint de plus n’est pas prouvé",
        "скільки ще можна досягти, не доведено",
    ),
    "greedy": (
        "The spreadsheet rule would attain {greedy}.",
        "La règle du tableur en atteindrait {greedy}.",
        "Правило електронної таблиці дало б {greedy}.",
    ),
    "met": (
        "Of {lines} requirements {whole} are met whole and on time, {late} whole but late, {part} in part and {none} not"
        " at all.",
        "Sur {lines} besoins, satisfaits en entier et à temps : {whole}, en entier mais tard : {late}, en partie : {part},"
        " pas du tout : {none}.",
        "Вимог усього {lines}: повністю і вчасно виконано {whole}, повністю, але пізно {late}, частково {part}, зовсім не"
        " виконано {none}.",
    ),
    "no requirements": ("Nothing is asked.", "Rien n’est demandé.", "Нічого не запитано."),
    "rests on": (
        "Score {score}, bound {bound}, gap {gap}; {consignments} consignments; {start} to {end}",
        "Score {score}, borne {bound}, écart {gap} ; {consignments} envois ; du {start} au {end}",
        "Оцінка {score}, межа {bound}, розрив {gap}; відправлень: {consignments}; {start} – {end}",
    ),
    "unknown": ("unknown", "inconnu", "невідомо"),
    # Sheets
    "index": ("Index", "Index", "Зміст"),
    "summary": ("Summary", "Synthèse", "Підсумок"),
    "unmet": ("Unmet", "Non satisfaits", "Невиконане"),
    "bottlenecks": ("Bottlenecks", "Goulets", "Вузькі місця"),
    "consignments": ("Consignments", "Envois", "Відправлення"),
    "party sheet": ("Party", "Partie", "Сторона"),
    "node sheet": ("Node", "Nœud", "Вузол"),
    "rows": ("Rows", "Lignes", "Рядків"),
    "what": ("What", "Quoi", "Що"),
    "title unmet": (
        "Requirements not met whole and on time, largest loss first",
        "Besoins non satisfaits en entier et à temps, la plus grande perte d’abord",
        "Вимоги, не виконані повністю і вчасно; найбільша втрата перша",
    ),
    "title bottlenecks": (
        "What would help most: gain in points of 100 if this alone is added",
        "Ce qui aiderait le plus : gain en points sur 100 si cela seul est ajouté",
        "Що допомогло б найбільше: приріст у балах зі 100, якщо додати лише це",
    ),
    "title consignments": ("Consignments by day of departure", "Envois par jour de départ", "Відправлення за днем виходу"),
    "title party": ("What {name} has to do, by when", "Ce que {name} doit faire, et pour quand", "Що і до коли робить {name}"),
    "title node": (
        "Arrivals and departures at {name}",
        "Arrivées et départs à {name}",
        "Прибуття та відправлення: {name}",
    ),
    "node answer": (
        "{arrived} t arrive, {departed} t leave. Busiest day: {day} with {peak} t in.",
        "{arrived} t arrivent, {departed} t partent. Jour le plus chargé : {day} avec {peak} t reçues.",
        "Прибуває {arrived} т, вибуває {departed} т. Найбільший день: {day}, прибуває {peak} т.",
    ),
    "party answer": (
        "{tasks} tasks, {mass} t to make ready; the first is due on {day}.",
        "{tasks} tâches, {mass} t à préparer ; la première pour le {day}.",
        "Завдань: {tasks}, підготувати {mass} т; перше до {day}.",
    ),
    "nothing": ("Nothing.", "Rien.", "Нічого."),
    # Column heads
    "priority": ("Priority", "Priorité", "Пріоритет"),
    "all": ("All", "Total", "Усього"),
    "lines": ("Requirements", "Besoins", "Вимоги"),
    "asked points": ("Asked, of 100", "Demandé, sur 100", "Запитано, зі 100"),
    "attained points": ("Attained, of 100", "Atteint, sur 100", "Досягнуто, зі 100"),
    "share": ("Attained, %", "Atteint, %", "Досягнуто, %"),
    "greedy share": ("Spreadsheet rule, %", "Règle du tableur, %", "Правило таблиці, %"),
    "whole on time": ("Whole, on time", "Entiers, à temps", "Повністю, вчасно"),
    "whole late": ("Whole, late", "Entiers, tard", "Повністю, пізно"),
    "in part": ("In part", "En partie", "Частково"),
    "not at all": ("Not at all", "Pas du tout", "Зовсім ні"),
    "requirement": ("Requirement", "Besoin", "Вимога"),
    "item": ("Item", "Article", "Предмет"),
    "place": ("Place", "Lieu", "Місце"),
    "due": ("Due", "Échéance", "Термін"),
    "unit": ("Unit", "Unité", "Одиниця"),
    "asked": ("Asked", "Demandé", "Запитано"),
    "planned": ("Planned", "Planifié", "Заплановано"),
    "on time": ("On time", "À temps", "Вчасно"),
    "missing": ("Missing, of 100", "Manque, sur 100", "Бракує, зі 100"),
    "reason": ("Reason", "Raison", "Причина"),
    "detail": ("Detail", "Détail", "Подробиці"),
    "helps": ("What would help", "Ce qui aiderait", "Що допомогло б"),
    "rank": ("Rank", "Rang", "Місце в ряду"),
    "kind": ("Kind", "Genre", "Вид"),
    "party": ("Party", "Partie", "Сторона"),
    "first day": ("From", "Du", "Від"),
    "last day": ("Until", "Au", "До"),
    "addition": ("Addition", "Ajout", "Додаток"),
    "gain": ("Gain, of 100", "Gain, sur 100", "Приріст, зі 100"),
    "gain least": ("At least", "Au moins", "Не менше"),
    "gain most": ("At most", "Au plus", "Не більше"),
    "consignment": ("Consignment", "Envoi", "Відправлення"),
    "offer": ("Offer", "Offre", "Пропозиція"),
    "origin": ("From", "De", "Звідки"),
    "destination": ("To", "À", "Куди"),
    "departs": ("Leaves", "Départ", "Вибуває"),
    "arrives": ("Arrives", "Arrivée", "Прибуває"),
    "quantity": ("Quantity", "Quantité", "Кількість"),
    "mass": ("Mass, t", "Masse, t", "Маса, т"),
    "points": ("Points", "Points", "Бали"),
    "transport": ("Transport, EUR", "Transport, EUR", "Перевезення, EUR"),
    "purchase": ("Purchase, EUR", "Achat, EUR", "Закупівля, EUR"),
    "by": ("By", "Pour le", "До"),
    "action": ("Action", "Action", "Дія"),
    "words": ("In words", "En clair", "Словами"),
    "day": ("Day", "Jour", "День"),
    "movement": ("Movement", "Mouvement", "Рух"),
    "in": ("in", "entrée", "прибуття"),
    "out": ("out", "sortie", "вибуття"),
    "mode": ("Mode", "Mode", "Вид руху"),
    "other end": ("From / to", "De / vers", "Звідки / куди"),
    "recipient": ("For", "Pour", "Для"),
    "in t": ("In, t", "Entrée, t", "Прибуття, т"),
    "out t": ("Out, t", "Sortie, t", "Вибуття, т"),
    "total": ("Total", "Total", "Разом"),
    "page": ("Page &P of &N", "Page &P sur &N", "Сторінка &P з &N"),
    # Fixed words of the tables
    "no offer": ("no offer", "aucune offre", "немає пропозиції"),
    "caveat": ("caveat", "restriction nationale", "національне застереження"),
    "consent": ("consent", "accord", "згода"),
    "unreachable": ("unreachable", "inaccessible", "недосяжно"),
    "too late": ("too late", "trop tard", "запізно"),
    "fund": ("fund", "fonds", "фонд"),
    "capacity": ("capacity", "capacité", "пропускна спроможність"),
    "given to others": ("given to others", "donné à d’autres", "віддано іншим"),
    "not worth its transport": ("not worth its transport", "ne vaut pas son transport", "не варте перевезення"),
    "road": ("road", "route", "автошлях"),
    "rail": ("rail", "rail", "залізниця"),
    "sea": ("sea", "mer", "море"),
    "river": ("river", "fleuve", "річка"),
    "air": ("air", "air", "повітря"),
    "transfer": ("transfer", "transbordement", "перевантаження"),
    "make ready": ("make ready", "préparer", "підготувати"),
    "pay": ("pay", "payer", "сплатити"),
    "clear": ("clear", "lever", "зняти застереження"),
    "receive": ("receive", "recevoir", "прийняти"),
    "attend": ("attend a course", "suivre un stage", "пройти курс"),
    "host": ("host a course", "accueillir un stage", "провести курс"),
    "lend": ("lend instructors", "prêter des instructeurs", "надати інструкторів"),
    "order": ("order", "commander", "замовити"),
    "reserve": ("reserve bays", "réserver des postes", "зарезервувати пости"),
    # Map
    "map title": ("Flows of the plan: {name}", "Flux du plan : {name}", "Потоки плану: {name}"),
    "map caption": (
        "Width: tonnes a day, mean of {days} days. Colour: share of capacity in the fullest {window} days; red mark: node that"
        " can take in no more. Links show no real route.",
        "Largeur : tonnes par jour, moyenne de {days} jours. Couleur : part de la capacité pendant les {window} jours les plus"
        " chargés ; signe rouge : nœud qui ne peut recevoir davantage. Les liens ne montrent pas de tracé réel.",
        "Ширина: тонн на добу, середнє за {days} діб. Колір: частка спроможності за {window} найповніших діб; червоний знак:"
        " вузол, що не може прийняти більше. Ланки не показують справжніх маршрутів.",
    ),
    "map beyond": (
        "Beyond the map, more places: {places} with {tonnes} t.",
        "Hors de la carte, autres lieux : {places} avec {tonnes} t.",
        "Поза мапою ще місць: {places}, {tonnes} т.",
    ),
    "no basemap": (
        "No land is drawn outside of the basemap.",
        "Aucune terre n’est dessinée hors du fond de carte.",
        "Поза основою мапи суходолу не показано.",
    ),
    "share of capacity": ("Share of capacity, %", "Part de la capacité, %", "Частка спроможності, %"),
    "under 50": ("under 50", "moins de 50", "до 50"),
    "full": ("full", "plein", "повно"),
    "mode title": ("Mode", "Mode", "Вид руху"),
    "tonnes a day": ("t a day", "t par jour", "т на добу"),
    "node": ("node", "nœud", "вузол"),
    "port": ("port", "port", "порт"),
    "airport": ("airport", "aéroport", "аеропорт"),
    "crossing": ("crossing", "passage", "перехід"),
    "place of hand-over": ("other place", "autre lieu", "інше місце"),
    "t": ("t", "t", "т"),
    "km": ("km", "km", "км"),
    # Chart
    "chart title": (
        "Fulfilment by priority over time",
        "Satisfaction par priorité dans le temps",
        "Виконання за пріоритетом у часі",
    ),
    "chart caption": (
        "Points attained so far, % of the points asked in each priority.",
        "Points atteints jusqu’à ce jour, % des points demandés par priorité.",
        "Бали, досягнуті на цей день, % запитаних балів кожного пріоритету.",
    ),
    "chart dashed": (
        "Dashed, and in brackets: spreadsheet rule.",
        "En tirets et entre parenthèses : règle du tableur.",
        "Пунктиром і в дужках: правило електронної таблиці.",
    ),
    # Calendar
    "arrivals at": ("Arrivals at {name}", "Arrivées à {name}", "Прибуття: {name}"),
    "all arrivals": ("Arrivals, all nodes", "Arrivées, tous les nœuds", "Прибуття, усі вузли"),
    "from parties": ("{mass} t from {parties}: {items}", "{mass} t de {parties} : {items}", "{mass} т від {parties}: {items}"),
    "and more": ("and {n} more", "et {n} de plus", "і ще {n}"),
    **CAPABILITY_WORDS,
}
"""Word by key, in the order of ``LANGUAGES``."""

MONTHS = {
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "fr": ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
    "uk": ["січ.", "лют.", "берез.", "квіт.", "трав.", "черв.", "лип.", "серп.", "верес.", "жовт.", "листоп.", "груд."],
}


@dataclass(frozen=True)
class Words:
    """Words, figures and days in one language.

    Raises
    ------
    ValueError
        If the language is none of ``LANGUAGES``.
    """

    language: str = "en"

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(f"language: no '{self.language}'. It is one of: {', '.join(LANGUAGES)}.")

    def __call__(self, key: str, **values: object) -> str:
        """Return the words of a key with its values set in."""
        text = WORDS[key][LANGUAGES.index(self.language)]
        return text.format(**values) if values else text

    def fixed(self, word: str) -> str:
        """Return a word of the tables (a reason, mode or action) in this language, or as it is if it has no translation."""
        return self(word) if word in WORDS else word

    def number(self, value: float | None, decimals: int = 0) -> str:
        """Write a figure: thin space in thousands, decimal sign of the language, true minus."""
        if value is None or not math.isfinite(value):
            return self("unknown")
        text = f"{value:,.{decimals}f}".replace(",", THIN).replace("-", "\N{MINUS SIGN}")
        if not text.strip("\N{MINUS SIGN}0."):
            text = text.lstrip("\N{MINUS SIGN}")  # a rounded zero has no sign
        return text if self.language == "en" else text.replace(".", ",")

    def least(self, value: float | None) -> str:
        """Write tonnes as a person would: one decimal below ten, none above."""
        return self.number(value, 1 if value is not None and 0 < abs(value) < 9.95 else 0)

    def quantity(self, value: float) -> str:
        """Write a quantity of an item: whole ones without decimals, others with as many as tell something."""
        return self.number(value, 0 if abs(value - round(value)) < 1e-6 else 1 if abs(value) >= 9.95 else 2)

    def day(self, day: dt.date, *, year: bool = False) -> str:
        """Write a day as ``18 Dec``, or with its year."""
        text = f"{day.day}\N{NO-BREAK SPACE}{MONTHS[self.language][day.month - 1]}"
        return f"{text}\N{NO-BREAK SPACE}{day.year}" if year else text

    def name(self, record: object, otherwise: str = "") -> str:
        """Return the name of a party, item or node in this language where it has one, else in English."""
        own = getattr(record, f"name_{self.language}", "")
        return own or getattr(record, "name", "") or otherwise
