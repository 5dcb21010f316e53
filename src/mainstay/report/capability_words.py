"""The words of capabilities, training, stocks, repair and orders in three languages."""

from __future__ import annotations

CAPABILITY_WORDS: dict[str, tuple[str, str, str]] = {
    # The answer
    "packages answer": (
        "{in_service} of {asked} packages asked come into service, {on_time} of them on time.",
        "Paquets de capacités mis en service : {in_service} sur {asked} demandés, dont {on_time} à temps.",
        "З {asked} потрібних пакетів спроможностей введено в дію {in_service}, з них вчасно {on_time}.",
    ),
    "apart answer": (
        "Equipment and training planned apart would bring {packages} into service, for {score} points.",
        "Matériel et formation planifiés séparément : {packages} paquets, {score} points.",
        "Якби техніку й підготовку планувати окремо: пакетів {packages}, балів {score}.",
    ),
    "apart packages answer": (
        "Equipment and training planned apart would bring {packages} into service.",
        "Matériel et formation planifiés séparément : {packages} paquets.",
        "Якби техніку й підготовку планувати окремо: пакетів {packages}.",
    ),
    "trained answer": (
        "People trained: {people}, in {runs} course runs.",
        "Personnes formées : {people}, en {runs} sessions.",
        "Підготовлено людей: {people}, наборів: {runs}.",
    ),
    "stocks answer": (
        "Stocks issue {share}\u202f% of what is wanted of them.",
        "Les stocks distribuent {share}\u202f% de ce qui leur est demandé.",
        "Запаси видають {share}\u202f% потрібного.",
    ),
    "repaired answer": ("Pieces repaired: {pieces}.", "Pièces réparées : {pieces}.", "Відремонтовано одиниць: {pieces}."),
    "orders answer": (
        "Orders: {orders}, for EUR {cost} million.",
        "Commandes : {orders}, pour {cost} millions EUR.",
        "Замовлень: {orders}, на {cost} млн EUR.",
    ),
    "mixing answer": (
        "Mixed fleets cost {points} points.",
        "Les parcs hétérogènes coûtent {points} points.",
        "Різнотипні парки коштують балів: {points}.",
    ),
    "waits answer": (
        "On average equipment in place waits {goods} days for the rest of its package, and trained people {people}.",
        "En moyenne, le matériel en place attend {goods} jours le reste de son paquet, et le personnel formé {people}.",
        "У середньому майно на місці чекає решти свого пакета {goods} днів, підготовлені люди {people}.",
    ),
    # Service calendar
    "title service": ("Packages in service", "Paquets de capacités en service", "Введені в дію пакети спроможностей"),
    "service bars": (
        "All packages, at the end of each column",
        "Tous les paquets, à la fin de chaque colonne",
        "Усі пакети, на кінець кожного стовпця",
    ),
    "by kind": ("By kind", "Par genre", "За видом"),
    "service caption": (
        "Packages in service at the end of each column of {days} days. A package counts on the day on which the last of it is"
        " there: goods, crews, maintainers and repair chain.",
        "Paquets en service à la fin de chaque colonne de {days} jours. Un paquet compte le jour où tout y est : matériels,"
        " équipages, maintenance et chaîne de réparation.",
        "Введені в дію пакети на кінець кожного стовпця ({days} днів). Пакет зараховується того дня, коли є все: майно,"
        " екіпажі, ремонтники й ланцюг ремонту.",
    ),
    "planned apart": (
        "equipment and training planned apart",
        "matériel et formation planifiés séparément",
        "техніка й підготовка, плановані окремо",
    ),
    "asked by then": ("asked by then", "demandés à ce jour", "потрібно на той день"),
    "in service": ("in service", "en service", "введено в дію"),
    "shade": (
        "Shade: share of all that is asked of the kind",
        "Teinte : part de tout ce qui est demandé de ce genre",
        "Відтінок: частка всього потрібного цього виду",
    ),
    "asked in all": ("Asked", "Demandés", "Потрібно"),
    "served in all": ("In service", "En service", "Введено"),
    "all kinds": ("All packages", "Tous les paquets", "Усі пакети"),
    # Crews and equipment
    "title gantt": ("Crews and equipment", "Équipages et matériels", "Екіпажі й техніка"),
    "gantt caption": (
        "Lines of a requirement from above: goods, crews, maintainers. By due day. Wait: mean days in place before the package"
        " is complete, or until the end of the plan.",
        "Lignes d’un besoin, de haut en bas : matériels, équipages, maintenance. Par échéance. Attente : jours moyens en place"
        " avant que le paquet soit complet, ou jusqu’à la fin du plan.",
        "Рядки вимоги згори: майно, екіпажі, ремонтники. За терміном. Чекання: скільки днів у середньому на місці до"
        " повного складу пакета або до кінця плану.",
    ),
    "package": ("Package", "Paquet", "Пакет"),
    "decides": ("Comes last, or is missing", "En dernier, ou manque", "Останнє або бракує"),
    "wait goods": ("Wait: goods", "Attente : mat.", "Чекає: майно"),
    "wait people": ("people", "pers.", "люди"),
    "moving": ("being moved or trained", "en chemin ou en formation", "у дорозі або на підготовці"),
    "came": ("arrival", "arrivée", "прибуття"),
    "waits": ("in place, waits for the rest", "en place, attend le reste", "на місці, чекає решти"),
    "nothing planned": ("nothing planned", "rien de planifié", "нічого не заплановано"),
    "due day": ("due", "échéance", "термін"),
    "due, late": (
        "due, not all in service by then",
        "échéance non tenue",
        "термін, до якого введено не все",
    ),
    "not in plan": ("not in the plan", "hors du plan", "немає в плані"),
    "n of m": ("{n} of {m}", "{n} sur {m}", "{n} з {m}"),
    "days short": ("d", "j", "дн."),
    # Training
    "title training": ("Training", "Formation", "Підготовка"),
    "training caption": (
        "Figures in a site’s row: seats taken, % of seats in force, in columns of {days} days; framed: full; a dot: no seats."
        " Bars: runs of a course, with the people on them.",
        "Chiffres de la ligne d’un site : places prises, % des places ouvertes, par colonnes de {days} jours ; encadré :"
        " complet ; un point : aucune place. Barres : sessions d’un stage, avec leurs stagiaires.",
        "Числа в рядку місця підготовки: зайняті місця, % відкритих, за стовпцями ({days} днів); у рамці: повно; крапка: місць"
        " немає. Смуги: набори курсу з числом слухачів.",
    ),
    "training answer": (
        "{people} places on courses are taken in {runs} runs at {sites} sites; {share}\u202f% of the seats in force are used.",
        "{people} places de stage sont prises, en {runs} sessions sur {sites} sites ; {share}\u202f% des places ouvertes"
        " servent.",
        "Місць на курсах зайнято {people}, наборів {runs}, місць підготовки {sites}; використано {share}\u202f% відкритих"
        " місць.",
    ),
    "site": ("Site", "Site", "Місце підготовки"),
    "course": ("Course", "Stage", "Курс"),
    "people": ("People", "Personnes", "Люди"),
    # Stocks
    "title stocks": ("Days of supply", "Jours d’approvisionnement", "Доби забезпечення"),
    "stocks caption": (
        "Each stock on a scale of its own, in its unit (left) and in days at its rate (right), at the end of each step."
        " Share: issued of wanted over the whole plan. Largest loss of points first.",
        "Chaque stock à sa propre échelle, dans son unité (à gauche) et en jours à son taux (à droite), à la fin de chaque pas."
        " Part : distribué sur demandé, tout le plan. La plus grande perte de points d’abord.",
        "Кожен запас у власному масштабі: в одиницях (ліворуч) і в добах за його витратою (праворуч), на кінець кожного кроку."
        " Частка: видано з потрібного за весь план. Спершу найбільша втрата балів.",
    ),
    "stocks more": (
        "{n} more stocks stand in the workbook.",
        "{n} autres stocks : voir le classeur.",
        "Ще запасів у книзі: {n}.",
    ),
    "level": ("level", "niveau", "рівень"),
    "floor": ("floor", "plancher", "незнижуваний запас"),
    "ceiling": ("ceiling", "plafond", "межа зберігання"),
    "not issued": ("wanted, not issued", "demandé, non distribué", "потрібне, але не видане"),
    "share issued": ("{share}\u202f% issued", "{share}\u202f% distribués", "видано {share}\u202f%"),
    "lowest": ("lowest", "min.", "найменше"),
    # Kinds of parts
    "equipment": ("equipment", "équipement", "техніка"),
    "ammunition": ("ammunition", "munitions", "боєприпаси"),
    "spares": ("spares", "rechanges", "запчастини"),
    "tools": ("tools", "outillage", "інструменти"),
    "documents": ("documents", "documentation", "документація"),
    "repair chain": ("repair chain", "chaîne de réparation", "ланцюг ремонту"),
    "crew": ("crew", "équipage", "екіпаж"),
    "maintainer": ("maintainers", "maintenance", "ремонтники"),
    # What a consignment serves, besides a requirement
    "component": ("component", "composant", "складова"),
    "stock": ("stock", "stock", "запас"),
    "training": ("training", "formation", "підготовка"),
    "repair": ("repair", "réparation", "ремонт"),
    # Sheets: names and titles
    "capabilities": ("Capabilities", "Capacités", "Спроможності"),
    "service calendar": ("In service", "En service", "Введення в дію"),
    "readiness": ("Readiness", "Complétude", "Готовність складових"),
    "runs": ("Course runs", "Sessions", "Набори"),
    "attendances": ("Attendances", "Participations", "Участь"),
    "assignments": ("Assignments", "Affectations", "Призначення"),
    "reservations": ("Bays reserved", "Postes réservés", "Ремонтні пости"),
    "stock levels": ("Stock levels", "Niveaux de stock", "Рівні запасів"),
    "orders": ("Orders", "Commandes", "Замовлення"),
    "title capabilities": (
        "Packages asked for, what comes into service and what decides the day",
        "Paquets demandés, ce qui entre en service et ce qui décide du jour",
        "Потрібні пакети, що вводиться в дію і що визначає день",
    ),
    "title service calendar": (
        "Packages in service by kind and step of the plan",
        "Paquets en service par genre et par pas du plan",
        "Введені в дію пакети за видом і кроком плану",
    ),
    "title readiness": (
        "Parts of packages: what is there, and since when it is enough",
        "Parties des paquets : ce qui est là, et depuis quand cela suffit",
        "Частини пакетів: що є і від якого дня вистачає",
    ),
    "title runs": ("Course runs by start day", "Sessions par jour de début", "Набори за днем початку"),
    "title attendances": (
        "Who attends which course, by day of leaving",
        "Qui suit quel stage, par jour de départ",
        "Хто який курс відвідує, за днем виїзду",
    ),
    "title assignments": (
        "People assigned to packages, by day of coming into service",
        "Personnes affectées aux paquets, par jour de mise en service",
        "Люди, призначені до пакетів, за днем введення в дію",
    ),
    "title reservations": (
        "Bays of repair shops that are kept for packages",
        "Postes de réparation réservés aux paquets",
        "Ремонтні пости, зарезервовані для пакетів",
    ),
    "title stock levels": (
        "Stocks by step of the plan: what came, what was issued, what is left",
        "Stocks par pas du plan : arrivé, distribué, restant",
        "Запаси за кроком плану: що прибуло, що видано, що лишилося",
    ),
    "title orders": ("Orders by day of ordering", "Commandes par jour de commande", "Замовлення за днем замовлення"),
    # Sheets: column heads
    "for unit": ("Unit that has it", "Unité dotée", "Підрозділ"),
    "on time n": ("On time", "À temps", "Вчасно"),
    "last in service": ("Last in service", "Dernière mise en service", "Останнє введення"),
    "wait goods head": ("Goods wait, days", "Attente du matériel, jours", "Майно чекає, днів"),
    "wait people head": ("People wait, days", "Attente du personnel, jours", "Люди чекають, днів"),
    "part": ("Part", "Partie", "Частина"),
    "item or skill": ("Item or skill", "Article ou compétence", "Предмет або навичка"),
    "first whole": ("Enough for one", "Assez pour un", "Вистачає на один"),
    "all whole": ("Enough for all", "Assez pour tous", "Вистачає на всі"),
    "run": ("Run", "Session", "Набір"),
    "skill": ("Skill", "Compétence", "Навичка"),
    "starts": ("Starts", "Début", "Початок"),
    "ends": ("Ends", "Fin", "Кінець"),
    "parallel": ("In parallel", "En parallèle", "Паралельно"),
    "seats": ("Seats", "Places", "Місця"),
    "instructors": ("Instructors", "Instructeurs", "Інструктори"),
    "attendance": ("Attendance", "Participation", "Участь"),
    "cohort": ("Cohort", "Cohorte", "Група слухачів"),
    "after": ("After", "Après", "Після"),
    "ready": ("Ready", "Prêts", "Готові"),
    "assignment": ("Assignment", "Affectation", "Призначення"),
    "idle": ("Waiting, days", "Attente, jours", "Чекають, днів"),
    "shop": ("Repair shop", "Atelier", "Ремонтна майстерня"),
    "bays": ("Bays", "Postes", "Пости"),
    "stock code": ("Stock", "Stock", "Запас"),
    "opening": ("Opening", "Ouverture", "На початок"),
    "arrived": ("Arrived", "Arrivé", "Прибуло"),
    "wanted": ("Wanted", "Demandé", "Потрібно"),
    "issued": ("Issued", "Distribué", "Видано"),
    "short": ("Not issued", "Non distribué", "Не видано"),
    "expired": ("Thrown away", "Jeté", "Викинуто"),
    "closing": ("Closing", "Clôture", "На кінець"),
    "days of supply": ("Days of supply", "Jours d’approv.", "Діб забезпечення"),
    "fund head": ("Fund", "Fonds", "Фонд"),
    "ordered": ("Ordered", "Commandé", "Замовлено"),
    "cost": ("Cost, EUR", "Coût, EUR", "Вартість, EUR"),
    "order day": ("Order by", "Commander le", "Замовити"),
    "opens": ("Can leave from", "Peut partir dès", "Може вийти від"),
    "serves": ("Serves", "Sert", "Для чого"),
    "repaired": ("repaired", "réparé", "відремонтовано"),
    # Calendars of sites
    "courses at": ("Training at {name}", "Formation à {name}", "Підготовка: {name}"),
    "all courses": ("Training, all sites", "Formation, tous les sites", "Підготовка, усі місця"),
    "run event": (
        "{course}: {people} people, runs: {runs}",
        "{course} : {people} pers., sessions : {runs}",
        "{course}: слухачів {people}, наборів {runs}",
    ),
    "cohort line": (
        "{unit}, {cohort}: {people}, leave {leaves}, ready {ready}",
        "{unit}, {cohort} : {people}, départ {leaves}, prêts {ready}",
        "{unit}, {cohort}: {people}, виїзд {leaves}, готові {ready}",
    ),
    "instructors line": (
        "Instructors: {n}. Lent by: {parties}.",
        "Instructeurs : {n}. Mis à disposition par : {parties}.",
        "Інструкторів: {n}. Надають: {parties}.",
    ),
    "equipment line": (
        "Needed on site: {quantity} × {item}.",
        "Nécessaire sur place : {quantity} × {item}.",
        "Потрібно на місці: {quantity} × {item}.",
    ),
    "equipment due": ("Equipment due: {items}", "Matériel attendu : {items}", "Має прибути техніка: {items}"),
    "nobody": ("nobody", "personne", "ніхто"),
    # Map
    "training site": ("training site", "site de formation", "місце підготовки"),
    "repair shop": ("repair shop", "atelier", "майстерня"),
}
"""Word by key, in the order of the languages of a report."""
