"""Instalments of a series: every language's ordinals, and what looks like one but is not."""

from __future__ import annotations

import time
import unicodedata

import pytest

from khabar.stories.series import CLASSES, series_of
from khabar.stories.series_rows import languages_with_series, series_as_written

# language | sentence | the classes it must give, with their numbers ("-": none)
NAMED = """
en | Second round of talks between the two governments ends without a deal | round 2
en | EU adopts its 12th sanctions package against the junta | package 12
en | The ministry moved to phase two of the vaccination campaign | phase 2
en | Ministers gather for the twenty-first plenary session in Geneva | session 21
en | Doctors warn of a third wave as beds fill up | wave 3
en | Filming of season 4 begins in the autumn | season 4
en | Leaders arrive for the third BRICS summit | summit 3
en | The province enters Phase III of its reopening | phase 3
en | The second Russia-Africa summit opens | summit 2
en | Rivals meet in second-round runoff | round 2
ar | انطلاق الجولة الثانية من المفاوضات في الدوحة | round 2
ar | الاتحاد الأوروبي يقر الحزمة الثانية عشرة من العقوبات | package 12
ar | بدء المرحلة الثالثة من حملة التطعيم | phase 3
ar | القمة العربية الـ33 تنعقد في العاصمة | summit 33
ar | الإفراج عن الدفعة الخامسة من الأسرى | batch 5
am | ሁለተኛው ዙር ድርድር ዛሬ ተጀመረ | round 2
am | 3ኛ ዙር ምርጫ በሰላም ተጠናቀቀ | round 3
am | የመጀመሪያው ምዕራፍ ሙከራ ተጠናቀቀ | phase 1
bn | দ্বিতীয় দফা আলোচনা আজ শুরু হচ্ছে | round 2
bn | জাতিসংঘের ৭৯তম অধিবেশন শুরু | session 79
bn | তৃতীয় ধাপের ভোট শেষ হলো | phase 3
cs | Druhé kolo prezidentských voleb vyhrála senátorka | round 2
cs | Evropská unie schválila 14. balíček sankcí | package 14
cs | Začala třetí vlna epidemie | wave 3
de | Zweite Runde der Gespräche in Wien beendet | round 2
de | EU beschließt 13. Sanktionspaket | package 13
de | Das Land startet in Phase zwei der Öffnung | phase 2
de | Einundzwanzigste Sitzung des Ausschusses vertagt | session 21
el | Ξεκίνησε ο δεύτερος γύρος των συνομιλιών | round 2
el | Η ΕΕ ενέκρινε το 12ο πακέτο κυρώσεων | package 12
el | ΤΡΙΤΟ ΚΥΜΑ ΤΗΣ ΠΑΝΔΗΜΙΑΣ ΣΤΗ ΧΩΡΑ | wave 3
es | Comienza la segunda ronda de negociaciones en Ginebra | round 2
es | La UE aprueba el paquete 12 de sanciones | package 12
es | XV Cumbre de jefes de Estado en Lima | summit 15
es | Vigésima primera edición del festival | edition 21
fa | دور دوم مذاکرات در وین پایان یافت | round 2
fa | اتحادیه اروپا دوازدهمین بسته تحریمی را تصویب کرد | package 12
fa | آغاز مرحله سوم واکسیناسیون در تهران | phase 3
fr | Le deuxième tour des pourparlers s'ouvre à Genève | round 2
fr | Bruxelles adopte le 12e paquet de sanctions | package 12
fr | Le pays entre dans la phase 3 du plan | phase 3
ha | An fara zagaye na biyu na tattaunawar sulhu | round 2
ha | Taro na goma sha biyu na kungiyar ya kammala | meeting 12
ha | Shugaban zai nemi wa'adi na uku | term 3
he | הסבב השני של השיחות הסתיים בדוחא | round 2
he | האיחוד אישר את חבילת הסנקציות ה-12 | package 12
he | שלב ג' נדחה אך הגל השלישי כבר כאן | wave 3
hi | दूसरे दौर की वार्ता बेनतीजा रही | round 2
hi | यूरोपीय संघ ने 12वें प्रतिबंध पैकेज को मंजूरी दी | package 12
hi | तीसरी लहर से निपटने की तैयारी | wave 3
id | Putaran kedua perundingan damai berakhir buntu | round 2
id | KTT ke-43 ASEAN dibuka di Jakarta | summit 43
id | Pemerintah memulai tahap III pembangunan bendungan | phase 3
it | Al via il secondo turno dei colloqui di pace | round 2
it | Approvato il dodicesimo pacchetto di sanzioni | package 12
it | Comincia la fase 2 della riapertura | phase 2
ja | 米朝、第2回首脳会談を開催へ | summit 2
ja | 和平協議は第3ラウンドに入った | round 3
ja | 県内で第五波が始まったと知事が発表 | wave 5
ko | 양국, 제8차 회담을 서울에서 개최 | meeting 8
ko | 협상은 2라운드로 접어들었다 | round 2
ko | 두 번째 정상회담이 하노이에서 열렸다 | summit 2
nl | Tweede ronde van de vredesbesprekingen begint | round 2
nl | EU keurt 12e sanctiepakket goed | package 12
nl | Land gaat naar fase drie van de heropening | phase 3
pl | Druga runda rozmów zakończyła się fiaskiem | round 2
pl | Unia przyjęła 12. pakiet sankcji | package 12
pl | II tura wyborów odbędzie się w niedzielę | round 2
pt | Começa a segunda rodada de negociações em Doha | round 2
pt | UE aprova 12.º pacote de sanções | package 12
pt | Cidade entra na fase 3 da reabertura | phase 3
ro | A început runda a doua de negocieri | round 2
ro | UE a adoptat al 12-lea pachet de sancțiuni | package 12
ro | Al treilea val al pandemiei lovește spitalele | wave 3
ru | Второй раунд переговоров завершился в Стамбуле | round 2
ru | ЕС утвердил 12-й пакет санкций | package 12
ru | Совет обсудил пакет санкций № 13 | package 13
ru | О двадцать первом саммите рассказали в министерстве | summit 21
so | Wareegga labaad ee wadahadallada oo furmay | round 2
so | Kulanka 12aad ee golaha oo soo dhammaaday | meeting 12
so | Wejiga saddexaad ee tallaalka ayaa bilowday | phase 3
sv | Andra omgången samtal inleds i Stockholm | round 2
sv | EU antar tolfte sanktionspaketet | package 12
sv | Tredje vågen har nått landet | wave 3
sw | Raundi ya pili ya mazungumzo yaanza Nairobi | round 2
sw | Awamu ya 2 ya chanjo yazinduliwa | phase 2
sw | Kikao cha kumi na mbili cha bunge chafunguliwa | session 12
tr | Müzakerelerin ikinci turunda anlaşma çıkmadı | round 2
tr | AB 8. yaptırım paketini kabul etti | package 8
tr | Üçüncü dalgaya karşı önlemler artırıldı | wave 3
uk | Другий раунд переговорів відбувся у Стамбулі | round 2
uk | ЄС ухвалив 12-й пакет санкцій | package 12
uk | Розпочалася третя хвиля пандемії | wave 3
ur | مذاکرات کا دوسرا دور اسلام آباد میں شروع | round 2
ur | یورپی یونین نے پابندیوں کا ۱۲واں پیکج منظور کر لیا | package 12
ur | تیسری لہر کے پیش نظر اسکول بند | wave 3
vi | Vòng đàm phán thứ hai kết thúc tại Hà Nội | round 2
vi | Khai mạc hội nghị thượng đỉnh ASEAN lần thứ 43 | summit 43
vi | Thành phố bước vào giai đoạn 2 của kế hoạch | phase 2
zh | 第八轮谈判在维也纳举行 | round 8
zh | 两国领导人举行第二次会谈 | meeting 2
zh | 工程进入第三階段 | phase 3
bs | EU usvojila 12-ti paket | -
ms | 第2 | -
"""
TRAPS = """
en | Two rounds of talks left 12 people angry, one of the rounds lasted 45 minutes | -
en | First Lady skips the meeting as King Charles III meeting is moved to May 2nd | -
en | The second largest package ever: 12 billion dollars over 3 years | -
en | First summit in ten years opens; leaders last met during World War II | -
en | After the meeting 12 people were held, the third man in the session said | -
en | Tuesday's hearing follows the 21st century's worst flood, on the third floor | -
en | They met for the first time, and lost round 2-1 in front of 80,000 | -
ar | جولتان من المحادثات وأسفر اجتماع اليوم عن 12 قتيلا | -
ar | السيدة الأولى تلتقي الوزير الثاني في القرن الحادي والعشرين | -
ar | أول قمة منذ عشر سنوات بعد الحرب العالمية الثانية | -
ar | جلسة 12 تشرين الثاني تبحث ثاني أكبر مدينة | -
am | ሁለት ስብሰባዎች ተካሂደው 12 ሰዎች ሞቱ | -
am | በሁለተኛው የዓለም ጦርነት 3 ሚሊዮን ሰዎች ሞቱ | -
am | ሁለተኛዋ ትልቅ ከተማ ውስጥ ስብሰባ ተደረገ | -
bn | দুই দফায় ১২ জন নিহত | -
bn | দ্বিতীয় বিশ্বযুদ্ধের পর একুশ শতকের বৈঠক | -
bn | তৃতীয় তলায় ৪৫ মিনিটের বৈঠক | -
cs | Dvě kola jednání skončila, zemřelo 12 lidí | -
cs | Druhá světová válka a jednání 12. května | -
cs | Karel III. přijal hosty na jednání ve třetím patře | -
de | Zwei Runden Gespräche, 12 Tote, 45 Prozent mehr | -
de | Treffen am 2. Mai, der Zweite Weltkrieg war Thema der Sitzung | -
de | Die zweitgrößte Stadt und das 21. Jahrhundert | -
el | Δύο γύροι συνομιλιών με 12 νεκρούς | -
el | Την Τρίτη συνάντηση των υπουργών στην Αθήνα | -
el | Η δεύτερη μεγαλύτερη πόλη και ο Β' Παγκόσμιος Πόλεμος | -
es | Dos rondas de diálogo dejan 12 heridos | -
es | Reunión el 2 de mayo sobre la Segunda Guerra Mundial | -
es | La primera dama y la segunda mayor ciudad, en una cumbre de 3 días | -
es | Fase 2 de mayo | -
fa | دو دور مذاکره با ۱۲ کشته پایان یافت | -
fa | نشست سوم خرداد درباره جنگ جهانی دوم | -
fa | دیدار نخست وزیر با دومین تاجر بزرگ | -
fr | Deux tours de scrutin et 12 blessés | -
fr | La première dame, la réunion du 2 mai et Charles III | -
fr | Le deuxième plus grand sommet dure 3 jours | -
ha | Taruka biyu sun kare, mutane 12 sun mutu | -
ha | Yakin duniya na biyu ya kare | -
ha | Birni na biyu mafi girma ya yi taro | -
he | שני סבבים של שיחות ו-12 הרוגים | -
he | פגישה ביום שני על מלחמת העולם השנייה | -
he | הגברת הראשונה השתתפה בפגישה | -
hi | दो दौर की वार्ता में 12 घायल | -
hi | दूसरे विश्व युद्ध और दूसरी सबसे बड़ी बैठक | -
hi | तीसरी मंजिल पर 45 मिनट की बैठक | -
id | Dua putaran perundingan, 12 orang tewas | -
id | Perang Dunia Kedua dibahas dalam pertemuan 12 Mei | -
id | Kota terbesar kedua menggelar sidang 3 hari | -
it | Due turni di colloqui, 12 morti | -
it | La seconda guerra mondiale e la riunione del 2 maggio | -
it | Un secondo dopo, il vertice di 3 giorni | -
ja | 2回の会談で12人が死亡 | -
ja | 第二次世界大戦から80年 | -
ja | 3日間の首脳会談は5年ぶり | -
ko | 두 차례 회담, 12명 사망 | -
ko | 제2차 세계대전 이후 3일간의 회담 | -
ko | 두 번째로 큰 도시에서 회의가 열렸다 | -
nl | Twee rondes van gesprekken, 12 doden | -
nl | De Tweede Wereldoorlog en de vergadering van 2 mei | -
nl | Charles III bezoekt de op een na grootste top | -
pl | Dwie rundy rozmów, 12 zabitych | -
pl | Druga wojna światowa i spotkanie 12 maja | -
pl | Spotkanie pierwszego sekretarza na trzecim piętrze | -
pt | Duas rodadas de negociações, 12 mortos | -
pt | Reunião na segunda-feira sobre a Segunda Guerra Mundial | -
pt | A primeira-dama e a segunda maior cidade na cúpula | -
ro | Două runde de negocieri, 12 morți | -
ro | Al Doilea Război Mondial și întâlnirea din 2 mai | -
ro | Întâlnirea primului ministru cu prima doamnă | -
ru | Два раунда переговоров, 12 погибших | -
ru | Встреча первого секретаря во вторник, 2 мая | -
ru | Вторая мировая война и первая за 10 лет встреча | -
so | Laba wareeg oo wadahadal ah, 12 qof ayaa dhintay | -
so | Dagaalkii labaad ee adduunka | -
so | Magaalada labaad ee ugu weyn shir ayaa ka dhacay | -
sv | Två rundor samtal, 12 döda | -
sv | Andra världskriget och mötet den 2 maj | -
sv | Den näst största staden och toppmötet i 3 dagar | -
sw | Raundi mbili za mazungumzo, watu 12 wamefariki | -
sw | Vita vya pili vya dunia na mkutano wa siku 3 | -
sw | Mji wa pili kwa ukubwa waandaa mkutano wa viongozi 12 | -
tr | İki tur görüşmede 12 kişi öldü | -
tr | İkinci Dünya Savaşı ve 2 Mayıs toplantısı | -
tr | Ülkenin ikinci büyük kentinde 3 günlük zirve; ikinci turist de bulundu | -
uk | Два раунди переговорів, 12 загиблих | -
uk | Зустріч першого секретаря 2 травня | -
uk | Друга світова війна і друге за величиною місто, саміт | -
ur | دو دور مذاکرات میں ۱۲ ہلاک | -
ur | دوسری جنگ عظیم اور دوسرا بڑا شہر | -
ur | تیسری منزل پر ۴۵ منٹ کی ملاقات | -
vi | Hai vòng đàm phán, 12 người chết | -
vi | Cuộc họp thứ Hai về Chiến tranh thế giới thứ hai | -
vi | Thành phố lớn thứ hai tổ chức hội nghị 3 ngày | -
zh | 两轮会谈造成12人死亡 | -
zh | 第二次世界大战与第二大城市 | -
zh | 三天的峰会在第三层举行 | -
"""


def _rows(table: str) -> list[tuple[str, str, str]]:
    rows = [tuple(cell.strip() for cell in line.split("|")) for line in table.strip().splitlines()]
    return [(language, sentence, expected) for language, sentence, expected in rows]


@pytest.mark.parametrize(("language", "sentence", "expected"), _rows(NAMED))
def test_an_instalment_is_named(language: str, sentence: str, expected: str) -> None:
    found = series_of(sentence, language)
    if expected == "-":
        assert found == {}
        return
    name, number = expected.split()
    assert found.get(name) == frozenset([int(number)]), found
    assert all(numbers == {int(number)} for numbers in found.values())


@pytest.mark.parametrize(("language", "sentence", "expected"), _rows(TRAPS))
def test_a_trap_names_nothing(language: str, sentence: str, expected: str) -> None:
    assert expected == "-"
    assert series_of(sentence, language) == {}


def test_every_language_has_four_sentences() -> None:
    languages = [language for language, _, _ in _rows(NAMED) + _rows(TRAPS)]
    assert [code for code in languages_with_series() if languages.count(code) < 4] == []


def test_decimal_digits_of_any_script() -> None:
    for digit in "2٢۲२২":
        assert series_of(f"الجولة {digit} من", "ar") == {"round": frozenset([2])}


def test_an_unknown_language_gives_what_is_certain() -> None:
    assert series_of("12th sanctions and the 3rd summit", None) == {"summit": frozenset([3])}
    assert series_of("second round", None) == {}


def test_the_form_of_the_letters_does_not_matter() -> None:
    for language, sentence, _ in _rows(NAMED):
        assert series_of(unicodedata.normalize("NFD", sentence), language) == series_of(sentence, language)



def _forms(value: object) -> list[str]:
    if isinstance(value, dict):
        return [form for each in value.values() for form in _forms(each)]
    return list(value) if isinstance(value, list) else []


@pytest.mark.parametrize("language", languages_with_series())
def test_the_rows_of_a_language(language: str) -> None:
    rows, model = series_as_written(language), series_as_written("en")
    assert rows.keys() == model.keys()
    for table in ("between", "endings"):
        assert rows[table].keys() == model[table].keys()
    assert rows["nouns"].keys() <= set(CLASSES)
    assert {"round", "package", "phase", "summit", "session", "meeting"} <= rows["nouns"].keys()
    assert {str(number) for number in range(2, 11)} <= rows["ordinals"].keys()
    assert rows["order"] in ("before", "after", "both")
    assert rows["markers"]
    for form in _forms(rows):
        assert form.strip() == form != ""
        assert unicodedata.normalize("NFC", form) == form
    for marker in rows["markers"]:
        assert marker.count("#") == 1


def test_a_hostile_text_takes_linear_time() -> None:
    started = time.perf_counter()
    for language in languages_with_series():
        for unit in ("second round ", "2. ", "第二", "и" * 50 + " ", "- ", "ال"):
            series_of(unit * 20_000, language)
    assert time.perf_counter() - started < 60
