//! Entries: what is written reads back, and nothing else reads.

use crate::support::{entry, object, uuid};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use uppsikt_kernel::{Digest, Id, Micros, Role};
use uppsikt_ledger::{Commitment, Entry, EntryError, EntryObject, EntryRow, Salt, canonical};
use uuid::Uuid;

const EXAMPLE: &str = concat!(
    r#"{"act":"item-recorded","actor":"01930000-0000-7000-8000-000000000002","at":1795338000000001,"#,
    r#""authority":"01930000-0000-7000-8000-000000000003","disposed":[],"#,
    r#""id":"01930000-0000-7000-8000-000000000065","keys":[],"objects":[{"c":"#,
    r#""cmo56X6wibcI+laR6UE+wyEjgK7g+GyK8WWNYnRc71w=","id":"01930000-0000-7000-8000-0000000003e9","#,
    r#""item":"01930000-0000-7000-8000-000000000001","version":1}],"roles":["editor"],"rows":["#,
    r#"["capture_version","01930000-0000-7000-8000-0000000007d1","#,
    r#""fzz4tOFVdE15r07wm/HCASGs/Y2dDEExJKRuQz+rkWY="]],"v":1}"#,
);

fn example() -> Entry {
    entry(1, &Salt::new([9; 32]), "Hej".as_bytes())
}

fn any_entry() -> impl Strategy<Value = Entry> {
    let uuids = || any::<u128>().prop_map(Uuid::from_u128);
    let commitments = || any::<[u8; 32]>().prop_map(|b| Commitment::from_digest(Digest::from_bytes(b)));
    let objects = vec((commitments(), uuids(), any::<u32>()), 0..6).prop_map(|objects| {
        let object =
            |(at, (commitment, item, version))| EntryObject { commitment, id: object(at), item, version };
        (0..).zip(objects).map(object).collect::<Vec<_>>()
    });
    let row = ("[a-z][a-z0-9_]{0,62}", uuids(), option::of(commitments()))
        .prop_map(|(table, id, commitment)| EntryRow { table, id, commitment });
    let head = (
        uuids(),
        "[a-z]{3,20}(-[a-z]{1,9}){0,2}",
        uuids(),
        -377_705_023_201_000_000_i64..253_402_207_200_000_000,
    );
    let lists = (option::of(uuids()), vec(uuids(), 0..4), vec(any::<String>(), 0..3), any::<u8>());
    (head, lists, objects, vec(row, 0..6)).prop_map(|(head, lists, objects, rows)| {
        let mut roles: Vec<Role> =
            Role::ALL.into_iter().filter(|role| lists.3 >> (*role as u8) & 1 == 1).collect();
        roles.sort_by_key(|role| role.code());
        Entry {
            id: head.0,
            act: head.1,
            actor: Id::from_uuid(head.2),
            at: Micros::new(head.3).unwrap(),
            authority: lists.0.map(Id::from_uuid),
            disposed: lists.1.into_iter().map(Id::from_uuid).collect(),
            keys: lists.2,
            objects,
            roles,
            rows,
        }
    })
}

proptest! {
    #[test]
    fn what_is_written_reads_back(entry in any_entry()) {
        let bytes = entry.to_bytes().unwrap();
        prop_assert_eq!(&Entry::parse(&bytes).unwrap(), &entry);
        // The fast writer and the general one agree.
        let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        prop_assert_eq!(canonical(&value).unwrap(), bytes);
    }

    #[test]
    fn whatever_reads_is_written_the_same(at in 0..EXAMPLE.len(), byte in any::<u8>()) {
        let mut bytes = EXAMPLE.as_bytes().to_vec();
        bytes[at] = byte;
        if let Ok(entry) = Entry::parse(&bytes) {
            prop_assert_eq!(entry.to_bytes().unwrap(), bytes);
        }
    }

    #[test]
    fn no_bytes_cause_a_panic(bytes in vec(any::<u8>(), 0..600), cut in 0..EXAMPLE.len()) {
        let _ = Entry::parse(&bytes);
        let _ = Entry::parse(&[&EXAMPLE.as_bytes()[..cut], &bytes].concat());
        prop_assert!(Entry::parse(&EXAMPLE.as_bytes()[..cut]).is_err());
    }
}

#[test]
fn an_entry_is_spelt_in_one_way() {
    assert_eq!(String::from_utf8(example().to_bytes().unwrap()).unwrap(), EXAMPLE);
    assert_eq!(Entry::parse(EXAMPLE.as_bytes()).unwrap(), example());
    let not_canonical = [
        EXAMPLE.replace("\"disposed\":[]", "\"disposed\": []"),
        format!("{EXAMPLE}\n"),
        EXAMPLE.replace("item-recorded", "\\u0069tem-recorded"),
        EXAMPLE.replace("0000000003e9", "0000000003E9"),
        EXAMPLE.replace("01930000-0000-7000-8000-000000000003", "01930000000070008000000000000003"),
        EXAMPLE.replace("\"disposed\":[],", "").replace("\"keys\":[]", "\"disposed\":[],\"keys\":[]"),
        EXAMPLE.replace("\"v\":1", "\"v\":0"),
        EXAMPLE.replace("[\"editor\"]", "[\"editor\",\"editor\"]"),
        EXAMPLE.replace("[\"editor\"]", "[\"registrar\",\"editor\"]"),
        EXAMPLE.replace("\"authority\":\"01930000-0000-7000-8000-000000000003\",", ""),
    ];
    for text in not_canonical {
        assert!(matches!(Entry::parse(text.as_bytes()), Err(EntryError::NotCanonical)), "{text}");
    }
}

#[test]
fn what_the_format_does_not_know_is_refused() {
    let shapes = [
        EXAMPLE.replace("\"v\":1", "\"v\":1,\"x\":1"),
        EXAMPLE.replace("\"v\":1", "\"v\":1,\"v\":1"),
        EXAMPLE.replace("\"keys\":[],", ""),
        EXAMPLE.replace(",\"version\":1", ""),
        EXAMPLE.replace("\"version\":1", "\"version\":-1"),
        EXAMPLE.replace("1795338000000001", "1795338000000001.0"),
        EXAMPLE.replace("editor", "chef"),
        EXAMPLE.replace(",\"v\":1", ""),
        String::new(),
        "[]".to_owned(),
    ];
    for text in shapes {
        assert!(matches!(Entry::parse(text.as_bytes()), Err(EntryError::Shape(_))), "{text}");
    }
    let fields = [
        (EXAMPLE.replace("1795338000000001", "9223372036854775807"), "at"),
        // The same 32 bytes with a stray bit in the last character.
        (EXAMPLE.replace("71w=", "71x="), "objects"),
        (EXAMPLE.replace("rkWY=", "rkWY"), "rows"),
    ];
    for (text, name) in fields {
        let found = Entry::parse(text.as_bytes());
        assert!(matches!(found, Err(EntryError::Field { field }) if field == name), "{text}");
    }
}

#[test]
fn a_newer_format_is_told_from_a_broken_entry() {
    let newer = EXAMPLE.replace("\"v\":1", "\"v\":2,\"witnesses\":[1.5]");
    assert!(matches!(Entry::parse(newer.as_bytes()), Err(EntryError::Newer { found: 2 })));
}

#[test]
fn what_no_entry_may_say_is_not_written_either() {
    let act = Entry { act: "Åtgärd".to_owned(), ..example() };
    assert!(matches!(act.to_bytes(), Err(EntryError::Act(_))));
    for name in ["", "Item", "1item", "item\nx", "åtgärd", &"a".repeat(64)] {
        let rows = vec![EntryRow { table: name.to_owned(), id: uuid(1), commitment: None }];
        assert!(matches!(Entry { rows, ..example() }.to_bytes(), Err(EntryError::Table)), "{name:?}");
    }
    let twice = Entry { objects: [example().objects, example().objects].concat(), ..example() };
    assert!(matches!(twice.to_bytes(), Err(EntryError::DuplicateObject { .. })));
    let long = Entry { keys: vec!["n".repeat(65_535)], ..example() };
    assert!(matches!(long.to_bytes(), Err(EntryError::TooLong { bytes }) if bytes > 65_535));
    assert!(matches!(Entry::parse(&[b' '; 65_536]), Err(EntryError::TooLong { bytes: 65_536 })));
}

#[test]
fn the_longest_entry_fits_and_one_byte_more_does_not() {
    let with = |length| Entry { keys: vec!["n".repeat(length)], ..example() };
    let room = 65_535 - with(0).to_bytes().unwrap().len();
    let longest = with(room).to_bytes().unwrap();
    assert_eq!(longest.len(), 65_535);
    assert_eq!(Entry::parse(&longest).unwrap(), with(room));
    assert!(with(room + 1).to_bytes().is_err());
}

#[test]
fn roles_are_written_sorted_and_once() {
    let roles = vec![Role::Registrar, Role::Administrator, Role::Registrar, Role::Editor];
    let bytes = Entry { roles, ..example() }.to_bytes().unwrap();
    let roles = Entry::parse(&bytes).unwrap().roles;
    assert_eq!(roles, [Role::Administrator, Role::Editor, Role::Registrar]);
}
