"""The words of column names that tell who somebody is, in the languages sites write in.

The kinds are the 18 of 45 CFR 164.514(b)(2) that a column can hold. Months and years of birth,
visit dates and the numbers of providers are not among them: they name nobody the diary is about.
Phrases are in lower case, without accents, one blank between words; a semicolon or the end of the
line ends one.
"""

from __future__ import annotations


def _phrases(text: str) -> frozenset[tuple[str, ...]]:
    return frozenset(
        tuple(phrase.split()) for phrase in text.replace("\n", ";").split(";") if phrase.strip()
    )


# They say whose or which it is, and stand before or after any of the phrases below.
FILLERS = frozenset(
    """
    patient patients pat participant person subject member client user beneficiary subscriber
    insured guarantor proband respondent mother father parent spouse child relative guardian
    emergency contact home work private personal mobile primary secondary current previous legal
    residential permanent mailing postal own x the of s no nr num number line
    patienten patientin teilnehmer privat der die das des dem von
    du de la le les del della dello di el van het een
    paciente paziente 환자 보호자
    """.split()
)

# A column is one of these when nothing but fillers and numbers is beside it: ``patient_name`` is a
# name, ``drug_name`` is none.
WHOLE = _phrases(
    """
    name; names; first; last; middle; maiden; forename; initials; suffix; prefix; nickname; alias
    address; street; city; town; village; suburb; county; district; postcode; zip; borough
    lat; lon; lng; long; coordinates; geo; mobile; cell; tel; mail; contact; dob; ssn; mrn
    drivers; plate; photo; photograph; picture; image; signature; avatar; web; dni; nie; nif; nir
    note; notes; comment; comments; remark; remarks; narrative; memo; annotation; message; ip
    nhs; insurance; licence; license; account; employer; vin; biometrics; udi
    nachname; vorname; familienname; strasse; plz; ort; wohnort; stadt; handy; geburt; bild; foto
    konto; notiz; notizen; bemerkung; bemerkungen; kommentar; kommentare; unterschrift; anschrift
    nom; noms; prenom; prenoms; rue; ville; commune; adresse; portable; courriel; remarque; nir
    remarques; commentaire; commentaires; naissance
    nombre; nombres; apellido; apellidos; calle; ciudad; municipio; direccion; domicilio; correo
    movil; celular; nota; notas; comentario; comentarios; observaciones; firma
    nome; cognome; citta; comune; cap; indirizzo; cellulare; commento; commenti; osservazioni
    naam; namen; voornaam; achternaam; straat; woonplaats; stad; adres; mobiel; opmerking
    opmerkingen; handtekening
    이름; 성명; 성함; 주소; 도시; 연락처; 핸드폰; 휴대폰; 휴대전화; 전화; 메모
    비고; 사진; 서명; 생일; 특이사항
    """
)

# A column that holds one of these words anywhere is refused: ``contact_email_2``.
INSIDE = _phrases(
    """
    first name; last name; middle name; full name; given name; family name; surname; maiden name
    patient name; person name; name suffix; name prefix; next of kin; display name of patient
    street address; home address; address line; mailing address; postal address; postal code
    zip code; zip5; zip 5; post code; house number; place of birth; birth place; latitude; longitude
    gps; geolocation; phone; phone number; telephone; cell number
    telephone number; mobile number; cellphone; fax; fax number; e mail; e mail address; email
    email address; pager
    birth date; date of birth; day of birth; birthday; birth day; birth datetime; birth time; dob
    date birth; death date; date of death; death datetime
    ssn; social security; mrn; medical record number; medical record no; chart number
    hospital number; nhs number; nhs no
    health card; health plan; insurance number; insurance no; insurance id; insurance policy
    policy number; policy no; policy id; medicare number; medicare id; medicaid id; beneficiary id
    account number; account no; bank account; iban; credit card; card number
    licence number; license number; driving licence; driver license; drivers license
    driver licence; certificate number; passport; vehicle id; vehicle identification
    licence plate; license plate; number plate; registration plate
    device id; device identifier; device serial; serial number; imei; udid; mac address
    advertising id; ip address; ip addr; url; website; web page; homepage; facebook; instagram
    twitter; whatsapp; fingerprint; finger print; biometric; voiceprint; voice print; retina scan
    iris scan; face photo; photo id; free text; freetext; clinical note; clinical notes; note title
    note text; diary text; comment; comments; national id
    national insurance; nino; tax id; identity card; id card
    geburtsdatum; geburtstag; geburtsort; todesdatum; sterbedatum; telefon; telefonnummer
    handynummer; faxnummer; hausnummer; postleitzahl; versichertennummer; versichertennr
    versicherungsnummer; krankenkassennummer; krankenversichertennummer; kvnr; sozialversicherung
    sozialversicherungsnummer; steuer id; steuernummer; personalausweis; ausweisnummer; reisepass
    fuhrerschein; fuehrerschein; kfz kennzeichen; autokennzeichen; kontonummer; fallnummer
    ahv nummer; freitext; geraetenummer; seriennummer
    nom de famille; date de naissance; date naissance; lieu de naissance; date de deces
    code postal; numero de telephone; securite sociale; carte vitale; permis de conduire
    passeport; plaque d immatriculation; numero de dossier; texte libre; adresse mail
    fecha de nacimiento; fecha nacimiento; lugar de nacimiento; codigo postal; telefono
    correo electronico; seguridad social; historia clinica; pasaporte
    permiso de conducir; matricula; texto libre; tarjeta sanitaria
    data di nascita; data nascita; luogo di nascita; codice fiscale; codice postale
    tessera sanitaria; passaporto; patente; targa; cartella clinica; testo libero
    geboortedatum; geboorteplaats; telefoon; telefoonnummer; mobielnummer; huisnummer; bsn
    burgerservicenummer; rijbewijs; paspoort; kenteken; dossiernummer; vrije tekst
    환자명; 환자이름; 환자성명; 보호자명; 보호자이름; 생년월일; 출생일; 사망일
    전화번호; 휴대폰번호; 핸드폰번호; 집전화; 팩스; 이메일; 전자우편; 메일주소
    우편번호; 집주소; 자택주소; 상세주소; 주민등록번호; 주민번호; 외국인등록번호
    여권번호; 운전면허; 운전면허번호; 차량번호; 계좌번호; 카드번호; 보험번호
    건강보험번호; 환자번호; 차트번호; 병록번호; 병원번호; 자유기술; 얼굴사진; 지문
    """
)
