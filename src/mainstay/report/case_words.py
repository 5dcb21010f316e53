"""Words of the page on one case in three languages."""

from __future__ import annotations

CASE_WORDS: dict[str, tuple[str, str, str]] = {
    # The answer of one case
    "falls": (
        "If {what} on {day}, the plan falls from {base} to {before} points.",
        "{what}, le {day} : sans replanifier, le plan passe de {base} à {before} points.",
        "{what}, {day}: без перепланування план падає з {base} до {before} балів.",
    ),
    "falls named": (
        "{what}, from {day}: the plan falls from {base} to {before} points.",
        "{what}, dès le {day} : sans replanifier, le plan passe de {base} à {before} points.",
        "{what}, від {day}: без перепланування план падає з {base} до {before} балів.",
    ),
    "wins back": (
        "Re-planning wins back {saved}; {loss} stay lost, certified between {low} and {high}.",
        "Replanifier en regagne {saved} ; {loss} restent perdus, entre {low} et {high} de façon certifiée.",
        "Перепланування повертає {saved}; {loss} лишається втраченим, гарантовано між {low} і {high}.",
    ),
    "wins none": (
        "Re-planning wins none of it back; {loss} stay lost, certified between {low} and {high}.",
        "Replanifier n’en regagne rien ; {loss} restent perdus, entre {low} et {high} de façon certifiée.",
        "Перепланування не повертає нічого; {loss} лишається втраченим, гарантовано між {low} і {high}.",
    ),
    "nothing lost": (
        "Re-planning wins back all of it: at most {high} stay lost.",
        "Replanifier regagne tout : au plus {high} restent perdus.",
        "Перепланування повертає все: втраченим лишається щонайбільше {high}.",
    ),
    "only bracketed": (
        "The case was not solved anew: between {low} and {high} stay lost after re-planning, about {loss}.",
        "Le cas n’a pas été résolu à nouveau : entre {low} et {high} restent perdus après replanification, environ {loss}.",
        "Випадок не розв’язано наново: після перепланування втраченим лишається від {low} до {high}, приблизно {loss}.",
    ),
    "recovers": (
        "At least 95\u202f% of the planned points are there again for good on {day}, after {days}.",
        "Au moins 95\u202f% des points prévus sont durablement retrouvés le {day}, après {days}.",
        "Щонайменше 95\u202f% запланованих балів знову є назавжди {day}, через {days}.",
    ),
    "never recovers": (
        "It does not come back to 95\u202f% of the planned points within the plan.",
        "Le plan ne retrouve pas 95\u202f% des points prévus avant sa fin.",
        "До 95\u202f% запланованих балів у межах плану не повертається.",
    ),
    "case basis": (
        "Plan: score {score}, no plan exceeds {bound}. Before re-planning: counted exactly. After: {after}.",
        "Plan : score {score}, aucun plan ne dépasse {bound}. Avant replanification : compté exactement. Après : {after}.",
        "План: оцінка {score}, жоден план не перевищує {bound}. До перепланування: пораховано точно. Після: {after}.",
    ),
    "solved": ("certified by a re-solve", "certifié par une nouvelle résolution", "гарантовано новим розв’язанням"),
    "bracketed": ("bracket only", "encadrement seul", "лише межі"),
    # Sections of a case
    "case crumb": (
        "What if · {kind} · rank {rank} of {count} cases, all computed alike",
        "Et si · {kind} · rang {rank} sur {count} cas, tous calculés de même",
        "Що, якщо · {kind} · {rank} місце з {count} випадків, усі пораховано однаково",
    ),
    "all cases link": ("all cases", "tous les cas", "усі випадки"),
    "points over time": ("Points over time", "Points dans le temps", "Бали в часі"),
    "points over time note": (
        "points of 100 attained by each day, before transport",
        "points sur 100 atteints jusqu’à chaque jour, avant transport",
        "бали зі 100, досягнуті на кожен день, без перевезення",
    ),
    "curve caption": (
        "Dashed: as planned. Lower line: left as it was. Upper solid line: re-planned. Hatched: stays lost; tint: won back.",
        "En tirets : comme prévu. Ligne du bas : sans replanifier. Ligne pleine du haut : replanifié. Hachuré : reste perdu ;"
        " teinté : regagné.",
        "Пунктир: за планом. Нижня лінія: без перепланування. Верхня суцільна: переплановано. Штриховка: лишається втраченим;"
        " тло: повернуто.",
    ),
    "as planned": ("as planned", "comme prévu", "за планом"),
    "re-planned": ("re-planned", "replanifié", "переплановано"),
    "left as it was": ("left as it was", "sans replanifier", "без перепланування"),
    "stay lost": ("{points} stay lost", "{points} restent perdus", "{points} втрачено"),
    "can be regained": ("{points} won back", "{points} regagnés", "{points} повернуто"),
    "case day": ("{day}: the case begins", "{day} : début du cas", "{day}: початок випадку"),
    "headline": ("What it costs", "Ce que cela coûte", "Скільки це коштує"),
    "headline note": ("points of 100", "points sur 100", "бали зі 100"),
    "loss before": ("Lost if left as it was", "Perdu sans replanifier", "Втрата без перепланування"),
    "won back": ("Won back by re-planning", "Regagné en replanifiant", "Повернуто переплануванням"),
    "loss after": ("Stays lost", "Reste perdu", "Лишається втраченим"),
    "loss estimate": ("Stays lost, estimate", "Reste perdu, estimation", "Лишається втраченим, оцінка"),
    "between": ("{low} to {high}", "de {low} à {high}", "від {low} до {high}"),
    "bracket": ("Bracket, without solving", "Encadrement, sans résoudre", "Межі без розв’язання"),
    "of the plan": ("{percent}\u202f% of the plan", "{percent}\u202f% du plan", "{percent}\u202f% плану"),
    "requirements hit": ("Requirements and stocks hit", "Besoins et stocks touchés", "Зачеплені вимоги й запаси"),
    "packages hit": (
        "Packages not in service, left as it was",
        "Paquets hors service, sans replanifier",
        "Пакети не в дії без перепланування",
    ),
    "packages lost": (
        "Packages not in service, re-planned",
        "Paquets hors service, replanifié",
        "Пакети не в дії після перепланування",
    ),
    "time to recover": ("Time to recover", "Temps de rétablissement", "Час відновлення"),
    "not within": ("not within the plan", "pas avant la fin du plan", "не в межах плану"),
    "recovery note": (
        "95\u202f% of the planned points, for good",
        "95\u202f% des points prévus, durablement",
        "95\u202f% запланованих балів, назавжди",
    ),
    "what is lost": ("What is lost, by requirement", "Ce qui est perdu, par besoin", "Що втрачено, за вимогами"),
    "worst first": (
        "largest loss after re-planning first",
        "la plus grande perte après replanification d’abord",
        "спершу найбільша втрата після перепланування",
    ),
    "what is lost in packages": ("Packages in service", "Paquets en service", "Пакети в дії"),
    "base": ("Plan", "Plan", "План"),
    "base percent": ("Plan, %", "Plan, %", "План, %"),
    "before percent": ("Left as it was, %", "Sans replanifier, %", "Без перепланування, %"),
    "after percent": ("Re-planned, %", "Replanifié, %", "Переплановано, %"),
    "before": ("Left as it was", "Sans replanifier", "Без перепланування"),
    "after replanning": ("Re-planned", "Replanifié", "Переплановано"),
    "lost points": ("Points lost", "Points perdus", "Втрачено балів"),
    "need": ("Requirement", "Besoin", "Вимога"),
    "place and due": ("Where, due", "Où, échéance", "Де, термін"),
    "substitutes": ("What replaces it, ranked", "Ce qui le remplace, classé", "Що це замінює, за внеском"),
    "substitutes note": (
        "what would be lost besides without each of them; exact re-solves",
        "ce qui serait perdu en plus sans chacun d’eux ; résolutions exactes",
        "що було б утрачено додатково без кожного; точні розв’язання",
    ),
    "replaced by": ("Replaced by", "Remplacé par", "Замінює"),
    "how": ("How", "Comment", "Як"),
    "replaces": ("Replaces, points", "Remplace, points", "Замінює, балів"),
    "no substitutes": (
        "None was asked for in this case, or none was found.",
        "Aucun n’a été demandé pour ce cas, ou aucun n’a été trouvé.",
        "Для цього випадку замін не запитано або не знайдено.",
    ),
    "more hits": ("{n} more that lose less", "{n} autres qui perdent moins", "Ще {n} з меншою втратою"),
    "no hits": (
        "No requirement and no stock gets less.",
        "Aucun besoin ni stock ne reçoit moins.",
        "Жодна вимога й жоден запас не отримує менше.",
    ),
    "guards": ("What to arrange beforehand", "Ce qu’il faut préparer avant", "Про що домовитися заздалегідь"),
    "guards note": (
        "what cuts the worst case most",
        "ce qui réduit le plus le pire cas",
        "що найбільше зменшує найгірший випадок",
    ),
    "arranged": ("Arranged beforehand", "Préparé d’avance", "Домовлено заздалегідь"),
    "cut": ("Cuts the worst case by", "Réduit le pire cas de", "Зменшує найгірший випадок на"),
    "worst": ("Worst case, from – to", "Pire cas, de – à", "Найгірший випадок, з – до"),
    "cost m": ("EUR million", "millions EUR", "млн EUR"),
    "free": ("none", "aucun", "нічого"),
    "chosen head": ("Best set", "Meilleur ensemble", "Найкращий набір"),
    "yes": ("yes", "oui", "так"),
    "no": ("no", "non", "ні"),
}
"""Word by key, in the order of the languages of a report."""
