"""Invented stories in many languages, to be set in the markup of any system: a headline, paragraphs, other headlines."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Writing:
    """A story: its headline, who wrote it, its paragraphs, and the headlines of other stories."""

    language: str
    title: str
    author: str
    paragraphs: tuple[str, ...]
    others: tuple[str, ...]
    comments: tuple[str, ...] = ()


UK = Writing(
    "uk",
    "Як ми відновили млин у В’язівку за одне літо",
    "Мар’яна Стельмах",
    (
        "Старий водяний млин у В’язівку не працював з 1987 року, і більшість односельців уже й забула, як звучать його жорна.",
        "Навесні наша спілка зібрала перші гроші, а теслі з Глибокого погодилися працювати за харчі та ночівлю у школі.",
        "Найважче було з колесом: дуб для нього шукали три місяці, бо сухого дерева потрібної товщини у лісництві не виявилося.",
        "«Я не вірив, що воно закрутиться, — зізнається голова спілки Об’єднання. — А коли пішла вода, заплакав, як дитина».",
        "Тепер щосуботи тут мелють жито, а борошно роздають усім, хто допомагав, або продають на ярмарку в райцентрі.",
    ),
    ("Ярмарок у Глибокому перенесли на осінь", "Де купити мед без домішок", "Дорогу на В’язівок обіцяють до зими"),
    (
        "Молодці! Минулого року проїжджав повз, і серце боліло, що таке добро гниє.",
        "А коли можна приїхати з дітьми подивитися?",
    ),
)
RU = Writing(
    "ru",
    "Как мы три дня искали исток речки Осиновки",
    "Пётр Лопатин",
    (
        "Об этой речке в нашем клубе спорили много лет: одни говорили, что она вытекает из болота, другие клялись, что из озера.",
        "В пятницу вечером шестеро участников с рюкзаками вышли от платформы, имея на руках карту шестидесятых годов и два компаса.",
        "К утру второго дня стало ясно, что просека на карте давно заросла, и идти пришлось по азимуту, проваливаясь в мох.",
        "Родник нашёлся под корнями старой ели: вода в нём такая холодная, что зубы сводит, а на вкус чуть отдаёт железом.",
        "Объяснение спору оказалось простым: истоков два, и в сухое лето один из них просто пропадает до первых дождей.",
    ),
    ("Отчёт о лыжном походе в феврале", "Что взять с собой в байдарку", "Собрание клуба переносится"),
    (
        "Были там в 1998 году, ель тогда уже лежала. Спасибо за фотографии!",
        "А трек выложите? Хотим повторить на майские.",
    ),
)
EN = Writing(
    "en",
    "What the old harbour crane taught us about rust",
    "Harriet Colby",
    (
        "The crane on the north quay has not lifted anything since the ferry stopped calling, and most visitors take it for a sculpture.",
        "Last spring a dozen of us decided to find out how much of it was still steel, and how much was only forty coats of paint.",
        "We began with wire brushes, which was a mistake, and moved on to a borrowed needle gun, which was a louder one.",
        "By June the jib was bare, and under the paint we found the foundry's name, a date and somebody's initials cut with a chisel.",
        "If you want to help with the cab this autumn, bring gloves you do not like and a thermos; everything else is in the shed.",
    ),
    ("Minutes of the spring meeting", "Ferry timetable for the holidays", "A walk along the sea wall"),
    (
        "My grandfather drove that crane, I still have his cap somewhere in the attic.",
        "Would zinc primer not have been the better choice here?",
    ),
)
DE = Writing(
    "de",
    "Warum unser Freibad im Sommer länger offen bleibt",
    "Annegret Möllenkamp",
    (
        "Das Freibad an der Mühlenwiese öffnet in diesem Jahr zwei Wochen früher und schließt erst, wenn die Schule wieder begonnen hat.",
        "Möglich machen das vierzig Ehrenamtliche, die sich beim Förderverein gemeldet haben und an der Kasse oder am Kiosk aushelfen.",
        "Der Rat hatte die längere Saison zunächst abgelehnt, weil die Heizung des Nichtschwimmerbeckens zu viel Gas verbraucht.",
        "Nun liegt eine Folie über dem Becken, die ein Landwirt aus dem Nachbardorf gespendet hat, und das Wasser bleibt über Nacht warm.",
        "Wer mitmachen möchte, kommt am Samstag um zehn Uhr zum Kassenhäuschen; Kuchen ist vorhanden, Besen bitte mitbringen.",
    ),
    ("Neue Tore für den Bolzplatz", "Sitzung des Bauausschusses verlegt", "Flohmarkt rund um die Kirche"),
    (
        "Endlich mal gute Nachrichten aus dem Rathaus, wir freuen uns schon auf den Sommer!",
        "Gibt es auch wieder die Zehnerkarte für Familien?",
    ),
)
FR = Writing(
    "fr",
    "Le four à pain du village rallumé après trente ans",
    "Élodie Marchandeau",
    (
        "Samedi matin, la fumée est remontée au-dessus du four communal, et les anciens ont aussitôt reconnu l'odeur du genêt.",
        "Il a fallu deux hivers à l'association pour refaire la voûte, pierre après pierre, avec un maçon venu de la vallée voisine.",
        "La commune a payé la chaux et le sable, le reste a été donné, jusqu'aux pelles en bois retrouvées au fond d'une grange.",
        "« On ne savait plus combien de temps le laisser chauffer », raconte une habitante, qui a brûlé les trois premières fournées.",
        "La prochaine cuisson aura lieu le premier dimanche du mois, et chacun peut apporter sa pâte avant neuf heures.",
    ),
    ("La fête du lac aura lieu en août", "Travaux sur la route du col", "Un nouveau facteur au village"),
    ("Bravo à tous les bénévoles, quelle belle journée c'était !",),
)
PL = Writing(
    "pl",
    "Wieża ciśnień zostanie biblioteką dla całej gminy",
    "Żaneta Wróblewska",
    (
        "Wieża przy dworcu stała pusta od chwili, gdy zamknięto parowozownię, i co roku ktoś proponował, żeby ją wreszcie rozebrać.",
        "Rada gminy zdecydowała jednak inaczej: na trzech piętrach staną regały, a pod samym dachem powstanie czytelnia dla dzieci.",
        "Najwięcej kłopotu sprawiły schody, bo stare były żeliwne i tak wąskie, że nie dało się po nich wnieść ani jednej półki.",
        "Konserwator zgodził się na windę od strony torów, pod warunkiem że nie będzie jej widać z rynku ani z parku.",
        "Otwarcie zaplanowano na wrzesień, a książki przeniosą sami mieszkańcy, podając je sobie z rąk do rąk przez ulicę.",
    ),
    ("Zmiana rozkładu jazdy autobusów", "Zebranie strażaków w sobotę", "Jarmark na rynku"),
    ("Nareszcie! Chodziłem tam jako dziecko oglądać lokomotywy.",),
)
ES = Writing(
    "es",
    "Los vecinos recuperan la acequia que regaba las huertas",
    "Íñigo Barrenechea",
    (
        "La acequia mayor llevaba seca desde la riada, y en las huertas de abajo ya solo crecían cañas y algún almendro viejo.",
        "Durante el invierno, cada domingo, una veintena de vecinos bajó con azadas para limpiar los dos kilómetros de cauce.",
        "El ayuntamiento prestó una máquina pequeña para el tramo del puente, donde el barro tenía más de un metro de altura.",
        "«Mi padre tenía turno los martes por la noche», recuerda una de las vecinas, que ha vuelto a plantar tomates.",
        "El agua llegó por fin en abril, y la comunidad de regantes ha repartido los turnos como se hacía antes de la guerra.",
    ),
    ("Programa de las fiestas de agosto", "Corte de agua en la calle Mayor", "Abierta la piscina municipal"),
)
CS = Writing(
    "cs",
    "Rozhledna nad přehradou se po opravě znovu otevírá",
    "Řehoř Šťastný",
    (
        "Dřevěná rozhledna nad přehradou byla tři roky zavřená, protože ve třetím patře shnily trámy a hrozilo, že se propadne podlaha.",
        "Opravu zaplatil kraj a spolek turistů, který za dva roky vybral ve sbírce přes čtyři sta tisíc korun.",
        "Nové trámy jsou z modřínu a tesaři je spojili bez jediného hřebíku, stejně jako to dělali jejich dědové.",
        "Z ochozu je za jasného dne vidět až na hřebeny hor, a kdo má štěstí, zahlédne i věž kostela v sousedním okrese.",
        "Vstupné se nevybírá, u schodů ale stojí kasička, do které mohou lidé přispět na příští nátěr.",
    ),
    ("Uzavírka silnice u mlýna", "Výlov rybníka začne v říjnu", "Hasiči zvou na ples"),
)
NL = Writing(
    "nl",
    "Het pontje over de Linge vaart weer elke zondag",
    "Geertje van der Spek",
    (
        "Twintig jaar lang moest wie naar de overkant wilde omrijden via de brug, maar sinds dit weekend vaart het pontje weer.",
        "De boot is gebouwd door leerlingen van de technische school, die er twee winters in een koude loods aan hebben gewerkt.",
        "De gemeente betaalt de verzekering, de vrijwilligers betalen de koffie, en de overtocht kost een halve euro per persoon.",
        "Honden mogen gratis mee, fietsen ook, maar een paard werd op de eerste dag al met een glimlach geweigerd.",
        "Wie schipper wil worden, kan zich melden bij de steiger; een vaarbewijs is niet nodig, geduld des te meer.",
    ),
    ("Kermis begint een week later", "Snoeiafval ophalen in maart", "Koor zoekt bassen"),
)
IT = Writing(
    "it",
    "La banda del paese compie cento anni e cerca un clarinetto",
    "Ludovica Sant'Angelo",
    (
        "La banda fu fondata da un maestro elementare che suonava il bombardino e che convinse il parroco a prestargli la sacrestia.",
        "In un secolo ha cambiato divise undici volte, ha perso due grancasse in un fiume e non ha mai saltato una processione.",
        "Per il centenario i musicisti hanno ritrovato una marcia scritta dal primo direttore, dimenticata in un cassetto del comune.",
        "«Mancano solo i clarinetti», dice la presidente, «perché i ragazzi oggi vogliono tutti suonare la batteria».",
        "Il concerto si terrà in piazza a settembre, e per chi vuole cominciare ci sono strumenti in prestito e lezioni gratuite.",
    ),
    ("Mercato spostato in via Roma", "Chiude la scuola vecchia", "Raccolta dei funghi: le regole"),
)
EL = Writing(
    "el",
    "Το παλιό καΐκι ξαναβγήκε στη θάλασσα με νέο πλήρωμα",
    "Ελευθερία Παπαδάκη",
    (
        "Το καΐκι έμεινε δεκαπέντε χρόνια τραβηγμένο στην άμμο, και τα παιδιά του χωριού το είχαν για κάστρο και για κρυψώνα.",
        "Πέρυσι ο σύλλογος αποφάσισε να το σώσει, και ένας γέρος καραβομαραγκός δέχτηκε να δείξει στους νέους την τέχνη του.",
        "Άλλαξαν τα μισά σανίδια, έβαλαν καινούργια μηχανή από δεύτερο χέρι, και το έβαψαν γαλάζιο όπως ήταν παλιά.",
        "Την Κυριακή το έριξαν στο νερό με τη μπάντα να παίζει, και κανείς δεν ήθελε να κατέβει στην προβλήτα.",
    ),
    ("Νέα δρομολόγια για το νησί", "Πανηγύρι στην πλατεία", "Έργα στο λιμάνι"),
)
JA = Writing(
    "ja",
    "山あいの小さな駅舎を住民が手作業で直した話",
    "高橋みどり",
    (
        "この駅に最後の列車が止まったのは二十年前のことで、それ以来、木造の駅舎は雨漏りがひどくなる一方だった。",
        "春になると、町の大工と退職した教師たちが集まり、屋根の瓦を一枚ずつ外して数え、使えるものだけを残した。",
        "待合室の長椅子は倉庫の奥から見つかり、子どもたちが紙やすりで磨いて、昔と同じ緑色に塗り直している。",
        "秋には喫茶店として開く予定で、切符売り場の小さな窓からは、列車の代わりに珈琲が出てくるという。",
    ),
    ("朝市の日程が変わります", "橋の工事のお知らせ", "写真展を開きます"),
)
ZH = Writing(
    "zh",
    "老街上的钟表铺为什么还在修机械表",
    "林晓燕",
    (
        "这家钟表铺开在老街的拐角处，门面只有两米宽，柜台后面的墙上挂着三十多只走得快慢不一的挂钟。",
        "店主的父亲六十年前从外地来到这里，靠一把镊子和一只放大镜养活了全家，也教会了他认得每一个齿轮。",
        "现在来修表的人大多不是为了看时间，而是因为那只表是母亲留下的，或者是第一份工资买的，舍不得丢。",
        "他说自己还能再干十年，可惜没有学徒，年轻人嫌这活儿太慢，也嫌那盏台灯照得眼睛疼。",
    ),
    ("公交线路调整通知", "社区图书馆周末开放", "河边新修了步道"),
)
AR = Writing(
    "ar",
    "أهالي القرية يعيدون فتح المكتبة القديمة بعد سنوات من الإغلاق",
    "سلمى الحداد",
    (
        "ظلت المكتبة القديمة مغلقة أكثر من عشر سنوات، وكان الأطفال يمرون أمام بابها الأخضر دون أن يعرفوا ما وراءه.",
        "في الربيع الماضي قرر عدد من المعلمين تنظيف القاعة، فوجدوا مئات الكتب مغطاة بالغبار وبعضها أكلته الرطوبة.",
        "تبرع نجار من القرية المجاورة بالرفوف، وجاء طلاب الثانوية كل يوم جمعة ليرتبوا الكتب حسب موضوعاتها.",
        "تفتح المكتبة أبوابها الآن مساء كل يوم، ويمكن لكل من يشاء أن يستعير كتابين لمدة أسبوعين من غير مقابل.",
    ),
    ("إصلاح الطريق المؤدي إلى السوق", "موعد قطاف الزيتون هذا العام", "مباراة الفريق يوم الخميس"),
)
ALL = (UK, RU, EN, DE, FR, PL, ES, CS, NL, IT, EL, JA, ZH, AR)
