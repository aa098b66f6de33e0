//! The page on the format names every code, and its example is a profile.

use uppsikt_guideline::fact::{AccountClass, Service};
use uppsikt_guideline::parameter::Party;
use uppsikt_guideline::requirement::{Enforcement, Moment};
use uppsikt_guideline::{Coded, ContentClass, GroundKind, Mode, Profile, Reason, Strength};

const PAGE: &str = include_str!("../../../docs/reference/profile.md");

#[test]
fn the_example_is_a_profile() {
    let (_, example) = PAGE.split_once("```toml\n").expect("an example");
    let (example, _) = example.split_once("```").expect("its end");
    assert_eq!(Profile::parse(example).map(|profile| profile.about.statements), Ok(80));
}

#[test]
fn the_message_that_is_shown_is_the_message() {
    let text = "\n\nformat = 1\n[guideline]\ncode = \"l\"\nauthority = \"L\"\ntitle = \"R\"\nprefix = \"L\"\n\
        statements = 10\nremove.order.secrecy.value = [\"regster\"]\n";
    let text =
        text.replace("statements = 10\n", "statements = 10\n[remove]\n").replace("remove.order", "order");
    let error = Profile::parse(&text).expect_err("a slip of the pen").to_string();
    let (_, message) = error.split_once(": ").expect("a place");
    assert!(PAGE.contains(message), "{message}");
}

#[test]
fn every_class_and_every_reason_stands_on_the_page() {
    for class in ContentClass::ALL {
        let row = format!("| `{class}` | {} | ", class.swedish());
        let line = PAGE.lines().find(|line| line.starts_with(&row)).unwrap_or_else(|| panic!("{row}"));
        let kinds = class.ground_kinds();
        assert_eq!(line.contains("| lag"), kinds.contains(&GroundKind::Law), "{line}");
        assert_eq!(line.contains("egen regel |"), kinds.contains(&GroundKind::HouseRule), "{line}");
        assert_eq!(
            line.contains("| sekretess"),
            kinds.contains(&GroundKind::SecrecyOrPersonalData),
            "{line}"
        );
        assert_eq!(line.contains("står kvar"), kinds.is_empty(), "{line}");
    }
    for reason in Reason::ALL {
        let row = format!("| `{reason}` | {} |", reason.swedish());
        assert!(PAGE.contains(&row), "{row}");
    }
}

fn stands<T: Coded>(with_word: bool) {
    for value in T::ALL {
        let shown = if with_word {
            format!("`{}` {}", value.code(), value.word())
        } else {
            format!("`{}`", value.code())
        };
        assert!(PAGE.contains(&shown), "{shown}");
    }
}

#[test]
fn every_word_of_a_statement_and_a_layer_stands_on_the_page() {
    stands::<Party>(true);
    stands::<Moment>(true);
    stands::<Strength>(true);
    stands::<Enforcement>(true);
    stands::<AccountClass>(false);
    stands::<Service>(false);
    stands::<Mode>(false);
}
