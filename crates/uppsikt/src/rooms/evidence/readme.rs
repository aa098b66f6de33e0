//! The text in a bundle: what it is, and how a stranger checks it with ordinary tools.

use uppsikt_ledger::VerifyKey;

/// The README of a bundle with this many versions.
pub(super) fn text(organisation: &str, origin: &str, keys: &[VerifyKey], versions: usize) -> String {
    let keys = keys.iter().map(|key| format!("    {key}\n")).collect::<String>();
    format!(
        "# Bevispaket från {organisation}\n\n\
Paketet innehåller {versions} version(er) av en handling, så som den sparades, och beviset för att\n\
den stod i myndighetens liggare när kontrollvärdet signerades. Det kan kontrolleras av vem som helst,\n\
utan nät och utan Uppsikt.\n\n\
## Vad som bevisas, och inte\n\n\
Att innehållet är oförändrat sedan det sparades, att det stod på sin plats i liggaren, och att liggaren\n\
signerats med nyckeln nedan. Inte att plattformen visade sanningen, och inte när det sparades om man\n\
inte litar på myndighetens klocka: bara att det var före kontrollvärdet.\n\n\
## Nyckeln\n\n\
Liggaren heter `{origin}`. Den signeras med:\n\n{keys}\n\
**Jämför nyckeln med den som myndigheten lämnat på annat sätt** (på sin webbplats, i ett beslut, per\n\
telefon). Den som bara använder nyckeln i paketet vet inte vem som gjort det.\n\n\
## Kontrollera med Uppsikt\n\n    uppsikt verify PAKET.zip --key 'NYCKELN'\n\n\
## Kontrollera utan Uppsikt\n\n\
Med Python 3 och openssl, och skriptet `docs/reference/verify_bundle.py` i Uppsikts källkod:\n\n    \
python3 verify_bundle.py PAKET.zip 'NYCKELN'\n\n\
Eller för hand:\n\n    unzip -o PAKET.zip\n    cat versions/0001/entry.json versions/0001/opening.json\n    \
cat versions/0001/proof.tlog-proof\n\n\
1. Bindningen: värdet `commitment` i opening.json är HMAC-SHA256 med saltet (`salt`, Base64) som nyckel\n   \
över texten `uppsikt/v1/object`, en radbrytning och innehållet. Samma värde står i entry.json.\n\n       \
salt=$(python3 -c \"import json,base64;print(base64.b64decode(json.load(open('versions/0001/opening.json'))['salt']).hex())\")\n       \
(printf 'uppsikt/v1/object\\n'; cat versions/0001/content) | openssl dgst -sha256 -mac HMAC -macopt hexkey:$salt -binary | base64\n\n\
2. Platsen i liggaren: lövet är SHA-256 över en nollbyte och entry.json. Raderna i proof.tlog-proof leder\n   \
därifrån till kontrollvärdets rot (RFC 6962, avsnitt 2.1.1).\n\n       \
(printf '\\0'; cat versions/0001/entry.json) | openssl dgst -sha256 -binary | base64\n\n\
3. Signaturen: kontrollvärdets rader och en signatur (Ed25519) enligt c2sp.org/signed-note.\n\n\
## Vad filerna är\n\n\
| Fil | Vad |\n|---|---|\n\
| versions/NNNN/content | Innehållet, byte för byte |\n\
| versions/NNNN/entry.json | Loggposten: vad som gjordes, när, av vem (som nummer) och bindningen |\n\
| versions/NNNN/opening.json | Saltet som öppnar bindningen |\n\
| versions/NNNN/proof.tlog-proof | Vägen från loggposten till det signerade kontrollvärdet |\n\
| log.vkey | Liggarens nycklar |\n\n\
Hela filen är dessutom signerad: signaturen står i ZIP-filens kommentar, så att varje ändrad byte märks.\n"
    )
}
