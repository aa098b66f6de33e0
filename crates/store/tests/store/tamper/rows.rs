//! Rows, objects and acts.

use super::*;

pub(super) async fn changed_rows_are_named(place: Place) {
    let scene = Scene::begin(place, 0, 2_000).await;
    let (row, other) = (scene.row("note", scene.note(0)), scene.note(1));
    let note = |at: usize| format!("note {}", scene.note(at));
    let set = |what: &str| sql(format!("UPDATE note SET {what} WHERE id = {}", scene.id(scene.note(0))));
    let stranger = new_id::<Place>().uuid();
    let insert = format!(
        "INSERT INTO note SELECT organisation_id, {}, authority_id, name, count, seen_at FROM {row}",
        scene.id(stranger)
    );
    let swap = format!(
        "UPDATE note SET name = CASE name WHEN 'vatten' THEN 'väg' ELSE 'vatten' END WHERE id IN ({}, {})",
        scene.id(scene.note(0)),
        scene.id(other)
    );
    let cases = vec![
        ("nothing", set("name = name"), vec![]),
        ("a text", set("name = 'avlopp'"), vec![named(Row, note(0))]),
        ("a number", set("count = 2"), vec![named(Row, note(0))]),
        ("an authority", set(&format!("authority_id = {}", scene.id(other))), vec![named(Row, note(0))]),
        (
            "an organisation",
            set(&format!("organisation_id = {}", scene.id(other))),
            vec![named(RowMissing, note(0))],
        ),
        ("an exempt column", set("seen_at = 5"), vec![]),
        ("a deleted row", sql(format!("DELETE FROM {row}")), vec![named(RowMissing, note(0))]),
        ("an inserted row", sql(insert), vec![named(RowUnbound, format!("note {stranger}"))]),
        ("two rows swapped", sql(swap), vec![named(Row, note(0)), named(Row, note(1))]),
        (
            "a row that is not sealed yet",
            sql(format!("UPDATE note SET count = 2 WHERE id = {}", scene.id(scene.waiting.0))),
            vec![named(Row, format!("note {}", scene.waiting.0))],
        ),
    ];
    scene.check(cases).await;
}

pub(super) async fn changed_objects_are_named(place: Place) {
    let scene = Scene::begin(place, 0, 2_000).await;
    let (object, other) = (scene.object(0), scene.object(1));
    let row = || scene.row("object", object);
    let set = |what: &str| sql(format!("UPDATE object SET {what} WHERE id = {}", scene.id(object)));
    let found = || vec![named(SealedObject, object)];
    let stranger = new_id::<Place>().uuid();
    let swap = async |column: &str| {
        let mut statements = Vec::new();
        for (from, to) in [(object, other), (other, object)] {
            let value = scene.place.ask(&format!("SELECT {column} FROM {}", scene.row("object", from))).await;
            let value = scene.place.bytes_literal(&value[0].try_get::<Vec<u8>>("", column).unwrap());
            statements.push(format!("UPDATE object SET {column} = {value} WHERE id = {}", scene.id(to)));
        }
        Deed::Sql(statements)
    };
    let both = || vec![named(SealedObject, object), named(SealedObject, other)];
    let insert = format!(
        "INSERT INTO object SELECT organisation_id, {}, authority_id, item_id, 2, act_id, key_id, wrapped, media_type, \
         content_bytes, body, disposed_at FROM {}",
        scene.id(stranger),
        row()
    );
    let mut with_key = found();
    with_key.push(named(Key, stranger));
    let cases = vec![
        ("nothing", set("version = version"), vec![]),
        ("the first byte of a body", flip("body", row(), 0), found()),
        ("the last byte of a body", flip("body", row(), -1), found()),
        ("a body's end", change("body", row(), |mut body| body.drain(..).take(3).collect()), found()),
        ("no body", set("body = NULL"), found()),
        ("the nonce of a key row", flip("wrapped", row(), 0), found()),
        ("the key of a key row", flip("wrapped", row(), 30), found()),
        ("the salt of a key row", flip("wrapped", row(), 70), found()),
        ("the tag of a key row", flip("wrapped", row(), -1), found()),
        ("no key row", set("wrapped = NULL"), found()),
        ("a media type", set("media_type = 'text/html'"), found()),
        ("a length", set("content_bytes = content_bytes + 1"), found()),
        ("an item", set(&format!("item_id = {}", scene.id(stranger))), found()),
        ("a version", set("version = 2"), found()),
        ("an authority", set(&format!("authority_id = {}", scene.id(stranger))), found()),
        ("an act", set(&format!("act_id = {}", scene.id(scene.act(1)))), found()),
        ("a key", set(&format!("key_id = {}", scene.id(stranger))), with_key),
        (
            "an organisation",
            set(&format!("organisation_id = {}", scene.id(stranger))),
            vec![named(ObjectMissing, object)],
        ),
        ("a day of disposal", set("disposed_at = 5"), found()),
        ("a disposal", set("disposed_at = 5, wrapped = NULL, body = NULL"), found()),
        ("a deleted object", sql(format!("DELETE FROM {}", row())), vec![named(ObjectMissing, object)]),
        ("an inserted object", sql(insert), vec![named(ObjectUnbound, stranger)]),
        ("two bodies swapped", swap("body").await, both()),
        ("two key rows swapped", swap("wrapped").await, both()),
        (
            "two objects swapped",
            Deed::Sql(vec![
                format!("UPDATE object SET id = {} WHERE id = {}", scene.id(stranger), scene.id(object)),
                format!("UPDATE object SET id = {} WHERE id = {}", scene.id(object), scene.id(other)),
                format!("UPDATE object SET id = {} WHERE id = {}", scene.id(other), scene.id(stranger)),
            ]),
            both(),
        ),
    ];
    scene.check(cases).await;
}

pub(super) async fn changed_acts_are_named(place: Place) {
    let scene = Scene::begin(place, 0, 2_000).await;
    let (act, (item, object, waiting)) = (scene.act(0), scene.waiting);
    let set = |what: &str| sql(format!("UPDATE act SET {what} WHERE id = {}", scene.id(act)));
    let salted = vec![named(Row, format!("note {}", scene.note(0)))];
    let entry = || format!("pending_entry WHERE act_id = {}", scene.id(waiting));
    let stranger = new_id::<Place>().uuid();
    let insert = format!(
        "INSERT INTO act SELECT organisation_id, {}, authority_id, code, recorded_at, salt, NULL FROM {}",
        scene.id(stranger),
        scene.row("act", act)
    );
    let swap = format!(
        "UPDATE act SET leaf_index = 3 - leaf_index WHERE id IN ({}, {})",
        scene.id(act),
        scene.id(scene.act(1))
    );
    let unbound =
        vec![named(Act, waiting), named(RowUnbound, format!("note {item}")), named(ObjectUnbound, object)];
    let mut unreadable = unbound.clone();
    unreadable.push(named(Entry, format!("waiting entry of act {waiting}")));
    let gone = vec![named(Act, act), named(Row, format!("note {}", scene.note(0)))];
    let cases = vec![
        ("a salt", flip("salt", scene.row("act", act), 0), salted.clone()),
        (
            "a salt's length",
            change("salt", scene.row("act", act), |_| vec![1; 31]),
            [salted, vec![named(Act, act)]].concat(),
        ),
        ("a code", set("code = 'note-read'"), vec![named(Act, act)]),
        ("a place", set("leaf_index = 2"), vec![named(Act, act)]),
        ("no place", set("leaf_index = NULL"), vec![named(Act, act)]),
        ("an instant", set("recorded_at = recorded_at - 1"), vec![named(Act, act)]),
        ("an authority", set("authority_id = NULL"), vec![named(Act, act)]),
        ("a deleted act", sql(format!("DELETE FROM {}", scene.row("act", act))), gone),
        ("an inserted act", sql(insert), vec![named(Act, stranger)]),
        ("two places swapped", sql(swap), vec![named(Act, act), named(Act, scene.act(1))]),
        (
            "a waiting entry's code",
            change("entry", entry(), |bytes| {
                String::from_utf8(bytes).unwrap().replace("written", "altered").into_bytes()
            }),
            vec![named(Act, waiting)],
        ),
        (
            "a waiting entry's commitment to a row",
            change("entry", entry(), move |bytes| letter_after(&bytes, &format!("[\"note\",\"{item}\",\""))),
            vec![named(Row, format!("note {item}"))],
        ),
        (
            "a waiting entry's commitment to an object",
            change("entry", entry(), |bytes| letter_after(&bytes, "{\"c\":\"")),
            vec![named(SealedObject, object)],
        ),
        ("a waiting entry's first byte", flip("entry", entry(), 0), unreadable),
        ("a deleted waiting entry", sql(format!("DELETE FROM {}", entry())), unbound),
    ];
    scene.check(cases).await;
}
