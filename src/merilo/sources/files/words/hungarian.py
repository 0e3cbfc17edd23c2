"""What captions and values are called in Hungarian files."""

SAID = {
    "id": "azonosító | sorszám | szám | kód | id",
    "deal_id": "ügylet azonosító | ügyletazonosító | rendelésszám | rendelés száma"
    " | rendelési szám | számlaszám | számla száma | szerződésszám | ügylet száma"
    " | rendelés azonosító | megrendelés száma",
    "deal": "ügylet | rendelés | megrendelés | szerződés | számla | eladás | üzlet",
    "deal_name": "ügylet neve | üzlet neve | megnevezés | tárgy | név | ügylet címe",
    "seller_id": "értékesítő azonosító | értékesítő azonosítója | értékesítő kód"
    " | munkatárs azonosító | felelős azonosító",
    "seller": "értékesítő | felelős | üzletkötő | eladó | munkatárs | értékesítő neve"
    " | felelős személy | felelős munkatárs | képviselő | ügyfélmenedzser | operátor | ügynök"
    " | dolgozó | üzletkötő neve",
    "seller_name": "értékesítő neve | munkatárs neve | felelős neve | üzletkötő neve",
    "seller_email": "értékesítő email | munkatárs email",
    "team": "csapat | csoport | értékesítési csapat | szervezeti egység",
    "office": "osztály | részleg | iroda | telephely | értékesítési osztály | fiók",
    "firm": "jogi személy | saját cég",
    "customer_id": "ügyfél azonosító | ügyfélazonosító | ügyfélkód | ügyfélszám | vevőkód"
    " | partner azonosító | partnerkód",
    "customer": "ügyfél | cég | vevő | partner | vásárló | vállalat | megrendelő",
    "customer_name": "ügyfél neve | cégnév | vevő neve | partner neve | cég neve | ügyfélnév",
    "contact": "kapcsolattartó | teljes név | kapcsolattartó neve",
    "segment": "szegmens | ügyfélszegmens | ügyféltípus | vevőtípus",
    "territory": "régió | terület | körzet | megye",
    "country": "ország",
    "city": "város | település",
    "industry": "iparág | ágazat | tevékenység | tevékenységi kör",
    "stage": "szakasz | fázis | ügylet szakasza | értékesítési szakasz | ügylet fázisa | lépés",
    "pipeline": "tölcsér | értékesítési tölcsér | folyamat | értékesítési folyamat | csatorna neve",
    "outcome": "állapot | státusz | eredmény | kimenetel | ügylet állapota | rendelés állapota"
    " | fizetési állapot | státusza",
    "amount": "összeg | érték | ügyletérték | ügylet értéke | árbevétel | bevétel | eladás összege"
    " | ügylet összege | rendelés értéke | vételár | nettó árbevétel",
    "net": "nettó | nettó összeg | nettó érték",
    "gross": "bruttó | bruttó összeg | végösszeg | összesen | fizetendő",
    "margin": "árrés | haszon | nyereség | fedezet",
    "currency": "pénznem | deviza | devizanem | valuta",
    "channel": "forrás | csatorna | érdeklődő forrása | értékesítési csatorna",
    "created": "létrehozva | létrehozás dátuma | létrehozás | létrehozás ideje | rögzítve"
    " | kezdés dátuma | felvétel dátuma | érdeklődés dátuma | megkeresés dátuma",
    "ordered": "rendelés dátuma | eladás dátuma | számla kelte | számla dátuma | vásárlás dátuma"
    " | szerződés dátuma | teljesítés dátuma | kelte",
    "date": "dátum | nap | kelt",
    "qualified": "minősítés dátuma | minősítve",
    "closed": "lezárva | lezárás dátuma | zárás dátuma | lezárás | lezárás ideje"
    " | megnyerés dátuma",
    "lost_at": "elvesztés dátuma | elvesztve ekkor",
    "paid": "fizetés dátuma | fizetve | kifizetés dátuma | befizetés dátuma | pénzügyi teljesítés",
    "expected": "várható lezárás | várható zárás | várható lezárás dátuma | tervezett zárás"
    " | várható zárás dátuma",
    "loss_reason": "elvesztés oka | veszteség oka | elutasítás oka | meghiúsulás oka",
    "updated": "módosítva | módosítás dátuma | frissítve | utolsó módosítás | módosítás ideje",
    "product_id": "cikkszám | termékkód | termék azonosító | termékazonosító",
    "product": "termék | cikk | szolgáltatás",
    "product_name": "termék neve | terméknév | megnevezés | cikk megnevezése",
    "product_group": "termékcsoport | kategória | termékkategória | cikkcsoport",
    "quantity": "mennyiség | darab | darabszám",
    "price": "egységár | ár | nettó egységár",
    "discount": "kedvezmény | engedmény | kedvezmény mértéke | rabatt",
    "line_amount": "összeg | érték | sorösszeg | tétel értéke | összesen",
    "cost": "önköltség | beszerzési ár | bekerülési érték | önköltségi ár",
    "line_id": "tétel azonosító | sor azonosító | tétel száma",
    "name": "név | megnevezés | neve",
    "person_name": "név | értékesítő | munkatárs | üzletkötő | munkatárs neve | értékesítő neve",
    "login": "felhasználónév | felhasználó",
    "first_name": "keresztnév | utónév",
    "last_name": "vezetéknév | családnév",
    "email": "email | e mail | email cím | e mail cím",
    "role": "beosztás | munkakör | pozíció | szerepkör",
    "head": "vezető | felettes | főnök | csoportvezető | értékesítési vezető"
    " | közvetlen vezető | osztályvezető",
    "hired": "belépés | belépés dátuma | felvétel dátuma | munkaviszony kezdete",
    "left": "kilépés | kilépés dátuma | távozás dátuma | munkaviszony vége",
    "parent": "felettes egység | szülő | hova tartozik",
    "unit_kind": "típus | szint | fajta",
    "kind": "típus | fajta | tevékenység típusa | tevékenység | esemény típusa",
    "direction": "irány | hívás iránya | hívás típusa",
    "occurred": "hívás ideje | hívás dátuma | időpont | kezdete | kezdés | dátum és idő"
    " | találkozó dátuma | kezdés ideje",
    "duration": "időtartam | beszélgetési idő | hívás hossza | hossz | hívás időtartama | tartam",
    "call_outcome": "eredmény | hívás eredménye | állapot | státusz",
    "recording": "felvétel | hangfelvétel | felvétel linkje",
    "due": "határidő | esedékes | esedékesség",
    "completed": "elvégezve | befejezve | teljesítve",
    "proposal_id": "ajánlat száma | ajánlatszám | ajánlat azonosító",
    "sent": "kiküldve | elküldve | ajánlat dátuma | küldés dátuma | kiküldés dátuma",
    "decided": "döntés dátuma | eldöntve",
    "spent": "költség dátuma | kiadás dátuma | kifizetés dátuma",
    "cost_kind": "költségnem | költségtípus | jogcím | költség típusa",
    "kind_of": "kategória | típus",
    "cost_amount": "összeg | költség | kiadás | költség összege",
    "target": "terv | cél | értékesítési terv | tervösszeg | kvóta | célérték",
    "metric": "mutató | kpi | mérőszám",
    "month": "hónap | tárgyhó",
    "period": "időszak | negyedév | év",
    "since": "időszak kezdete | mettől | kezdete | kezdő dátum",
    "until": "érvényes eddig",
    "last": "időszak vége | meddig | vége | záró dátum",
    "size": "piacméret | piac mérete",
    "rate": "árfolyam",
    "from_stage": "előző szakasz | régi szakasz | miből | honnan",
    "to_stage": "új szakasz | következő szakasz | mibe | hová",
    "changed": "váltás dátuma | szakaszváltás dátuma | változás dátuma | dátum",
    "absence_kind": "távollét típusa | ok | típus",
}

GENERIC = "ügylet ügylete értékesítési eladás rendelés dátuma neve ideje mező összes aktuális a az"

MEANT = {
    "outcome": {
        "won": "megnyert | megnyerve | nyert | sikeres | fizetve | kifizetve | kifizetett"
        " | teljesítve | teljesített | eladva | lezárt megnyert | elfogadott | elfogadva"
        " | aláírva | kiszállítva",
        "lost": "elvesztett | elveszett | elvesztve | sikertelen | lemondva | lemondta | törölve"
        " | törölt | elutasítva | elutasított | meghiúsult | visszamondva | lezárt elvesztett"
        " | lejárt | stornó | sztornó",
        "open": "nyitott | folyamatban | új | függőben | kiküldött | piszkozat | fizetetlen"
        " | fizetésre vár | tárgyalás | ajánlat kiküldve | részben fizetve | nincs fizetve",
    },
    "kind": {
        "call": "hívás | hívások | telefon | telefonhívás",
        "meeting": "találkozó | találkozók | megbeszélés | látogatás",
        "email": "levél | email | e-mail",
        "message": "üzenet | sms | csevegés",
        "task": "feladat | feladatok | teendő",
        "comment": "megjegyzés | jegyzet",
        "presentation": "prezentáció | bemutató | demó",
    },
    "direction": {"in": "bejövő | be", "out": "kimenő | ki"},
    "call": {
        "reached": "létrejött | fogadott | sikeres | felvette",
        "missed": "nem fogadott | nem vették fel | sikertelen | nem vette fel | elmulasztott",
        "busy": "foglalt",
        "voicemail": "hangposta | üzenetrögzítő",
        "failed": "téves szám | hiba | hibás szám",
        "held": "megtartott | megtartva",
        "cancelled": "lemondva | lemondott",
        "done": "elvégzett | elvégezve | kész | befejezett",
        "open": "nyitott | tervezett | folyamatban",
    },
    "cost": {
        "salary": "bér | fizetés | alapbér | munkabér",
        "commission": "jutalék | bónusz | prémium",
        "marketing": "marketing | reklám | hirdetés",
        "tools": "eszközök | szoftver | licenc | előfizetés | telefónia",
        "travel": "utazás | kiküldetés | üzemanyag",
        "other": "egyéb",
    },
    "unit": {
        "company": "cég | vállalat",
        "department": "osztály | részleg | iroda",
        "team": "csapat | csoport",
    },
    "absence": {"vacation": "szabadság", "sick": "betegség | táppénz", "other": "egyéb"},
    "plan": {
        "at_least": "legalább",
        "at_most": "legfeljebb",
        "growth": "növekedés",
        "reach": "elérni",
    },
    "verdict": {
        "open": "nyitott | új | folyamatban",
        "upheld": "megalapozott | jogos | elfogadva",
        "rejected": "elutasítva | megalapozatlan",
    },
    "author": {
        "person": "személy | munkatárs | felhasználó",
        "robot": "robot | automatikus | rendszer",
        "integration": "integráció",
    },
    "review": {
        "call": "hívás",
        "letter": "levél",
        "visit": "látogatás | próbavásárlás",
        "competency": "kompetencia",
        "360": "360 fokos értékelés",
    },
    "length": {
        "day": "nap",
        "week": "hét",
        "month": "hónap",
        "quarter": "negyedév",
        "year": "év",
        "next": "a következőig",
    },
    "metric": {
        "revenue": "árbevétel | forgalom | bevétel | eladás",
        "deals_won": "megnyert ügyletek | megnyert | ügyletek | rendelések",
        "margin": "árrés",
        "average_check": "átlagos ügyletérték",
        "calls": "hívások",
        "conversations": "beszélgetések",
        "meetings": "találkozók | megtartott találkozók",
        "presentations": "prezentációk | megtartott prezentációk",
        "proposals": "árajánlatok | kiküldött árajánlatok | ajánlatok",
        "customers_new": "új ügyfelek",
    },
    "flag": {"true": "igen | igaz | i", "false": "nem | hamis"},
}

MONTHS = (
    "január jan | február febr feb | március márc | április ápr | május máj | június jún"
    " | július júl | augusztus aug | szeptember szept | október okt | november nov | december dec"
)

TABLES = {
    "deals": "ügyletek | rendelések | eladások | érdeklődők | értékesítések | számlák | üzletek",
    "people": "munkatársak | értékesítők | dolgozók | üzletkötők | csapat",
    "customers": "ügyfelek | cégek | partnerek | vevők | kapcsolattartók",
    "activities": "hívások | tevékenységek | találkozók | feladatok | hívásnapló | események",
    "order_lines": "rendelési tételek | tételek | rendeléssorok",
    "products": "termékek | cikkek | árlista | szolgáltatások",
    "proposals": "árajánlatok | ajánlatok",
    "costs": "költségek | kiadások",
    "plans": "tervek | célok | értékesítési terv | terv",
    "units": "szervezeti egységek | osztályok | irodák",
    "rates": "árfolyamok",
    "market": "piacméret | piac",
    "stage_changes": "szakaszváltások",
    "absences": "távollétek | szabadságok",
    "postings": "beosztások",
}

FOREIGN = "szállító | beszállító | fuvarozó | raktár"

EMPTY = "nincs | nincs adat | nincs lezárva | nem ismert | nincs megadva"
