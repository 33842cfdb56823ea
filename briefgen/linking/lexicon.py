"""Words that tell whether capitals beside a name belong to it: titles, heads of longer names, beginnings of sentences.

General words of each language, never names. They decide one question only: is “X” in “A X B” a mention of X, or a
part of something longer that is not on file? Where a word is missing the answer is the careful one: no link.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words("""
Mr Mr. Mrs Mrs. Ms Ms. Mx Miss Dr Dr. Prof Prof. Professor Sir Dame Lord Lady Baron Baroness Count Countess Duke Duchess
Prince Princess King Queen Emperor Empress Sultan Emir Sheikh Shaikh Imam Ayatollah Mullah Pope Cardinal Archbishop
Bishop Patriarch Rabbi Reverend Rev. Mother Brother Sister
President Vice Premier Chancellor Minister Ministers Prime Deputy Secretary Secretaries Undersecretary Attorney Solicitor
Senator Senators Sen Sen. Sens. Representative Rep Rep. Reps. Congressman Congresswoman Lawmaker
Governor Gov Gov. Lieutenant Mayor Councillor Councilman Councilwoman Alderman Speaker Leader Whip Ambassador Envoy Consul
Commissioner Chairman Chairwoman Chair Chairperson Chief Head Director Executive Officer Justice Judge Magistrate Sheriff
Prosecutor Inspector Detective Captain Capt. Major Maj. Colonel Col Col. General Gen Gen. Brigadier Brig. Admiral Adm.
Commander Commander-in-chief Cmdr. Marshal Sergeant Sgt. Corporal Lt. Pvt.
Former Ex Acting Interim Late Incoming Outgoing Incumbent Then Caretaker Adviser Advisor Aide
Spokesman Spokeswoman Spokesperson Counsel Co-founder Founder Coach Manager Actor Actress Singer Journalist Activist Striker Midfielder
Republican Republicans Democrat Democrats Conservative Labour Liberal Tory Independent Socialist Communist
CEO CFO COO CTO PM MP MPs MEP VP FM DA AG Comrade Citizen Lady
Mme Mme. Mlle M. Monsieur Madame Maître Président Ministre Herr Frau Präsident Bundeskanzler Bundeskanzlerin Kanzler Kanzlerin Präsidentin Bundespräsident Ministerpräsident Ministerpräsidentin Außenminister
Außenministerin Innenminister Verteidigungsminister Finanzminister Regierungschef Staatschef Parteichef Premierminister Generalsekretär
Señor Don Doña Presidente Ministro Signor Signora Senhor
""")
"""Words in front of a person's name that are no part of it, and posts behind the name of a country or body."""

HEADS = _words("""
Academy Administration Age Agency Agreement Airlines Airport Airways Alliance Appeal Arena Army Assembly Association Attack Attacks
Authority Avenue Award Awards Bank Basin Battalion Bay Beach Berets Blockade Board Border Bowl Boys Bridge Brigade Broadcasting
Bulletin Bureau Cabinet Canal Cathedral Center Centre Challenge Chamber Championship Championships Channel Charter
Chronicle Church Circuit City Club Coalition Coast Code College Column Command Commission Committee Commonwealth Communiqué
Community Company Conference Confederation Congress Constitution Controls Convention Corporation Corps Council  County Court
Crescent Crisis Cross Cup Daily Day Days Deal Declaration   Delta Department District Division Doctrine Dream Drive
Dynasty  Embassy Empire Enterprises Era Exchange Express Facility Falls Family FC CF SC AC Federation Festival Film Films  Fleet
Flight Football Force Forces  Forest Forum Foundation Front Fund Gallery Games Gardens Garrison Gate Gazette Girls Globe
Government Governorate Group Guard Gulf Hall Harbor Harbour Herald  Highlands Hills Hospital Hotel House
Industries Inquiry Institute Institution Insurance   Inquirer Island Islands Isles Journal Junction
Kingdom Lake Law Laws League Legion Library Light Limited Line Ltd Magazine Mail Mandate March Marathon Marines Market Massacre
Media Medal Memorandum Memorial  Metro Mirror Mission Monument Mosque Motors Mountain Mountains Movement Museum
Nationals Navy Network News Night Nights Ocean Office Oblast  Okrug Olympics Open Orchestra Order Organisation Organization
Pact Palace Panthers Papers Park Parliament Parish Partnership Party Pass Patrol Peace Peninsula Petroleum Pictures Plain Plan
Plaza Point Police Port Post Powder Prefecture Press Prison Prize Program Programme Project Protocol Province Radio Raid Raion Rail Railway
Railways Rally Rangers Record Records Reform Regiment Region Relief Report Republic Resistance Resort Review Revolution
Ridge Riots Route Highway Interstate Motorway River Road Rovers  Savings School Sea Securities Senate Series Service Services Shield Shipyard Shire Siege Society
Sound Square Stadium Standard Star  States Station Statement Steel Stock Store Strait Straits Street Strip Studios Summit Sun  Syndicate
Systems  Telegraph Television Temple Territory Theater Theatre Times Tower Towers Town Township Trade Treaty Tribe Tribunal
Tribune Triangle Trust TV Tunnel Union  University Uprising Valley Village  Wall War Wars Watch Way Week Weekly Women
Works World Youth Zone Zoo
massacre massacres genocide pogrom holocaust uprising mutiny
""")
"""Nouns that make one longer thing of the name before them: “Duterte Youth”, “Bucha massacre” (ruling 19)."""

HEADS_BEFORE_POSTS = _words("""
House Senate Party Government Police Parliament Cabinet Congress Force Forces Assembly Commission Ministry Department Board Bank
Trade Council Court Treasury Campaign Club Union Office District Circuit Region Province State
""")
"""Of these nouns, those that a post may follow: “Texas House Speaker” names a post in Texas."""

GEOGRAPHIC = _words("""
Region Regions District Districts Province Provinces Governorate Governorates County Counties Oblast Raion City Town Township Village
Municipality Prefecture Department Territory Valley Island Islands Suburb Port
""")
"""Nouns of places: “Sagaing Region of Myanmar” names two places, not one."""

PREFIXES = _words("""
New North South East West Northern Southern Eastern Western Northeast Northwest Southeast Southwest North-East South-East Central
Middle Upper Lower Inner Outer Great Greater Grand Little Old Equatorial Papua Saint St. St Ste Sainte Santa Santo San São Fort Port Mount Mt
Mt. Lake Cape Camp Point Ras Tel Bir Bani Beit Al Al- Abu Umm Nova Novo Nizhny Velikiy Stary Nowy Nueva Nuevo Nouvelle Nouveau Free Latin
Trans Anglo Radio Air Bank Royal Real Atlético Deportivo Dinamo Dynamo Lokomotiv Spartak Hapoel Maccabi Olympique Stade Sporting
Inter Hotel Café University Université Universität
Северная Южная Восточная Западная Северный Южный Восточный Западный Северное Южное Новая Новый Новое Старый Старая Верхний Нижний Великий Великая
Большая Большой Малая Малый Центральная Центральный Північна Південна Східна Західна Північний Південний Східний Західний Нова Новий Старий Велика Великий
Мала Малий Верхній Нижній
""")
"""Words in front of a place that make another place of it, also at the beginning of a sentence: “New Mexico”."""

HEADS_OF = _words("""
Academy Agency Alliance Archdiocese Army Assembly Association Bank Banco Banque Battle Bay Bishop Boards Board Book Bureau Cardinal Center Centre Chamber
Church Coast Committee Communist Company Confederation Congress Constitution Convention Coupe Court Declaration Department Diocese Duchy Duke
Earl Emirate Empire Federation Festival Front Gates Governor-General Gulf History House Institute Isle Isles Islamic Kingdom League Liberation Lord
Make Merchant Ministry Movement Museum Office Order Parliament Partnership Party Peace People Pledge Port Prince Princess Protocol
Representatives Deputies Commons Lords Ministers Governors Staff Province Republic Republics Revolutionary Royal Sea Senate Service Siege Society Sons Stade State Strait Sultanate Supreme Time Tour Tower Treaty Tribunal Union
Université University Voice Wizards Women Institut Hôtel Parti Partido Partei Museo Musée Palais Staff Cabinet Forces
""")
"""Nouns that make one longer thing of “… of X”, also at the beginning of a sentence: “Bank of America”."""

PEOPLE_OF = _words("Representatives Deputies Ministers Governors Lords Staff Women People Boards")
"""Of these, those that may also be people at the beginning of a sentence: “Representatives of France …”."""

OF = _words("of de du des da do dos das di del della delle dei von van der den zu ter el al bin ibn bint")
"""Particles between the words of one name."""

PARTICLES = _words("von van der den ter bin ibn bint al el da dos das di del della le la dos")
"""Particles in front of a family name."""

GENERATIONS = _words("Jr Jr. Sr Sr. II III IV V VI VII VIII fils père junior senior мл. ст.")
"""What stands behind a name and makes another person of it."""

DAYS = _words("""
Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October
November December Jan. Feb. Mar. Apr. Jun. Jul. Aug. Sept. Sep. Oct. Nov. Dec. Christmas Easter Ramadan Today Tonight Tomorrow Yesterday
lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet août septembre octobre novembre décembre
""")
"""Days and months stand beside names without being a part of them."""

MONTHS_LIKE_NAMES = _words("March April May June July August Avril Mai Juin Août")
"""Months and family or given names at once."""

BEFORE_MONTHS = _words(
    "in of by since until till from during late early mid last next this every each before after through mid- to"
)

SMALL_WORDS = _words("""
a about above according across after again against ago all almost along already also although always am amid among amongst an and another any anyone
are around as ask asked asks at away back be because been before behind being below beneath beside besides between beyond
both but by call called calls can can't cannot come could despite did didn't do does doesn't doing don't done down during each earlier either else elsewhere
even ever every everyone everything except few fewer finally first for formerly four from further get getting give given go god goes going
good got had half has hasn't have haven't having he hence her here hereafter hers herself high him himself his how however hundreds i if in indeed inside
instead into is isn't it its itself just last later least less let like likely long made mainly make makes making man many maybe me meantime
meanwhile men might more moreover most mostly much must my myself nearby nearly neither never nevertheless new next no nobody
none nonetheless nor not nothing notwithstanding now nowhere of off often old on once one only onto or other others otherwise our ours ourselves out outside
over overnight own part parts people per perhaps please police prior quite rather read really recently regarding roughly same say says
second see seen seven senior several shall she should show since six so some somebody someone something sometimes somewhere soon sources still such
take taken ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
hundred thousand dozens dozen scores nine eight than thanks that the their theirs them themselves then there thereafter therefore these they thing this those though thousands three
through throughout thus to today together tomorrow tonight too top toward towards troops two under underneath unless unlike until up upon us use used
very via video visit was wasn't watch we week well went were weren't what whatever when whenever where whereas wherever whether which while
who whoever whole whom whose why will with within without won't would year years yes yesterday yet you your yours yourself
le la les l un une des du de d en au aux à dans sur sous pour par avec sans selon après avant depuis pendant chez vers entre contre que qui quand
comme mais ou où donc or ni car si ce cet cette ces son sa ses leur leurs notre votre il elle ils elles on nous vous je tu ainsi alors aussi
cependant hier aujourd'hui demain malgré outre
der die das den dem des ein eine einer eines einem einen in im am an auf aus bei mit nach von vor zu zum zur über unter und oder aber auch als wie
wenn weil dass für gegen ohne um durch seit bis er sie es wir ihr ich
el la los las un una unos unas en de del al a por para con sin sobre tras entre hasta desde según y o pero que como cuando si no su sus este esta
в во на по с со к ко и а но об о обо за из от для при до после если как что это у под над между через когда также однако вчера сегодня завтра
ранее позже сейчас теперь тогда там тут здесь он она они мы вы я его её их этот эта эти тот та те который не ни или либо же бы ли по-прежнему
слова визит заявление указ правительство администрация команда сторонники политика встреча речь решение предложение приезд победа
отставка рейтинг власти жители войска граждане армия столица границы территория население сборная президентство
слова візит заява указ уряд адміністрація команда прихильники політика зустріч промова рішення пропозиція перемога відставка влада
жителі війська громадяни армія столиця кордони територія населення збірна
кроме вместо около против среди ради согласно накануне бывший бывшая нынешний
у в на з із зі до від за про та і й але що як коли після під між через для при це цей ця ці вчора сьогодні завтра також однак проте якщо
він вона вони ми ви я його її їх тоді там тут де або чи не ні ж би крім замість біля проти серед згідно колишній колишня
""")
"""Words a sentence begins with, and words that are no name however they are written."""

TITLES_CYRILLIC = _words("""
президент премьер премьер-министр министр глава председатель лидер генерал депутат госпожа посол мэр спикер вице-премьер экс-президент господин республика республики республике республику
президент прем'єр прем'єр-міністр міністр голова лідер посол мер спікер віцепрем'єр експрезидент депутат пан пані республіка республіки республіці республіку г-н г-жа
""")

DEMONYMS = _words("""
Afghan Albanian Algerian American Andorran Angolan Arab Argentine Argentinian Armenian Australian Austrian Azerbaijani Bahraini Bangladeshi
Bavarian Belarusian Belgian Bolivian Bosnian Brazilian British Bulgarian Burmese Burundian Cambodian Cameroonian Canadian Catalan Chadian
Chechen Chilean Chinese Colombian Congolese Croatian Crimean Cuban Cypriot Czech Danish Dominican Dutch Ecuadorian Egyptian Emirati English Eritrean
Estonian Ethiopian European Fijian Filipino Finnish French Gabonese Gambian Gazan Georgian German Ghanaian Greek Guatemalan Guinean Guyanese
Haitian Honduran Hungarian Icelandic Indian Indonesian Iranian Iraqi Irish Israeli Italian Ivorian Jamaican Japanese Jordanian Kazakh
Kenyan Korean Kosovar Kosovan Kurdish Kuwaiti Kyrgyz Laotian Latvian Lebanese Liberian Libyan Lithuanian Macedonian Malagasy Malawian Malaysian
Maldivian Malian Maltese Mauritanian Mexican Moldovan Mongolian Montenegrin Moroccan Mozambican Namibian Nepalese Nepali Nicaraguan Nigerian
Nigerien Norwegian Omani Pakistani Palestinian Panamanian Paraguayan Persian Peruvian Philippine Polish Portuguese Qatari Romanian Russian Rwandan
Salvadoran Saudi Scottish Senegalese Serbian Singaporean Slovak Slovenian Somali Soviet Spanish Sudanese Surinamese Swedish Swiss Syrian Taiwanese Tajik
Tanzanian Thai Tibetan Togolese Tunisian Turkish Turkmen Ugandan Ukrainian Uruguayan Uyghur Uzbek Venezuelan Vietnamese Welsh Yemeni Yugoslav
Zambian Zimbabwean Californian Texan Londoner Parisian Muscovite Londoners Israelis Palestinians Russians Ukrainians Americans Iranians
""")
"""Adjectives of peoples: in front of a person's name they say whose, and are no part of it."""

FREE_PREFIXES = _words(
    "anti pro ex non post pre neo pan mid semi inter intra trans co sub ultra un all once now then self"
)

# --- Japanese and Chinese -------------------------------------------------------------------------------------------

KANJI_AFTER = _words("""
大統領 副大統領 元大統領 前大統領 新大統領 首相 元首相 前首相 副首相 外相 国防相 財務相 内相 書記長 総書記 主席 国家主席 議長
長官 知事 市長 外務大臣 国防大臣 大使 特使 代表 政府 政権 当局 国境 国内 国民 国外 領内 領土 領空 全土 全域 各地 地方
西部 東部 南部 北部 中部 南東部 南西部 北東部 北西部 中心部 近郊 郊外 周辺 沿岸 付近 市内 市民 首都 出身 在住 訪問 滞在
情勢 問題 危機 戦線 支援 支持 侵攻 侵略 併合 攻撃 空爆 報道官 国籍 国旗 国歌 国営 選手団 監督 議員 元議員 候補 容疑者
被告 夫妻 夫人 一家 両国 両政府 和平 交渉 会談 同盟 制裁 議会 国会 外務省 国防省 大使館 領事館 駐在 経由 以外 以南 以北
以西 以東 同様 自身 本人 本土 国土 独立 再建 復興 復帰 進出 時間 大会中
""")
"""What may stand behind a name in Japanese without making another thing of it, whatever follows."""

KANJI_AFTER_ALONE = _words("""
軍 側 製 産 系 氏 様 師 州 省 郡 区 村 町 市 県 領 沖 間 派 国 発 着 行 初 選手 経済 語圏 時 大会 戦 国民 中
""")
"""The same for words that may only end the run: 日本製 is made in 日本, 日本製鉄 is a company."""

KANJI_BEFORE_OTHER = frozenset("南北東西新旧中大小白")
"""A single character in front of a place that makes another place of it, as in 南スーダン."""

HAN_AFTER_OTHER = _words("""
战争 戰爭 族 之音 石油 人民 人 语 語 文 话 話 菜 籍 国民党 國民黨 共产党 共產黨 大学 大學 银行 銀行 日报 日報 时报
時報 公司 集团 集團 医院 醫院 航空 电视 電視 联赛 聯賽 海 海峡 海峽 村 街 路 城 队 隊
""")
"""What makes another thing of a name before it in Chinese: a people, a language, a body."""
