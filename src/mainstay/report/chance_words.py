"""Words of the page on simulated executions in three languages."""

from __future__ import annotations

CHANCE_WORDS: dict[str, tuple[str, str, str]] = {
    "chance title": (
        "What the plan is likely to attain",
        "Ce que le plan atteindra vraisemblablement",
        "Чого план імовірно досягне",
    ),
    "chance crumb": (
        "Chance · simulated executions of the plan",
        "Aléas · exécutions simulées du plan",
        "Імовірність · змодельовані виконання плану",
    ),
    "chance answer": (
        "Kept to as it is, the plan of {plan} points attains {mean} on average; nine executions in ten end between {low} and"
        " {high}.",
        "Suivi tel quel, le plan de {plan} points en atteint {mean} en moyenne ; neuf exécutions sur dix finissent entre"
        " {low} et {high}.",
        "Якщо план на {plan} балів виконувати без змін, у середньому буде {mean}; дев’ять виконань із десяти закінчуються між"
        " {low} і {high}.",
    ),
    "chance reviewed": (
        "Where failures are replaced at review dates it is {mean}, between {low} and {high}.",
        "Si les défaillances sont remplacées aux dates de revue, c’est {mean}, entre {low} et {high}.",
        "Якщо на дати перегляду замінювати те, що зірвалося, буде {mean}, між {low} і {high}.",
    ),
    "chance met": (
        "Met in full and on time with a probability of at least one half: {n} of {count}.",
        "Satisfaits en entier et à temps avec une probabilité d’au moins un demi : {n} sur {count}.",
        "Повністю і вчасно з імовірністю щонайменше одна друга: {n} з {count}.",
    ),
    "chance basis": (
        "{executions}, seed {seed}; standard error of the mean {error}. The same seed gives the same figures.",
        "{executions}, graine {seed} ; erreur type de la moyenne {error}. La même graine donne les mêmes chiffres.",
        "{executions}, зерно {seed}; стандартна похибка середнього {error}. Те саме зерно дає ті самі числа.",
    ),
    "reviewed": ("reviewed", "revu", "з переглядами"),
    "fan score": ("Points attained by day", "Points atteints jour par jour", "Бали за днями"),
    "fan score note": ("points of 100", "points sur 100", "бали зі 100"),
    "fan packages": ("Packages in service by day", "Paquets en service jour par jour", "Пакети в дії за днями"),
    "fan caption": (
        "Dashed: the plan. Line: median of the executions. Dark band: half of them; pale band: nine in ten.",
        "En tirets : le plan. Ligne : médiane des exécutions. Bande foncée : la moitié d’entre elles ; bande pâle : neuf"
        " sur dix.",
        "Пунктир: план. Лінія: медіана виконань. Темна смуга: половина з них; бліда: дев’ять із десяти.",
    ),
    "fan rest": (
        "More packages stand in the workbook: {n}.",
        "Autres paquets dans le classeur : {n}.",
        "Ще пакетів у книзі: {n}.",
    ),
    "service days": ("When packages come into service", "Quand les paquets entrent en service", "Коли пакети вводяться в дію"),
    "service days note": ("least likely first", "le moins probable d’abord", "спершу найменш імовірні"),
    "service days caption": (
        "Bar: from the day by which one execution in ten has it to that of nine in ten; dot: half of them; arrow: later or"
        " never. Upper, pale: as planned; lower, dark: reviewed. Diamond: day in the plan. Right: probability within the plan.",
        "Barre : du jour où une exécution sur dix l’a au jour où neuf sur dix l’ont ; point : la moitié ; flèche :"
        " plus tard ou jamais. En haut, pâle : comme prévu ; en bas, foncé : revu. Losange : jour du plan. À droite :"
        " probabilité dans la durée du plan.",
        "Смуга: від дня, коли пакет має одне виконання з десяти, до дня дев’яти з десяти; крапка: половина; стрілка: пізніше"
        " або ніколи. Верхня, бліда: за планом; нижня, темна: з переглядами. Ромб: день за планом. Праворуч: імовірність у"
        " межах плану.",
    ),
    "in figures": ("In figures", "En chiffres", "У числах"),
    "service rest": (
        "More packages stand in the table: {n}.",
        "Autres paquets dans le tableau : {n}.",
        "Ще пакетів у таблиці: {n}.",
    ),
    "requirements chance": (
        "How likely each requirement is met",
        "Probabilité de satisfaire chaque besoin",
        "Наскільки ймовірно виконати кожну вимогу",
    ),
    "least likely first": ("least likely first", "le moins probable d’abord", "спершу найменш імовірні"),
    "in time": ("In time, %", "À temps, %", "Вчасно, %"),
    "in full": ("In full, %", "En entier, %", "Повністю, %"),
    "expected": ("Expected, %", "Attendu, %", "Очікувано, %"),
    "late p50": ("Days late, half", "Retard, la moitié", "Запізнення, половина"),
    "late p90": ("Days late, 1 in 10", "Retard, 1 sur 10", "Запізнення, 1 з 10"),
    "probability": ("Probability", "Probabilité", "Імовірність"),
    "planned day": ("Day in the plan", "Jour du plan", "День за планом"),
    "early": ("1 in 10 by", "1 sur 10 le", "1 з 10 до"),
    "half by": ("Half by", "La moitié le", "Половина до"),
    "most by": ("9 in 10 by", "9 sur 10 le", "9 з 10 до"),
    "number": ("Number", "Numéro", "Номер"),
    "way": ("Execution", "Exécution", "Виконання"),
    "mean": ("Mean", "Moyenne", "Середнє"),
    "fans": ("By day", "Par jour", "За днями"),
    "services": ("In service", "En service", "У дії"),
    "method chance": (
        "Each execution draws which offers fail or are late, when links are shut and which courses are cancelled, from the"
        " probabilities in the scenario’s table of chances.",
        "Chaque exécution tire quelles offres manquent ou tardent, quand des liaisons sont fermées et quels stages sont"
        " annulés, selon les probabilités de la table des aléas du scénario.",
        "Кожне виконання розігрує, які пропозиції зриваються чи запізнюються, коли ланки закриті та які курси скасовано, за"
        " ймовірностями з таблиці випадковостей сценарію.",
    ),
    "method planned": (
        "As planned: every consignment keeps to its planned way, and waits where it cannot go on. Nothing is replaced.",
        "Comme prévu : chaque envoi suit son trajet prévu et attend quand il ne peut continuer. Rien n’est remplacé.",
        "За планом: кожне відправлення тримається свого шляху й чекає, якщо не може рухатися далі. Нічого не замінюють.",
    ),
    "method reviewed": (
        "Reviewed: at review dates what failed or is late is replaced from other offers by a rule of thumb. Planning anew can"
        " attain more.",
        "Revu : aux dates de revue, ce qui manque ou tarde est remplacé par d’autres offres selon une règle empirique."
        " Replanifier peut atteindre davantage.",
        "З переглядами: на дати перегляду те, що зірвалося чи запізнюється, замінюють іншими пропозиціями за простим правилом."
        " Нове планування може дати більше.",
    ),
    "method estimate": (
        "All figures on this page are estimates from simulation; none of them is certified.",
        "Tous les chiffres de cette page sont des estimations par simulation ; aucun n’est certifié.",
        "Усі числа на цій сторінці є оцінками з моделювання; жодне не гарантоване.",
    ),
}
"""Word by key, in the order of the languages of a report."""
