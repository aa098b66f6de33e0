//! Invented comments: the same in each run, and as long as people write.

/// Shortest comment, in characters.
const CHARS_MIN: usize = 20;
/// Longest comment, in characters.
const CHARS_MAX: usize = 300;

const AUTHORS: &[&str] = &["Kim", "Robin", "Alex", "Sam", "Charlie", "Noa", "Love", "Vide", "Mika", "Jo"];

const SENTENCES: &[&str] = &[
    "Tack för informationen.",
    "När öppnar simhallen igen?",
    "Det här var på tiden, vi har väntat hela våren.",
    "Bussen från Ängsbacken kommer aldrig i tid och ingen svarar när man ringer.",
    "Jag tycker att ni lägger pengarna på fel saker.",
    "Finns det någon karta över de nya cykelvägarna?",
    "Bra jobbat av alla på förskolan Åkerbäret!",
    "Varför har ni inte svarat på mitt förra inlägg?",
    "Vi bor granne med bygget och det låter från sex på morgonen.",
    "Kan man anmäla barnen till sommarkolon än?",
    "Nämnden borde skämmas, det här beslutet håller inte.",
    "Lekplatsen vid torget är trasig sedan i höstas.",
    "Ring mig gärna på 070-174 06 05 så berättar jag mer.",
    "Håller helt med föregående.",
    "Skyltningen vid rondellen är livsfarlig för den som går.",
    "Vem bestämde det här, och var kan man läsa protokollet?",
    "Min mamma fick vänta i fyra timmar utan att någon kom.",
    "Det är skit att biblioteket stänger tidigare på fredagar.",
    "Snyggt! 👏",
    "Går det att få den här broschyren på lättläst svenska?",
];

/// Who wrote the comment of this number.
pub(crate) fn author(number: usize) -> &'static str {
    AUTHORS[number % AUTHORS.len()]
}

/// The comment of this number.
pub(crate) fn comment(number: usize) -> String {
    let mut state = number as u64;
    let chars = CHARS_MIN + below(&mut state, CHARS_MAX - CHARS_MIN + 1);
    let mut text = String::new();
    while text.chars().count() < chars {
        let space = if text.is_empty() { "" } else { " " };
        text = format!("{text}{space}{}", SENTENCES[below(&mut state, SENTENCES.len())]);
    }
    text.chars().take(chars).collect::<String>().trim_end().to_owned()
}

/// A number below `limit`, and the next state: neighbours among the numbers have nothing in common.
fn below(state: &mut u64, limit: usize) -> usize {
    // The splitmix64 step.
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((mixed ^ (mixed >> 31)) % limit as u64) as usize
}
