//! The cases of each rule, as tables that a lawyer can read, in `tests/cases/`.

use uppsikt_screening::{Rule, RuleSet, Screening, Subject, Urgency, screen};

/// Each rule has at least so many.
const CASES_MIN: usize = 60;

/// A row: the line where it stands, the text, what is to be found in it.
struct Case {
    line: usize,
    text: String,
    expected: Vec<String>,
}

fn cases(rule: &Rule) -> Vec<Case> {
    let path = format!("{}/tests/cases/{}.md", env!("CARGO_MANIFEST_DIR"), rule.id);
    let page = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("reading {path}: {error}"));
    let rows = page.lines().enumerate().filter(|(_, line)| {
        line.starts_with('|') && !line.starts_with("|---") && !line.starts_with("| Text |")
    });
    rows.map(|(index, line)| {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [text, expected, _why] = cells[..] else { panic!("line {} has not three cells", index + 1) };
        let expected = match expected {
            "–" => Vec::new(),
            _ => expected.split(" + ").map(plain).collect(),
        };
        Case { line: index + 1, text: plain(text), expected }
    })
    .collect()
}

/// Puts characters that are not seen in the place of their names.
fn plain(cell: &str) -> String {
    const UNSEEN: [char; 4] = ['\u{200b}', '\u{a0}', '\u{ad}', '\u{308}'];
    let named = UNSEEN.iter().map(|letter| (format!("{{U+{:04X}}}", u32::from(*letter)), *letter));
    let replaced = named.fold(cell.replace("{ny rad}", "\n"), |text, (name, letter)| {
        text.replace(&name, &letter.to_string())
    });
    assert!(!replaced.contains("{U+"), "a name that is not in the list: {cell}");
    replaced
}

fn found(rule: &Rule, text: &str, screening: &Screening) -> Vec<String> {
    let own = screening.findings.iter().filter(|finding| finding.rule == rule.id);
    own.map(|finding| {
        let grade = match (rule.id.as_str(), finding.urgency) {
            ("profanity", Urgency::Note) => "mild ",
            ("profanity", _) => "grov ",
            _ => "",
        };
        format!("{grade}{}", &text[finding.span.clone()])
    })
    .collect()
}

#[test]
fn every_case_of_every_rule_holds() {
    let rule_set = RuleSet::standard();
    let mut wrong = Vec::new();
    for rule in rule_set.rules() {
        let cases = cases(rule);
        assert!(cases.len() >= CASES_MIN, "{} has {} cases", rule.id, cases.len());
        for case in &cases {
            let screening = screen(&Subject { text: &case.text, ..Subject::default() }, &rule_set);
            let found = found(rule, &case.text, &screening);
            if found != case.expected {
                wrong.push(format!(
                    "{}.md:{}: {:?} gives {found:?}, not {:?}",
                    rule.id, case.line, case.text, case.expected
                ));
            }
        }
        println!("{}: {} cases", rule.id, cases.len());
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn no_case_stands_twice() {
    for rule in RuleSet::standard().rules() {
        let mut texts: Vec<String> = cases(rule).into_iter().map(|case| case.text).collect();
        texts.sort();
        assert!(texts.windows(2).all(|pair| pair[0] != pair[1]), "{}", rule.id);
    }
}
